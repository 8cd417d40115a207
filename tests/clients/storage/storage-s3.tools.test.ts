import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type ObjectStore, createObjectStore } from "../../../clients/storage/storage.ts";
import { cacheFolder } from "../../../deploy/embedded/paths.ts";
import { BUILD_TIME_LIMIT_MS } from "../../../deploy/embedded/go-install.ts";
import { installS3Server } from "../../../deploy/embedded/test-tools.ts";
import { storageContract } from "./storage-contract.ts";

const ACCESS = { accessKeyId: "longtake", secretAccessKey: "longtake-secret" };

// A real S3 server over plain files; `npm test` begins to build it before the first test.
describe("a store on S3", () => {
  let folder: string;
  let server: ChildProcess | undefined;
  let endpoint: string;
  let store: ObjectStore;

  const openStore = (cachePath: string, bounds: { readonly cacheBytes?: number } = {}) =>
    createObjectStore({
      kind: "s3",
      endpoint,
      region: "us-east-1",
      bucket: "longtake",
      ...ACCESS,
      cachePath,
      ...bounds,
    });

  const put = async (key: string, bytes: Buffer | string): Promise<void> => {
    await writeFile(join(folder, "source.bin"), bytes);
    await store.putFile(key, join(folder, "source.bin"));
  };

  beforeAll(async () => {
    const program = await installS3Server(cacheFolder(process.env), console.log);
    if (program === null) return;
    folder = await mkdtemp(join(tmpdir(), "longtake-s3-"));
    await mkdir(join(folder, "data", "longtake"), { recursive: true });
    await mkdir(join(folder, "meta"));
    const port = await freePort();
    endpoint = `http://127.0.0.1:${port}`;
    const { accessKeyId, secretAccessKey } = ACCESS;
    const keys = ["--access", accessKeyId, "--secret", secretAccessKey];
    const args = [
      ...keys,
      "--port",
      `127.0.0.1:${port}`,
      "posix",
      "--sidecar",
      join(folder, "meta"),
      join(folder, "data"),
    ];
    server = spawn(program, args, { stdio: "ignore" });
    await untilItAnswers(endpoint);
    store = openStore(join(folder, "cache"));
  }, BUILD_TIME_LIMIT_MS + 60_000);
  beforeEach(({ skip }) => skip(server === undefined, "no S3 server"));
  afterAll(async () => {
    if (server === undefined) return;
    server.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  storageContract(() => store);

  test("a download is kept for the next reader, and another machine finds what was put", async () => {
    const bytes = Buffer.alloc(9 * 1024 * 1024, "longtake ");
    await put("segments/s.mp4", bytes);
    const elsewhere = openStore(join(folder, "other-cache"));
    const path = await elsewhere.getFile("segments/s.mp4");
    expect(path).toMatch(/other-cache\/segments\/s\.[0-9a-f]{16}\.mp4$/);
    expect((await readFile(path)).equals(bytes)).toBe(true);
    const { ino } = await stat(path);
    expect(await elsewhere.getFile("segments/s.mp4")).toBe(path);
    expect((await stat(path)).ino).toBe(ino);
  });

  test("what was repaired under the same key is read anew everywhere, and nobody's file changes under them", async () => {
    const elsewhere = openStore(join(folder, "repair-cache"));
    await put("segments/r.mp4", "faulty");
    const before = await Promise.all([store, elsewhere].map((each) => each.getFile("segments/r.mp4")));
    await put("segments/r.mp4", "mended");
    for (const each of [store, elsewhere]) {
      expect(await readFile(await each.getFile("segments/r.mp4"), "utf8")).toBe("mended");
    }
    expect(await Promise.all(before.map((path) => readFile(path, "utf8")))).toEqual(["faulty", "faulty"]);
  });

  test("downloads stay within their bytes: the longest unused goes first, what is in use never", async () => {
    const bounded = openStore(join(folder, "bounded-cache"), { cacheBytes: 250_000 });
    const keys = ["a", "b", "c", "d"].map((name) => `stills/${name}.jpg`);
    for (const key of keys) await put(key, Buffer.alloc(100_000, key));
    const paths: string[] = [];
    for (const key of keys.slice(0, 3)) paths.push(await bounded.getFile(key));
    const [a = "", b = "", c = ""] = paths;
    expect(await present(paths)).toEqual(paths);

    for (const [index, path] of paths.entries()) await age(path, 5 - index);
    // Asked for again: no longer the oldest.
    await bounded.getFile("stills/a.jpg");
    const d = await bounded.getFile("stills/d.jpg");
    expect(await present([a, b, c, d])).toEqual([a, d]);
    expect((await readFile(await bounded.getFile("stills/b.jpg"))).equals(Buffer.alloc(100_000, "stills/b.jpg"))).toBe(
      true,
    );
  });

  test("a wrong key is an error, never an absent object", async () => {
    const settings = { kind: "s3", endpoint, region: "us-east-1", bucket: "longtake", ...ACCESS } as const;
    const stranger = createObjectStore({ ...settings, secretAccessKey: "wrong", cachePath: join(folder, "cache") });
    await expect(stranger.getJson("plans/p.json")).rejects.not.toMatchObject({ code: "not_found" });
    await expect(stranger.has("plans/p.json")).rejects.toThrow();
  });
});

async function age(path: string, hours: number): Promise<void> {
  const then = new Date(Date.now() - hours * 3_600_000);
  await utimes(path, then, then);
}

async function present(paths: readonly string[]): Promise<string[]> {
  const there = await Promise.all(
    paths.map((path) =>
      stat(path).then(
        () => true,
        () => false,
      ),
    ),
  );
  return paths.filter((_, index) => there[index]);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 600; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`no S3 server at ${url}`);
}
