import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ID, longtake, receipt, runOf } from "./stage-runs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-cli-stages-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("video inspect", () => {
  const finding = {
    check: "black",
    points_lost: 8,
    hard_fail: true,
    from_ms: 65_300,
    to_ms: 67_000,
    message: "black picture for 1.70 s",
    segment_indexes: [],
    mend: "segments",
  };

  test("lists findings by their second, and exits with 1 for a hard failure", async () => {
    const { exitCode, stdout, stderr } = await longtake(
      {
        "POST /stages/qa": [receipt("qa")],
        [`GET /stages/${ID}`]: [
          { body: runOf({ stage: "qa", result: { score: 40, needs_repair: true, findings: [finding] } }) },
        ],
      },
      ...["video", "inspect", "--file", `videos/${"a".repeat(64)}.mp4`],
    );
    expect(stdout).toContain("1:05.3–1:07.0  black  −8  black picture for 1.70 s");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("quality_rejected");
  });
});

describe("video upload", () => {
  const FILE = `uploads/${"a".repeat(64)}.mp4`;
  const args = ["video", "upload", "--file", FILE, "--title", "My tides", "--channel-id", "own-files"];

  test("sends what was asked under one key, and prints where the video is", async () => {
    const result = { score: 97, findings: [], url: "https://youtube.example/watch?v=1" };
    const { exitCode, stdout, received } = await longtake(
      {
        "POST /stages/upload": [receipt("upload")],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage: "upload", result }) }],
      },
      ...[...args, "--privacy", "unlisted", "--tag", "sea", "--tag", "moon", "--reason", "Watched it."],
      ...["--synthetic-media", "no", "--made-for-kids", "yes", "--caption-track", "no"],
      ...["--idempotency-key", "tides-1"],
    );
    expect(exitCode).toBe(0);
    expect(stdout).toContain("https://youtube.example/watch?v=1");
    expect(received[0]?.headers["idempotency-key"]).toBe("tides-1");
    expect(received[0]?.body).toEqual({
      ...{ channel_id: "own-files", title: "My tides", video_key: FILE, reason: "Watched it." },
      publish: {
        ...{ privacy: "unlisted", tags: ["sea", "moon"] },
        ...{ contains_synthetic_media: false, self_declared_made_for_kids: true, caption_track: false },
      },
    });
  });

  test("says what the platform keeps otherwise, and that a dry run sent nothing", async () => {
    const told = async (result: object, ...more: string[]) => {
      const run = runOf({ stage: "upload", result: { score: 97, findings: [], ...result } });
      const { stdout } = await longtake(
        { "POST /stages/upload": [receipt("upload")], [`GET /stages/${ID}`]: [{ body: run }] },
        ...[...args, ...more],
      );
      return stdout;
    };
    const reason = "asked for public, YouTube has it as private";
    expect(await told({ url: "https://youtube.example/1", visibility_reason: reason })).toContain(reason);
    expect(await told({}, "--dry-run")).toContain("not uploaded: dry run");
  });
});

describe("video inspect --policy", () => {
  const inspect = (policy: string) => [
    "video",
    "inspect",
    "--file",
    `videos/${"a".repeat(64)}.mp4`,
    "--policy",
    policy,
    "--synthetic-media",
    "no",
  ];

  test.each([
    ["yaml", "gate: 90 # stricter\nchecks:\n  true_peak: { fullAt: -2 }\n"],
    ["json", '{ "gate": 90, "checks": { "true_peak": { "fullAt": -2 } } }'],
  ])("sends thresholds of %s with the order", async (extension, content) => {
    const path = join(folder, `policy.${extension}`);
    await writeFile(path, content);
    const { exitCode, received } = await longtake(
      {
        "POST /stages/qa": [receipt("qa")],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage: "qa", result: { score: 95, findings: [] } }) }],
      },
      ...inspect(path),
    );
    expect(exitCode).toBe(0);
    const policy = { gate: 90, checks: { true_peak: { full_at: -2 } } };
    expect(received[0]?.body).toMatchObject({ policy, contains_synthetic_media: false });
  });

  test.each([
    ["gate: [", "is no policy"],
    ["just words", "expected names with their values"],
  ])("names the file whose text is %j, and sends nothing", async (content, message) => {
    const path = join(folder, "wrong.yaml");
    await writeFile(path, content);
    const { exitCode, stderr, received } = await longtake({}, ...inspect(path));
    expect(exitCode).toBe(1);
    expect(stderr).toContain("wrong.yaml");
    expect(stderr).toContain(message);
    expect(received).toEqual([]);
  });
});
