import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ObjectStore, createObjectStore } from "../../../clients/storage/storage.ts";
import { storageContract } from "./storage-contract.ts";

const ACCESS = { accessKeyId: "longtake", secretAccessKey: "longtake-secret" };
const hasServer = spawnSync("versitygw", ["--version"], { stdio: "ignore" }).status === 0;

// A real S3 server over plain files; `npm test` builds it.
describe.skipIf(!hasServer)("a store on S3", () => {
  let folder: string;
  let server: ChildProcess;
  let endpoint: string;
  let store: ObjectStore;

  const openStore = (cachePath: string) =>
    createObjectStore({ kind: "s3", endpoint, region: "us-east-1", bucket: "longtake", ...ACCESS, cachePath });

  beforeAll(async () => {
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
    server = spawn("versitygw", args, { stdio: "ignore" });
    await untilItAnswers(endpoint);
    store = openStore(join(folder, "cache"));
  });
  afterAll(async () => {
    server.kill("SIGKILL");
    await rm(folder, { recursive: true });
  });

  storageContract(() => store);

  test("a download is kept for the next reader, and another machine finds what was put", async () => {
    const source = join(folder, "source.bin");
    const bytes = Buffer.alloc(9 * 1024 * 1024, "longtake ");
    await writeFile(source, bytes);
    await store.putFile("segments/s.mp4", source);
    const elsewhere = openStore(join(folder, "other-cache"));
    const path = await elsewhere.getFile("segments/s.mp4");
    expect(path).toBe(join(folder, "other-cache", "segments/s.mp4"));
    expect((await readFile(path)).equals(bytes)).toBe(true);
    expect(await elsewhere.getFile("segments/s.mp4")).toBe(path);
  });

  test("a wrong key is an error, never an absent object", async () => {
    const settings = { kind: "s3", endpoint, region: "us-east-1", bucket: "longtake", ...ACCESS } as const;
    const stranger = createObjectStore({ ...settings, secretAccessKey: "wrong", cachePath: join(folder, "cache") });
    await expect(stranger.getJson("plans/p.json")).rejects.not.toMatchObject({ code: "not_found" });
    await expect(stranger.has("plans/p.json")).rejects.toThrow();
  });
});

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
  for (let tries = 0; tries < 200; tries += 1) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(50);
    }
  }
  throw new Error(`no S3 server at ${url}`);
}
