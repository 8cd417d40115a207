import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestApi, problemOf, type TestApi } from "./test-api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi({
    settings: (settings) => ({
      ...settings,
      api: { ...settings.api, requestsPerMinute: 1000, bodyLimitBytes: 1000, uploadLimitBytes: 100_000 },
    }),
  });
});
afterAll(() => api[Symbol.asyncDispose]());

const PNG = Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), Buffer.alloc(2000, 7)]);

function upload(bytes: Buffer | string, { query = "", as }: { query?: string; as?: string } = {}) {
  const body = typeof bytes === "string" ? bytes : new Uint8Array(bytes);
  const headers = { "content-type": "image/svg+xml" };
  return api.request(`/files${query}`, { method: "POST", body, headers, ...(as === undefined ? {} : { as }) });
}

interface FileBody {
  object_key: string;
  media_type: string;
  name: string;
  bytes: number;
  sha256: string;
  licence: string | null;
}

describe("POST /files", () => {
  it("keeps bytes under their hash, names their kind by what they hold, and knows them again", async () => {
    const first = await upload(PNG, { query: "?name=logo.txt&licence=CC0" });
    expect(first.status).toBe(201);
    const file = (await first.json()) as FileBody;
    const sha256 = createHash("sha256").update(PNG).digest("hex");
    expect(file).toMatchObject({
      object_key: `uploads/${sha256}.png`,
      sha256,
      bytes: PNG.length,
      media_type: "image/png",
      name: "logo.txt",
      licence: "CC0",
    });
    const stored = await api.deps.storage.read(file.object_key);
    expect(Buffer.concat(await Array.fromAsync(stored.stream as AsyncIterable<Buffer>))).toEqual(PNG);
    const again = await upload(PNG, { query: "?name=other.png" });
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(file);
  });

  it.each([
    ["markup", '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ["a script in a page", " <!doctype html><script>alert(1)</script>"],
    ["a program", Buffer.from("7f454c46020101000000000000000000", "hex")],
    ["nothing", ""],
    ["bytes that are no text", Buffer.from([0x41, 0xff, 0xfe, 0x00])],
    ["text with control characters", "a\u0000b"],
  ])("refuses %s, and leaves nothing behind", async (_, bytes) => {
    const refused = await upload(bytes);
    expect(refused.status).toBe(422);
    expect(await problemOf(refused)).toMatchObject({ code: "invalid_input", field: "body" });
    expect(await readdir(join(api.deps.environment.LONGTAKE_DATA_DIR, "incoming"))).toEqual([]);
  });

  it("takes more than other bodies may hold, and no more than its own limit", async () => {
    expect((await upload(Buffer.concat([PNG, Buffer.alloc(50_000)]))).status).toBe(201);
    const tooLarge = await upload(Buffer.concat([PNG, Buffer.alloc(100_000)]));
    expect(tooLarge.status).toBe(413);
    expect(await readdir(join(api.deps.environment.LONGTAKE_DATA_DIR, "incoming"))).toEqual([]);
  });

  it("refuses a form around the file, which would be spoken with it", async () => {
    const body = new FormData();
    body.set("file", new Blob(["# Tides\n\nThe sea rises."]), "tides.md");
    const answer = await api.request("/files", { method: "POST", body });
    expect(answer.status).toBe(422);
    expect(await problemOf(answer)).toMatchObject({ code: "invalid_input", field: "content-type" });
  });

  it("is for those who may write", async () => {
    expect((await upload(PNG, { as: await api.keyOf("analyst") })).status).toBe(403);
  });
});

describe("GET /files", () => {
  it("lists page by page, newest first, and to a principal of a channel what it gave itself", async () => {
    await api.addChannel("science");
    const scoped = await api.keyOf("operator", ["science"]);
    const own = (await (await upload('{"version": 1}', { as: scoped })).json()) as FileBody;
    expect(own.media_type).toBe("application/json");
    const seen = (await (await api.request("/files", { as: scoped })).json()) as { files: FileBody[] };
    expect(seen.files).toEqual([own]);
    const keys: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const query: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const page = (await (await api.request(`/files?limit=1${query}`)).json()) as {
        files: FileBody[];
        next_cursor: string | null;
      };
      keys.push(...page.files.map((file) => file.object_key));
      cursor = page.next_cursor;
    }
    expect(keys[0]).toBe(own.object_key);
    expect(new Set(keys).size).toBe(3);
    expect(keys).toHaveLength(3);
  });

  it.each(["bm9uc2Vuc2U", Buffer.from("2026-13-45 99:00:00+00|uploads/x").toString("base64url")])(
    "refuses the cursor %s",
    async (cursor) => {
      expect((await api.request(`/files?cursor=${cursor}`)).status).toBe(422);
    },
  );
});
