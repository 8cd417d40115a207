import { mkdtemp, open, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import type { Ffmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { createFfmpeg } from "../../../clients/ffmpeg/ffmpeg.ts";
import { readQualityPolicy } from "../../../clients/quality-policy.ts";
import { AppError } from "../../../domain/errors.ts";
import type { CheckId, CheckReport, QualityReport } from "../../../domain/inspection/inspection.ts";
import type { FileInspectionInput } from "../../../domain/video/production.ts";
import { killChildrenWith } from "../../clients/ffmpeg/running-processes.ts";
import type { Clip } from "./clip.ts";
import { CLIP, INDEX_FIRST, MUTANTS, ffmpeg, makeClip, remix } from "./clip.ts";
import { inspectIn } from "./judge.ts";

let root: string;
let clip: Clip;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "longtake-inspection-test-"));
  clip = await makeClip(root);
}, 120_000);

afterAll(() => rm(root, { recursive: true, force: true }));

async function inspect(
  videoKey: string,
  sources: Omit<FileInspectionInput, "videoId" | "videoKey"> = {},
  tool: Ffmpeg = createFfmpeg(),
) {
  const { planKey, audioKey } = clip;
  return inspectIn(root, { planKey, audioKey, videoKey, ...sources }, tool);
}

function check(report: QualityReport, id: CheckId): CheckReport {
  const found = report.checks.find((candidate) => candidate.id === id);
  if (found === undefined) throw new Error(`no check ${id}`);
  return found;
}

function troubled(report: QualityReport): CheckId[] {
  return report.checks.filter(({ status }) => status === "reduced" || status === "failed").map(({ id }) => id);
}

