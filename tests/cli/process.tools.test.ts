import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import type { Answer } from "./contract-server.ts";
import { startContractServer } from "./contract-server.ts";

// Each case starts a Node process, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL("../../cli/main.ts", import.meta.url));
const KEY = "lt_test_0123456789abcdef";

let folder: string;
let server: Awaited<ReturnType<typeof startContractServer>> | undefined;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-cli-"));
});
afterEach(async () => {
  await server?.close();
  server = undefined;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function serve(
  routes: Readonly<Record<string, readonly Answer[]>>,
  streams?: Readonly<Record<string, readonly (readonly object[])[]>>,
) {
  server = await startContractServer(routes, streams);
  return server;
}

/** The real process, in a pipe, knowing nothing but the server of the case. */
function start(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [MAIN, ...args], {
    cwd: folder,
    env: {
      PATH: process.env["PATH"],
      LONGTAKE_CLI_CONFIG: join(folder, "cli.json"),
      LONGTAKE_API_URL: server?.url,
      LONGTAKE_API_KEY: KEY,
      ...variables,
    },
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = once(child, "close").then(([exitCode]: unknown[]) => ({ exitCode, stdout, stderr }));
  return { child, ended, stderrSoFar: () => stderr };
}

const longtake = (args: readonly string[], variables?: Readonly<Record<string, string>>) =>
  start(args, variables).ended;

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

  test("an unknown video is not_found, not a broken stream", async () => {
    await serve({
      "GET /pipeline/status/vid_2": [{ status: 404, body: { code: "not_found", detail: "no such video" } }],
    });
    const result = await longtake(["video", "watch", "--video-id", "vid_2"]);
    expect(result).toMatchObject({ exitCode: 1 });
    expect(result.stderr).toContain("no such video (not_found)");
  });
});

test("video list follows the cursor to the limit", async () => {
  const row = (n: number) => ({
    video_id: `vid_${n}`,
    channel_id: "science",
    topic: "Tides",
    title: null,
    status: "completed",
    waiting_for: null,
    spent_micro_usd: 812_000,
    quality_score: 97,
    created_at: "2026-11-21T10:00:00Z",
  });
  const { received } = await serve({
    "GET /pipeline/videos?status=completed&limit=3": [{ body: { videos: [row(1), row(2)], next_cursor: "c1" } }],
    "GET /pipeline/videos?status=completed&limit=1&cursor=c1": [
      { body: { videos: [row(3), row(4)], next_cursor: "c2" } },
    ],
  });
  const result = await longtake(["video", "list", "--status", "completed", "--limit", "3", "-o", "jsonl"]);
  expect(result.exitCode).toBe(0);
  const ids = result.stdout
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { videoId: string }).videoId);
  expect(ids).toEqual(["vid_1", "vid_2", "vid_3"]);
  expect(received).toHaveLength(2);
});

test("video download writes the bytes and leaves no draft", async () => {
  const bytes = Buffer.from(Array.from({ length: 5000 }, (_, index) => index % 251));
  const path = "GET /pipeline/videos/vid_1/artifacts/video.mp4";
  await serve({ [path]: [{ headers: { "content-type": "video/mp4" }, body: bytes }] });
  const file = join(folder, "out.mp4");
  const result = await longtake(["video", "download", "--video-id", "vid_1", "--file", file, "-o", "json"]);
  expect(result).toMatchObject({ exitCode: 0, stderr: "" });
  expect(JSON.parse(result.stdout)).toMatchObject({ artifact: "video.mp4", path: file, bytes: 5000 });
  expect(await readFile(file)).toEqual(bytes);
  await expect(stat(`${file}.part`)).rejects.toThrow("ENOENT");
});

