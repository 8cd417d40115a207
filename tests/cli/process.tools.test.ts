import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { commandLineProcess, KEY } from "./command-line-process.ts";

const { serve, start, longtake, path } = commandLineProcess();

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
  const route = "GET /pipeline/videos/vid_1/artifacts/video.mp4";
  await serve({ [route]: [{ headers: { "content-type": "video/mp4" }, body: bytes }] });
  const file = path("out.mp4");
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
  const config = path("login/cli.json");
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