describe("inspectVideo", { timeout: 120_000 }, () => {
  it("finds nothing wrong with the clean clip", async () => {
    const { result, report } = await inspect(clip.videoKey, {
      segmentKeys: clip.segmentKeys,
      containsSyntheticMedia: true,
    });
    expect(result.findings).toEqual([]);
    expect(report).toMatchObject({ score: 100, needsRepair: false, knownWeight: 100, hardFailed: false });
    expect(report.checks.map(({ status }) => status)).toEqual(Array.from({ length: 15 }, () => "passed"));
    expect(result.usage[0]?.units).toBeGreaterThan(0);
  });

  it.each<[mutant: string, caughtBy: CheckId, fromMs: number, toMs: number, segments: number[], also: CheckId[]]>([
    ["black", "black", 3_000, 3_400, [1], []],
    ["freeze", "freeze", 7_000, 9_000, [3, 4], []],
    ["silence", "silence", 9_000, 10_000, [], []],
    ["quiet", "loudness", 0, 12_000, [], []],
    ["clipped", "true_peak", 0, 12_000, [], ["loudness"]],
    ["short", "duration", 10_000, 12_000, [], ["geometry"]],
    ["mute", "streams", 0, 12_000, [], []],
    ["resized", "geometry", 0, 12_000, [0, 1, 2, 3, 4, 5], ["bitrate"]],
    ["slower", "geometry", 0, 12_000, [0, 1, 2, 3, 4, 5], []],
    ["chroma", "streams", 0, 12_000, [0, 1, 2, 3, 4, 5], []],
  ])("catches the mutant %s by the check %s", async (mutant, caughtBy, fromMs, toMs, segments, also) => {
    const videoKey = `videos/${mutant}.mp4`;
    await MUTANTS[mutant]?.(clip, clip.at(videoKey));
    const { result, report } = await inspect(videoKey);
    expect(troubled(report).toSorted()).toEqual([caughtBy, ...also].toSorted());
    const { findings } = check(report, caughtBy);
    const [finding] = findings;
    expect(Math.abs((finding?.fromMs ?? -1e9) - fromMs)).toBeLessThan(150);
    expect(Math.abs((findings.at(-1)?.toMs ?? -1e9) - toMs)).toBeLessThan(150);
    expect(finding?.segmentIndexes).toEqual(segments);
    expect(finding?.pointsLost).toBeGreaterThan(0);
    expect(result.score).toBeLessThan(100);
  });

  it("catches flipped bytes where they are", async () => {
    const videoKey = "videos/flipped.mp4";
    await ffmpeg("-i", clip.at(clip.videoKey), "-c", "copy", "-movflags", "+faststart", clip.at(videoKey));
    const at = await byteOfSecond(clip.at(videoKey), 6.5);
    const file = await open(clip.at(videoKey), "r+");
    const bytes = Buffer.alloc(2_000);
    await file.read(bytes, 0, bytes.length, at);
    await file.write(
      bytes.map((byte) => byte ^ 0xa5),
      0,
      bytes.length,
      at,
    );
    await file.close();
    const { report } = await inspect(videoKey);
    expect(report).toMatchObject({ hardFailed: true, needsRepair: true });
    expect(report.score).toBeLessThanOrEqual(40);
    const findings = check(report, "streams").findings;
    expect(findings.map(({ segmentIndexes }) => segmentIndexes)).toContainEqual([3]);
    expect(check(report, "loudness")).toMatchObject({
      status: "unknown",
      unknownReason: "decoding stopped before the end",
    });
  });

  it("catches a file cut to 60 %", async () => {
    const videoKey = "videos/truncated.mp4";
    await ffmpeg("-i", clip.at(clip.videoKey), "-c", "copy", "-movflags", "+faststart", clip.at(videoKey));
    const { size } = await stat(clip.at(videoKey));
    await truncate(clip.at(videoKey), Math.floor(size * 0.6));
    const { report } = await inspect(videoKey);
    expect(report.score).toBeLessThanOrEqual(40);
    const messages = check(report, "streams").findings.map(({ message }) => message);
    expect(messages.join("\n")).toMatch(/bytes are missing at the end/);
    // The decoder's own words, not ours.
    expect(messages.join("\n")).toMatch(/does not decode: .*(?:packet corrupt|partial file|invalid data)/i);
    expect(check(report, "streams").findings.at(-1)).toMatchObject({ toMs: 12_000 });
  });

  it.each([
    ["no bytes at all", Buffer.alloc(0)],
    ["something else", Buffer.from("not a video, not at all ".repeat(500))],
  ])("reports a file that holds %s", async (name, bytes) => {
    const videoKey = `videos/${name.replaceAll(" ", "-")}.mp4`;
    await writeFile(clip.at(videoKey), bytes);
    const { report } = await inspect(videoKey);
    expect(report).toMatchObject({ hardFailed: true, needsRepair: true });
    expect(check(report, "streams").findings[0]?.message).toMatch(/cannot be read/);
    expect(check(report, "black").status).toBe("unknown");
  });

  it.each([0, 120, 300])("recovers a shift of the sound by %i ms", async (shiftMs) => {
    const videoKey = `videos/shift-${shiftMs}.mp4`;
    await remix(clip, clip.at(videoKey), `adelay=${shiftMs}:all=1,atrim=end=12`);
    const { report } = await inspect(videoKey);
    const sync = check(report, "sync");
    expect(sync.value).toBeGreaterThan(shiftMs - 10);
    expect(sync.value).toBeLessThan(shiftMs + 10);
    expect(sync.status).toBe(shiftMs === 0 ? "passed" : sync.status);
    expect(sync.findings.length > 0).toBe(shiftMs > 0);
  });

  it("counts a late start of the sound stream as a shift", async () => {
    const videoKey = "videos/late-stream.mp4";
    const source = clip.at(clip.videoKey);
    const inputs = ["-i", source, "-itsoffset", "0.2", "-i", source, "-map", "0:v", "-map", "1:a", "-t", "12"];
    await ffmpeg(...inputs, "-c", "copy", "-movflags", "+faststart", clip.at(videoKey));
    const sync = check((await inspect(videoKey)).report, "sync");
    expect(sync.status).toBe("failed");
    expect(sync.value).toBeGreaterThan(180);
  });

  it("counts the bits of the picture alone, also where the container does not tell them", async () => {
    const source = clip.at(clip.videoKey);
    await ffmpeg("-i", source, "-c", "copy", clip.at("videos/copy.mkv"));
    await ffmpeg("-i", source, "-an", "-c", "copy", ...INDEX_FIRST, clip.at("videos/picture.mp4"));
    const { size } = await stat(clip.at("videos/picture.mp4"));
    const mbps = async (key: string) => {
      const { measured } = check((await inspect(key)).report, "bitrate");
      return Number.parseFloat(measured);
    };
    // The container's own table is a few kilobytes of the file.
    const pictureMbps = (size * 8) / CLIP.seconds / 1_000_000;
    expect(await mbps(clip.videoKey)).toBeGreaterThan(pictureMbps - 0.03);
    expect(await mbps(clip.videoKey)).toBeLessThanOrEqual(pictureMbps + 0.01);
    expect(Math.abs((await mbps("videos/copy.mkv")) - (await mbps(clip.videoKey)))).toBeLessThanOrEqual(0.02);
  });

  it("judges by a policy of one's own, and keeps its report apart", async () => {
    const policy = await readQualityPolicy();
    const strict = { ...policy.checks.loudness, fullAt: 0, zeroAt: 0.001 };
    const own = { ...policy, version: "mine", gate: 99.5, checks: { ...policy.checks, loudness: strict } };
    await writeFile(clip.at("plans/policy.json"), JSON.stringify(own));
    const delivered = await inspect(clip.videoKey);
    const { result, report } = await inspect(clip.videoKey, { policyKey: "plans/policy.json" });
    expect(report).toMatchObject({ policyVersion: "mine", gate: 99.5, needsRepair: true });
    expect(check(report, "loudness").status).toBe("failed");
    expect(check(delivered.report, "loudness").status).toBe("passed");
    expect(result.reportKey).not.toBe(delivered.result.reportKey);
  });

  it("finds segments in the wrong order", async () => {
    const [first, ...rest] = clip.segmentKeys;
    const { report } = await inspect(clip.videoKey, { segmentKeys: [...rest, first ?? ""] });
    expect(check(report, "fidelity").status).toBe("failed");
  });

  it("finds the same report again without measuring", async () => {
    const first = await inspect(clip.videoKey);
    const again = await inspect(clip.videoKey);
    expect(again.result).toEqual({ ...first.result, usage: [] });
  });

  it("says which object is missing", async () => {
    await expect(inspect("videos/absent.mp4")).rejects.toMatchObject({ code: "not_found" });
  });

  it("makes no verdict and keeps no report when ffmpeg is killed from outside", async () => {
    const videoKey = "videos/killed.mp4";
    // Other bytes than the clean clip's, and as good.
    await ffmpeg("-i", clip.at(clip.videoKey), "-c", "copy", ...INDEX_FIRST, "-metadata", "title=k", clip.at(videoKey));
    const tool = createFfmpeg();
    const killing: Ffmpeg = {
      ...tool,
      runFfmpeg: (args, options) => {
        if (!args.includes("-xerror")) return tool.runFfmpeg(args, options);
        // As the kernel does when memory runs out.
        const onProgress = () => killChildrenWith("-xerror", "SIGKILL");
        return tool.runFfmpeg(["-re", ...args], { ...options, onProgress });
      },
    };
    await expect(inspect(videoKey, {}, killing)).rejects.toMatchObject({ code: "unavailable", retryable: true });
    const { report } = await inspect(videoKey);
    expect(report).toMatchObject({ score: 100, hardFailed: false });
  });

  it("passes on that ffmpeg is not installed", async () => {
    const tool = { ...createFfmpeg(), runFfmpeg: notInstalled };
    await expect(inspect(clip.videoKey, { containsSyntheticMedia: false }, tool)).rejects.toMatchObject({
      code: "missing_tool",
    });
  });
});

function notInstalled(): Promise<never> {
  return Promise.reject(new AppError("missing_tool", "ffmpeg is not installed"));
}

/** Where in the file the frame shown at a second begins. */
async function byteOfSecond(path: string, second: number): Promise<number> {
  const { execFileSync } = await import("node:child_process");
  const shown = ["-select_streams", "v", "-show_entries", "packet=pts_time,pos", "-of", "csv=p=0"];
  const lines = execFileSync("ffprobe", ["-v", "error", ...shown, path], { encoding: "utf8" })
    .trim()
    .split("\n");
  const frame = lines.map((line) => line.split(",").map(Number)).find(([pts]) => (pts ?? 0) >= second);
  return (frame?.[1] ?? 0) + 8;
}