test("login checks the key and keeps it where only its owner reads", async () => {
  const { received } = await serve({
    "GET /auth/me": [{ body: { kind: "api_key", id: "k1", role: "operator", channel_ids: null } }],
  });
  const config = join(folder, "login", "cli.json");
  const result = await longtake(["login", "-o", "json"], { LONGTAKE_CLI_CONFIG: config });
  expect(result.exitCode).toBe(0);
  expect(result.stdout).not.toContain(KEY);
  expect((await stat(config)).mode & 0o777).toBe(0o600);
  const whoami = await longtake(["whoami", "-o", "json"], {
    LONGTAKE_CLI_CONFIG: config,
    LONGTAKE_API_KEY: "",
    LONGTAKE_API_URL: "",
  });
  expect(JSON.parse(whoami.stdout)).toMatchObject({ id: "k1", channelIds: null });
  expect(received.at(-1)?.headers.authorization).toBe(`Bearer ${KEY}`);
});

describe("channel connect", () => {
  const authorization = { authorization_url: "http://127.0.0.1/consent?state=s1", state: "s1" };
  const routes = {
    "POST /channels/science/connections/youtube": [{ status: 201, body: authorization }],
    "POST /channels/science/connections/youtube/complete": [
      { body: { channel_id: "science", platform: "youtube", account: "Science daily" } },
    ],
  };

  async function connect(search: string) {
    const { received } = await serve(routes);
    const running = start(["channel", "connect", "--channel-id", "science", "--no-browser", "-o", "json"]);
    while (!running.stderrSoFar().includes("consent?state=s1")) await once(running.child.stderr, "data");
    const opened = received[0]?.body as { readonly redirect_uri: string };
    expect(opened.redirect_uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const page = await fetch(`${opened.redirect_uri}?${search}`);
    return { page, received, result: await running.ended };
  }

  test("hands the code of the consent page to the API", async () => {
    const { page, received, result } = await connect("code=c1&state=s1");
    expect(page.status).toBe(200);
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.stdout)).toEqual({ channelId: "science", platform: "youtube", account: "Science daily" });
    expect(received[1]?.body).toEqual({ code: "c1", state: "s1" });
  });

  test("an answer with another state is refused before the API sees it", async () => {
    const { received, result } = await connect("code=c1&state=forged");
    expect(result.exitCode).toBe(1);
    expect(JSON.parse(result.stderr.slice(result.stderr.indexOf("{")))).toMatchObject({
      error: { code: "platform_refused" },
    });
    expect(received).toHaveLength(1);
  });

  test("a refusal ends the command", async () => {
    const { result } = await connect("error=access_denied&state=s1");
    expect(result.exitCode).toBe(1);
    expect(result.stderr).toContain("access_denied");
  });
});

test("a broken audit log exits with 1 and still prints its findings", async () => {
  const finding = { kind: "gap", sequence: 7, event_id: null, message: "entry 7 is missing" };
  const body = { ok: false, chained: 9, pending: 0, head: { sequence: 9, hash: "ab" }, findings: [finding] };
  await serve({ "GET /audit/verify": [{ body }] });
  const result = await longtake(["audit", "verify", "-o", "json"]);
  expect(result.exitCode).toBe(1);
  expect(JSON.parse(result.stdout)).toMatchObject({ ok: false, findings: [{ kind: "gap", sequence: 7 }] });
});

test("an API that is away is named with the remedy", async () => {
  const result = await longtake(["queue", "list"], { LONGTAKE_API_URL: "http://127.0.0.1:9" });
  expect(result.exitCode).toBe(1);
  expect(result.stderr).toContain("does not answer (unavailable)");
  expect(result.stderr).toContain("npm start");
});

test("Ctrl-C ends a wait with exit code 1", async () => {
  const authorization = { authorization_url: "http://127.0.0.1/consent?state=s1", state: "s1" };
  await serve({ "POST /channels/science/connections/youtube": [{ status: 201, body: authorization }] });
  const running = start(["channel", "connect", "--channel-id", "science", "--no-browser"]);
  while (!running.stderrSoFar().includes("consent?state=s1")) await once(running.child.stderr, "data");
  running.child.kill("SIGINT");
  const { exitCode, stderr } = await running.ended;
  expect(exitCode).toBe(1);
  expect(stderr).toContain("Interrupted (cancelled)");
});
