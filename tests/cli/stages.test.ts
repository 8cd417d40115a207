import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ID, longtake, receipt, runOf } from "./stage-runs.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-cli-stages-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const KEY = `uploads/${"5".repeat(64)}.json`;

describe("a stage alone", () => {
  test("is started once, followed to its end, and its file is written", async () => {
    const path = join(folder, "script.json");
    const { exitCode, stdout, received } = await longtake(
      {
        "POST /stages/script": [receipt("script")],
        [`GET /stages/${ID}`]: [
          { body: runOf({ stage: "script", status: "running", progress: 40, message: "writing", result: null }) },
          {
            body: runOf({
              stage: "script",
              result: { title: "Tides", scene_count: 4 },
              object_keys: { script_key: KEY },
            }),
          },
        ],
        [`GET /stages/${ID}/artifacts/script.json`]: [{ body: { version: 1 } }],
      },
      ...["script", "write", "--topic", "Tides", "--seconds", "30", "--structure", "countdown"],
      ...["--source", "template", "--file", path],
    );
    expect(exitCode).toBe(0);
    const script = { source: "template", structure: "countdown" };
    expect(received[0]?.body).toEqual({ topic: "Tides", seconds: 30, script });
    expect(received[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(stdout).toMatch(/Scenes\s+4/);
    expect(stdout).toContain(KEY);
    expect(JSON.parse(await readFile(path, "utf8"))).toEqual({ version: 1 });
  });

  test("uploads what lies on this machine, and takes a key as it is", async () => {
    const path = join(folder, "mine.json");
    await writeFile(path, JSON.stringify({ version: 1, title: "Mine" }));
    const { exitCode, received } = await longtake(
      {
        "POST /files?name=mine.json": [{ status: 201, body: { object_key: KEY } }],
        "POST /stages/narration": [receipt("narration")],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage: "narration" }) }],
      },
      ...["narration", "speak", "--script", path, "--voice", "en-gb", "--output", "json"],
    );
    expect(exitCode).toBe(0);
    expect(received[0]?.headers["content-type"]).toBe("application/octet-stream");
    expect(received[0]?.body).toEqual({ version: 1, title: "Mine" });
    expect(received[1]?.body).toEqual({ script_key: KEY, voice: "en-gb" });
    const again = await longtake(
      {
        "POST /stages/media": [receipt("media")],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage: "media" }) }],
      },
      ...["media", "find", "--script", KEY, "--source", "pexels", "--source", "generated"],
    );
    expect(again.received[0]?.body).toEqual({ script_key: KEY, media: { sources: ["pexels", "generated"] } });
  });

  test("that failed exits with 1, its code and its remedy", async () => {
    const error = { code: "missing_tool", message: "ffmpeg is not installed", remedy: "Install ffmpeg." };
    const { exitCode, stderr } = await longtake(
      {
        "POST /stages/render": [receipt("render")],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage: "render", status: "failed", error, result: null }) }],
      },
      ...["video", "render", "--plan", KEY],
    );
    expect(exitCode).toBe(1);
    expect(stderr).toContain("ffmpeg is not installed (missing_tool)");
    expect(stderr).toContain("Install ffmpeg.");
  });

  test.each([
    [["narration", "speak"], "Give either --script or --text"],
    [["video", "render", "--script", KEY], "Give --plan, or --script, --timings and --media"],
    [["video", "preview"], "Give --video-id, --plan, or --script, --timings and --media together"],
    [["video", "preview", "--video-id", ID, "--plan", KEY], "Give --video-id, --plan, or --script"],
    [["media", "find", "--script", KEY, "--media-credit", "a.png=Ann"], "there is no --media-file a.png"],
    [
      ["media", "find", "--script", KEY, "--media-file", "a.png", "--media-scene", "a.png=0"],
      "--media-scene: expected a scene from 1",
    ],
    [["file", "upload", "--file", "/nothing/here"], "There is no file /nothing/here"],
  ])("%j is told what is missing", async (args, message) => {
    const { exitCode, stderr } = await longtake({}, ...args);
    expect(exitCode).toBe(1);
    expect(stderr).toContain(message);
  });
});

