import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ObjectStore, createObjectStore } from "../../../clients/storage/storage.ts";
import { storageContract } from "./storage-contract.ts";

let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-store-"));
  store = createObjectStore({ kind: "folder", path: folder });
});
afterAll(() => rm(folder, { recursive: true }));

storageContract(() => store);

test("no part is left behind, not even by a copy that failed", async () => {
  await store.putJson("plans/q.json", {});
  await expect(store.putFile("videos/b.mp4", join(folder, "absent"))).rejects.toThrow();
  expect(await readdir(join(folder, "parts"))).toEqual([]);
});

test("no key leads out of the folder", async () => {
  await expect(store.putJson("../outside.json", {})).rejects.toThrow();
});
