import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";

import { createFfmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import { type SandboxProcess, startSandbox } from "./sandbox-process.ts";

let sandbox: SandboxProcess;
let keys = 0;
let key: string;

beforeAll(async () => {
  sandbox = await startSandbox({ SANDBOX_PEXELS_PER_HOUR: "4", SANDBOX_PIXABAY_PER_MINUTE: "3" });
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => {
  keys += 1;
  key = `key-of-test-${keys}`;
});

const pexels = (path: string, authorization = key) =>
  fetch(`${sandbox.url}/pexels${path}`, { headers: { authorization } });
const pixabay = (path: string, name = key) => fetch(`${sandbox.url}/pixabay${path}&key=${name}`);

const Photos = z.object({
  total_results: z.number(),
  next_page: z.url().optional(),
  photos: z.array(
    z.object({ id: z.number(), width: z.number(), height: z.number(), src: z.object({ original: z.url() }) }),
  ),
});
const Videos = z.object({
  videos: z.array(
    z.object({
      duration: z.number(),
      video_files: z.array(z.object({ link: z.url(), width: z.number(), height: z.number() })),
    }),
  ),
});
const Hits = z.object({ totalHits: z.number(), hits: z.array(z.object({ id: z.number(), tags: z.string() })) });

describe("Pexels", () => {
  test("pages through what a query finds, in the orientation asked for", async () => {
    const first = Photos.parse(await (await pexels("/v1/search?query=water&per_page=1&orientation=portrait")).json());
    expect(first).toMatchObject({ total_results: 2, photos: [{ width: 2560, height: 3840 }] });
    const next = Photos.parse(await (await fetch(first.next_page ?? "", { headers: { authorization: key } })).json());
    expect(next.next_page).toBeUndefined();
    expect(next.photos[0]?.id).not.toBe(first.photos[0]?.id);
  });

  test("serves pictures and clips of the size that it promises, and parts of them", async () => {
    const ffmpeg = createFfmpeg();
    const { videos } = Videos.parse(await (await pexels("/videos/search?query=moon&orientation=landscape")).json());
    const small = videos[0]?.video_files.toSorted((left, right) => left.width - right.width)[0];
    const { streams, format } = await ffmpeg.ffprobe(small?.link ?? "");
    expect(streams.map(({ codec_type }) => codec_type).toSorted()).toEqual(["audio", "video"]);
    expect(streams.find(({ codec_type }) => codec_type === "video")).toMatchObject({ width: small?.width });
    expect(Number(format.duration)).toBeCloseTo(videos[0]?.duration ?? 0, 0);
    const part = await fetch(small?.link ?? "", { headers: { range: "bytes=4-7" } });
    expect([part.status, await part.text()]).toEqual([206, "ftyp"]);
    const { photos } = Photos.parse(await (await pexels("/v1/search?query=moon")).json());
    const scaled = await ffmpeg.ffprobe(`${photos[0]?.src.original}?w=640`);
    expect(scaled.streams[0]).toMatchObject({ codec_name: "mjpeg", width: 640 });
  });

  test("refuses a wrong key, and the fifth call of an hour without any header, also after a restart", async () => {
    expect((await pexels("/v1/search?query=sea", "wrong-key-1")).status).toBe(401);
    const answers: Response[] = [];
    for (let call = 0; call < 4; call += 1) answers.push(await pexels("/v1/search?query=sea"));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers[3]?.headers.get("x-ratelimit-remaining")).toBe(String(20_000 - 4));
    await sandbox.crashAndRestart();
    const spent = await pexels("/v1/search?query=sea");
    expect([spent.status, spent.headers.get("x-ratelimit-remaining")]).toEqual([429, null]);
  });
});

describe("Pixabay", () => {
  test("finds by tags, and says plainly what is wrong", async () => {
    const found = Hits.parse(await (await pixabay("/api/videos/?q=coffee")).json());
    expect(found.hits.every(({ tags }) => tags.includes("coffee"))).toBe(true);
    const wrong = await pixabay("/api/?q=coffee", "wrong-key-1");
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining("Invalid or missing API key")]);
    const beyond = await pixabay("/api/?q=coffee&page=99");
    expect([beyond.status, await beyond.text()]).toEqual([400, expect.stringContaining("out of valid range")]);
  });

  test("counts a minute down in its headers", async () => {
    const remaining: (string | null)[] = [];
    for (let call = 0; call < 3; call += 1) {
      remaining.push((await pixabay("/api/?q=sea")).headers.get("x-ratelimit-remaining"));
    }
    expect(remaining).toEqual(["2", "1", "0"]);
    const spent = await pixabay("/api/?q=sea");
    expect(spent.status).toBe(429);
    expect(Number(spent.headers.get("x-ratelimit-reset"))).toBeLessThanOrEqual(60);
  });
});

test("keys are in no log", async () => {
  await pixabay("/api/?q=sea");
  for (const library of ["pexels", "pixabay"]) {
    const log = await readFile(join(sandbox.folder, library, "log.jsonl"), "utf8");
    expect(log).not.toContain("key-of-test");
  }
});
