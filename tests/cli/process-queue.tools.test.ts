import { describe, expect, test } from "vitest";
import { commandLineProcess, KEY } from "./command-line-process.ts";

const { serve, longtake } = commandLineProcess();

const RECEIPT = {
  video_id: "vid_1",
  position: 3,
  eta: "2026-11-21T12:00:00Z",
  links: { page: "http://127.0.0.1/videos/vid_1" },
};

describe("queue add", () => {
  test("sends snake_case with key and Idempotency-Key, prints camelCase", async () => {
    const { received } = await serve({ "POST /pipeline/queue": [{ status: 202, body: RECEIPT }] });
    const result = await longtake([
      ...["queue", "add", "--topic", "How tides work", "--channel-id", "science", "--seconds", "30"],
      ...["--privacy", "unlisted", "--output", "json"],
    ]);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toEqual({
      videoId: "vid_1",
      position: 3,
      eta: "2026-11-21T12:00:00Z",
      links: { page: "http://127.0.0.1/videos/vid_1" },
    });
    expect(received).toHaveLength(1);
    expect(received[0]?.body).toEqual({
      topic: "How tides work",
      channel_id: "science",
      seconds: 30,
      publish: { privacy: "unlisted" },
    });
    expect(received[0]?.headers.authorization).toBe(`Bearer ${KEY}`);
    expect(received[0]?.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("a full queue is named by its code, with the time to wait, and is not tried again", async () => {
    const problem = {
      code: "queue_full",
      title: "Queue full",
      detail: "100 videos wait",
      remedy: "Wait, or cancel one.",
    };
    const { received } = await serve({
      "POST /pipeline/queue": [{ status: 429, headers: { "retry-after": "60" }, body: problem }],
    });
    const text = await longtake(["queue", "add", "--topic", "Tides"]);
    expect(text).toMatchObject({ exitCode: 1, stdout: "" });
    expect(text.stderr).toContain("100 videos wait (queue_full)");
    expect(text.stderr).toContain("Try again in 1 min 0 s.");
    expect(received).toHaveLength(1);
    const json = await longtake(["queue", "add", "--topic", "Tides", "-o", "jsonl"]);
    expect(JSON.parse(json.stderr)).toEqual({
      error: { code: "queue_full", message: "100 videos wait", remedy: "Wait, or cancel one.", retryAfterMs: 60_000 },
    });
  });

  test("Retry-After of a rate limit is waited for, with the same Idempotency-Key", async () => {
    const { received } = await serve({
      "POST /pipeline/queue": [
        { status: 429, headers: { "retry-after": "1" }, body: { code: "rate_limited", detail: "slow down" } },
        { status: 202, body: RECEIPT },
      ],
    });
    const startedMs = Date.now();
    const result = await longtake(["queue", "add", "--topic", "Tides", "-o", "json"]);
    expect(result.exitCode).toBe(0);
    expect(Date.now() - startedMs).toBeGreaterThanOrEqual(1000);
    expect(received.map((each) => each.headers["idempotency-key"])).toEqual(
      Array(2).fill(received[0]?.headers["idempotency-key"]),
    );
  });

  test("--wait follows the video in plain lines to its end", async () => {
    await serve(
      {
        "POST /pipeline/queue": [{ status: 202, body: RECEIPT }],
        "GET /pipeline/status/vid_1": [{ body: { video_id: "vid_1" } }],
      },
      { "/pipeline/stream/vid_1": [finishedStream()] },
    );
    const result = await longtake(["queue", "add", "--topic", "Tides", "--wait"]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toContain("Queued vid_1 at position 3");
    expect(result.stdout).toMatch(/Status +completed/);
    expect(result.stderr.split("\n")).toContain("render 50% segment 3 of 6");
    expect(result.stderr).not.toContain("\u001b");
  });
});

function progress(stage: string, percent: number, more: object = {}) {
  const message = stage === "render" ? "segment 3 of 6" : "";
  return {
    type: "progress",
    stage,
    progress: percent,
    stage_progress: 50,
    eta: null,
    message,
    waiting_for: null,
    ...more,
  };
}

function finishedStream(): readonly object[] {
  return [
    { type: "queued", stage: "queued", progress: 0, eta: "2026-11-21T12:00:00Z", position: 1 },
    progress("script", 2),
    progress("render", 50),
    { type: "end", stage: "done", progress: 100, eta: null, status: "completed" },
  ];
}

describe("video watch", () => {
  const status = { "GET /pipeline/status/vid_1": [{ body: { video_id: "vid_1" } }] };

  test("jsonl is one object per message, and the key goes along", async () => {
    const { streamHeaders } = await serve(status, { "/pipeline/stream/vid_1": [finishedStream()] });
    const result = await longtake(["video", "watch", "--video-id", "vid_1", "-o", "jsonl"]);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    const messages = result.stdout
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(messages).toHaveLength(4);
    expect(messages[2]).toMatchObject({ videoId: "vid_1", stage: "render", progress: 50, waitingFor: null });
    expect(streamHeaders[0]?.authorization).toBe(`Bearer ${KEY}`);
  });

  test("a lost connection is opened again", async () => {
    const { streamHeaders } = await serve(status, {
      "/pipeline/stream/vid_1": [[progress("script", 2)], finishedStream()],
    });
    const result = await longtake(["video", "watch", "--video-id", "vid_1", "-o", "json"]);
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ type: "end", status: "completed" });
    expect(streamHeaders).toHaveLength(2);
  });

  test("ends when the run waits for a person, and says so", async () => {
    await serve(status, { "/pipeline/stream/vid_1": [[progress("qa", 90, { waiting_for: "approval" })]] });
    const result = await longtake(["video", "watch", "--video-id", "vid_1"]);
    expect(result.exitCode).toBe(0);
    expect(result.stdout).toMatch(/WaitsFor +approval/);
  });

  test("a failed run exits with 1", async () => {
    await serve(status, {
      "/pipeline/stream/vid_1": [[{ type: "end", stage: "render", progress: 40, eta: null, status: "failed" }]],
    });
    const result = await longtake(["video", "watch", "--video-id", "vid_1"]);
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("vid_1 ended as failed");
  });

  test("a stage alone has no status in the queue and is followed all the same", async () => {
    const draft = { "GET /stages/vid_3": [{ body: { stage_run_id: "vid_3" } }] };
    await serve(draft, { "/pipeline/stream/vid_3": [finishedStream()] });
    const result = await longtake(["video", "watch", "--video-id", "vid_3", "-o", "json"]);
    expect(result).toMatchObject({ exitCode: 0, stderr: "" });
    expect(JSON.parse(result.stdout)).toMatchObject({ type: "end", status: "completed" });
  });

  test("an unknown video is not_found, not a broken stream", async () => {
    await serve({
      "GET /pipeline/status/vid_2": [{ status: 404, body: { code: "not_found", detail: "no such video" } }],
    });
    const result = await longtake(["video", "watch", "--video-id", "vid_2"]);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toContain("no such video (not_found)");
  });
});