describe("a stage alone takes by flags what the API takes", () => {
  const keyOf = (place: string, extension: string) => `${place}/${"5".repeat(64)}.${extension}`;
  const PICTURE = keyOf("uploads", "png");
  const SOUND = keyOf("uploads", "mp3");
  const TIMINGS = keyOf("narrations", "json");
  const MEDIA = keyOf("media", "json");

  test.each<[string, readonly string[], object]>([
    [
      "script",
      ["script", "write", "--topic", "Tides", "--tone", "dry", "--audience", "sailors", "--keyword", "sea"],
      { topic: "Tides", script: { tone: "dry", audience: "sailors", keywords: ["sea"] } },
    ],
    [
      "narration",
      ["narration", "speak", "--text", "Hi.", "--recording", SOUND, "--pronunciation", "Elbe=elba"],
      { text: "Hi.", narration: { recording_key: SOUND, pronunciations: [{ word: "Elbe", say: "elba" }] } },
    ],
    ["narration", ["narration", "speak", "--text", "Hi.", "--silent"], { text: "Hi.", narration: { mode: "silent" } }],
    [
      "media",
      [
        ...["media", "find", "--script", KEY, "--media-file", PICTURE],
        ...["--media-scene", `${PICTURE}=2`, "--media-credit", `${PICTURE}=Ann`],
      ],
      { script_key: KEY, media: { uploads: [{ object_key: PICTURE, scene: 1, credit: "Ann" }] } },
    ],
    [
      "render",
      [
        ...["video", "render", "--script", KEY, "--timings", TIMINGS, "--media", MEDIA, "--language", "de"],
        ...["--captions", "karaoke", "--transition", "fade", "--brand", '{"base":"12405f"}'],
        ...["--music-file", SOUND, "--music-licence", "CC0"],
      ],
      {
        ...{ script_key: KEY, timings_key: TIMINGS, media_key: MEDIA, language: "de" },
        look: { captions: "karaoke", transition: "fade", brand: { base: "12405f" } },
        music: { source: "licensed", object_key: SOUND, licence: "CC0" },
      },
    ],
    [
      "preview",
      [
        "video",
        "preview",
        "--script",
        KEY,
        "--timings",
        TIMINGS,
        "--media",
        MEDIA,
        "--aspect",
        "9:16",
        "--music",
        "none",
      ],
      {
        ...{ script_key: KEY, timings_key: TIMINGS, media_key: MEDIA, aspect: "9:16" },
        music: { source: "none" },
      },
    ],
    ["preview", ["video", "preview", "--video-id", ID], { video_id: ID }],
  ])("%s: %j", async (stage, args, body) => {
    const { exitCode, stderr, received } = await longtake(
      {
        [`POST /stages/${stage}`]: [receipt(stage)],
        [`GET /stages/${ID}`]: [{ body: runOf({ stage }) }],
      },
      ...args,
    );
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    expect(received[0]?.body).toEqual(body);
  });
});

describe("queue add", () => {
  test("takes what the API takes of words, files and publishing", async () => {
    const picture = `uploads/${"5".repeat(64)}.png`;
    const { exitCode, received } = await longtake(
      { "POST /pipeline/queue": [{ status: 202, body: { video_id: ID, position: 1, eta: "2026-11-21T12:00:00Z" } }] },
      ...["queue", "add", "--topic", "Tides", "--keyword", "sea", "--catch-phrase", "Stay dry.", "--tag", "tides"],
      ...["--caption-track", "no", "--made-for-kids", "yes", "--synthetic-media", "no", "--music-seed", "3"],
      ...["--media-file", picture, "--media-scene", `${picture}=1`, "--media-credit", `${picture}=Ann`],
    );
    expect(exitCode).toBe(0);
    expect(received[0]?.body).toEqual({
      topic: "Tides",
      script: { keywords: ["sea"], catch_phrases: ["Stay dry."] },
      media: { uploads: [{ object_key: picture, scene: 0, credit: "Ann" }] },
      music: { source: "synthesised", seed: 3 },
      publish: {
        ...{ contains_synthetic_media: false, self_declared_made_for_kids: true, caption_track: false },
        tags: ["tides"],
      },
    });
  });
});
