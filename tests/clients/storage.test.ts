import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { afterAll, beforeAll, expect, test } from "vitest";

import { type ObjectStore, createObjectStore } from "../../clients/storage.ts";

let folder: string;
let store: ObjectStore;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-store-"));
  store = createObjectStore({ kind: "folder", path: folder });
});
afterAll(() => rm(folder, { recursive: true }));

test("a file comes back byte for byte, whole and by range", async () => {
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

test("JSON comes back equal, and no part is left behind", async () => {
  await store.putJson("plans/p.json", { a: [1, "ü"], b: null });
  expect(await store.getJson("plans/p.json")).toEqual({ a: [1, "ü"], b: null });
  expect(await readdir(join(folder, "parts"))).toEqual([]);
});

test("what is not there is not_found", async () => {
  expect(await store.has("videos/none.mp4")).toBe(false);
  await expect(store.getFile("videos/none.mp4")).rejects.toMatchObject({ code: "not_found" });
  await expect(store.getJson("plans/none.json")).rejects.toMatchObject({ code: "not_found" });
  await expect(store.read("videos/none.mp4")).rejects.toMatchObject({ code: "not_found" });
});

test("a copy that fails leaves neither object nor part", async () => {
  await expect(store.putFile("videos/b.mp4", join(folder, "absent"))).rejects.toThrow();
  expect(await store.has("videos/b.mp4")).toBe(false);
  expect(await readdir(join(folder, "parts"))).toEqual([]);
});

test("no key leads out of the folder", async () => {
  await expect(store.putJson("../outside.json", {})).rejects.toThrow();
});
