import { execFileSync } from "node:child_process";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { killChildrenWith } from "./running-processes.ts";

const ffmpeg = createFfmpeg();
const endless = "-re -f lavfi -i testsrc2=s=320x180:d=60 -f null -".split(" ");
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-ffmpeg-"));
});
afterAll(() => rm(folder, { recursive: true }));

test("a run reports frames, processor time and memory", async () => {
  const frames: number[] = [];
  const output = join(folder, "out.mp4");
  const args = `-f lavfi -i testsrc2=s=320x180:r=30:d=2 -c:v libx264 -threads 1 -y ${output}`.split(" ");
  const result = await ffmpeg.runFfmpeg(args, { onProgress: ({ frame }) => frames.push(frame) });
  expect(frames.at(-1)).toBe(60);
  expect(result.cpuSeconds).toBeGreaterThan(0);
  expect(result.peakRssBytes).toBeGreaterThan(10_000_000);
  expect((await stat(output)).size).toBeGreaterThan(1_000);
}, 30_000);

test("a cancelled run ends at once with the canceller's reason", async () => {
  const startedAt = performance.now();
  const cancellation = new AbortController();
  setTimeout(() => cancellation.abort(new Error("asked to stop")), 300);
  await expect(ffmpeg.runFfmpeg(endless, { signal: cancellation.signal })).rejects.toThrow("asked to stop");
  expect(performance.now() - startedAt).toBeLessThan(20_000);
}, 30_000);

test("a run takes a list of files by its standard input once that is known, and ends where it never will be", async () => {
  const part = join(folder, "part.mp4");
  await ffmpeg.runFfmpeg(`-f lavfi -i testsrc2=s=320x180:r=30:d=1 -c:v libx264 -threads 1 -y ${part}`.split(" "));
  const output = join(folder, "joined.mp4");
  const joining = `-f concat -safe 0 -protocol_whitelist file,pipe -i pipe:0 -c copy -y ${output}`.split(" ");
  const later = sleep(200).then(() => `ffconcat version 1.0\nfile 'file:${part}'\nfile 'file:${part}'\n`);
  await ffmpeg.runFfmpeg(joining, { input: later });
  expect((await ffmpeg.ffprobe(output)).streams[0]?.nb_frames).toBe("60");
  const never = sleep(200).then(() => Promise.reject(new Error("no part was drawn")));
  await expect(ffmpeg.runFfmpeg(joining, { input: never })).rejects.toThrow("ffmpeg failed");
}, 60_000);

test("a run past its time limit is a stage_timeout", async () => {
  await expect(ffmpeg.runFfmpeg(endless, { timeoutMs: 300 })).rejects.toMatchObject({
    code: "stage_timeout",
    retryable: true,
  });
}, 30_000);

test("a failing run tells the end of ffmpeg's log", async () => {
  const failed = ffmpeg.runFfmpeg(["-i", join(folder, "absent.mp4"), "-f", "null", "-"]);
  await expect(failed).rejects.toMatchObject({
    code: "render_failed",
    message: expect.stringContaining("No such file"),
  });
}, 30_000);

test.each([
  ["SIGKILL", "unavailable"],
  ["SIGTERM", "unavailable"],
  ["SIGSEGV", "render_failed"],
] as const)(
  "a run that ends by %s is %s",
  async (signal, code) => {
    const mark = `longtake-${signal}-${process.pid}`;
    const marked = ["-metadata", `comment=${mark}`, "-f", "null", "-"];
    const run = ffmpeg.runFfmpeg([..."-re -f lavfi -i testsrc2=s=320x180:d=60".split(" "), ...marked], {
      // Once it works, not while a wrapper still becomes ffmpeg.
      onProgress: () => killChildrenWith(mark, signal),
    });
    const cause = expect.objectContaining({ stderr: expect.stringContaining("testsrc2") });
    await expect(run).rejects.toMatchObject({ code, retryable: true, cause });
  },
  30_000,
);

test("a run that cannot be started says nothing about its files", async () => {
  // Longer than the kernel takes for one argument.
  const run = ffmpeg.runFfmpeg(["-metadata", `comment=${"x".repeat(200_000)}`, ...endless]);
  await expect(run).rejects.toMatchObject({ code: "unavailable", message: expect.stringContaining("E2BIG") });
});

test("a probe ends with its canceller and at its time limit", async () => {
  const pipe = join(folder, "never-written");
  execFileSync("mkfifo", [pipe]);
  const cancellation = new AbortController();
  setTimeout(() => cancellation.abort(new Error("asked to stop")), 300);
  await expect(ffmpeg.ffprobe(pipe, { signal: cancellation.signal })).rejects.toThrow("asked to stop");
  await expect(ffmpeg.ffprobe(pipe, { timeoutMs: 300 })).rejects.toMatchObject({ code: "stage_timeout" });
}, 30_000);

test("a full disk is told apart", async () => {
  const failed = ffmpeg.runFfmpeg("-f lavfi -i testsrc2=s=320x180:d=1 -f rawvideo -y /dev/full".split(" "));
  await expect(failed).rejects.toMatchObject({ code: "disk_full" });
}, 30_000);

test("the CPU route always has libx264, and the GPU route says why when it falls back", async () => {
  expect(await ffmpeg.probeEncoder("cpu")).toEqual({ route: "cpu", encoder: "libx264", fallbackReason: null });
  const gpu = await ffmpeg.probeEncoder("gpu");
  expect(gpu.fallbackReason?.length).not.toBe(0);
  expect(gpu.encoder === "libx264").toBe(gpu.fallbackReason !== null);
}, 30_000);
