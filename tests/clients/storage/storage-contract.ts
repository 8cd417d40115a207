import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ObjectStore } from "../../../clients/storage/storage.ts";

/** What every store promises, whatever lies under it. */
export function storageContract(given: () => ObjectStore): void {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "longtake-store-source-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test("a file comes back byte for byte, whole and by range", async () => {
    const store = given();
    const source = join(folder, "source.txt");
    await writeFile(source, "0123456789");
    await store.putFile("videos/a.mp4", source);
    expect(await store.has("videos/a.mp4")).toBe(true);
    expect(await readFile(await store.getFile("videos/a.mp4"), "utf8")).toBe("0123456789");
    const part = await store.read("videos/a.mp4", { start: 2, end: 4 });
    expect(part).toMatchObject({ bytes: 10, contentType: "video/mp4" });
    expect(await text(part.stream)).toBe("234");
    expect(await text((await store.read("videos/a.mp4", { start: 7 })).stream)).toBe("789");
  });

  test("JSON comes back equal", async () => {
    await given().putJson("plans/p.json", { a: [1, "ü"], b: null });
    expect(await given().getJson("plans/p.json")).toEqual({ a: [1, "ü"], b: null });
  });

  test("what is not there is not_found", async () => {
    const store = given();
    expect(await store.has("videos/none.mp4")).toBe(false);
    await expect(store.getFile("videos/none.mp4")).rejects.toMatchObject({ code: "not_found" });
    await expect(store.getJson("plans/none.json")).rejects.toMatchObject({ code: "not_found" });
    await expect(store.read("videos/none.mp4")).rejects.toMatchObject({ code: "not_found" });
  });

  test("a copy that fails leaves no object", async () => {
    await expect(given().putFile("videos/b.mp4", join(folder, "absent"))).rejects.toThrow();
    expect(await given().has("videos/b.mp4")).toBe(false);
  });
}
