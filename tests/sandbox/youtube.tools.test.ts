import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { Video } from "../../clients/youtube/answers.ts";
import { readRefusal } from "../../clients/youtube/errors.ts";
import { newCodeVerifier } from "../../clients/youtube/authorization.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import { writeMovieFile } from "./movie-file.ts";
import { startSandbox } from "./sandbox-process.ts";
import type { SandboxProcess } from "./sandbox-process.ts";
import { clientsOf, connectAccount } from "./youtube-account.ts";

const MIB = 1024 * 1024;
let sandbox: SandboxProcess;
let bearer: Record<string, string>;
let bytes: Uint8Array<ArrayBuffer>;

beforeAll(async () => {
  sandbox = await startSandbox();
  bearer = { Authorization: `Bearer ${await accessToken()}` };
  const file = await writeMovieFile(join(sandbox.folder, "movie.mp4"), MIB + 5);
  bytes = new Uint8Array(await readFile(file.path));
});
afterAll(() => sandbox[Symbol.asyncDispose]());
beforeEach(() => sandbox.clearFaults());

async function accessToken(): Promise<string> {
  const { authorization, refreshToken } = await connectAccount(sandbox.url);
  return (await authorization.refresh(refreshToken)).value;
}

async function open(video: object): Promise<Response> {
  return fetch(`${sandbox.url}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status`, {
    method: "POST",
    headers: { ...bearer, "X-Upload-Content-Length": String(bytes.length), "X-Upload-Content-Type": "video/mp4" },
    body: JSON.stringify(video),
  });
}

async function openSession(video: object = { snippet: { title: "A title" } }): Promise<string> {
  return (await open(video)).headers.get("location") ?? "";
}

function put(session: string, from: number, end: number): Promise<Response> {
  const headers = { ...bearer, "Content-Range": `bytes ${from}-${end - 1}/${bytes.length}` };
  return fetch(session, { method: "PUT", headers, body: bytes.subarray(from, end), redirect: "manual" });
}

function ask(session: string): Promise<Response> {
  const headers = { ...bearer, "Content-Range": `bytes */${bytes.length}` };
  return fetch(session, { method: "PUT", headers, body: "", redirect: "manual" });
}

async function refusal(response: Response) {
  const { status, reason } = await readRefusal(response);
  return { status, reason };
}

async function videoOf(response: Response): Promise<Video> {
  return Video.parse(await response.json());
}

describe("the resumable protocol", () => {
  test("answers 308 with the range so far, without one when nothing came, and the video at the end", async () => {
    const session = await openSession();
    const empty = await ask(session);
    expect([empty.status, empty.headers.get("range")]).toEqual([308, null]);
    const partly = await put(session, 0, MIB / 2);
    expect([partly.status, partly.headers.get("range")]).toEqual([308, `bytes=0-${MIB / 2 - 1}`]);
    const done = await put(session, MIB / 2, bytes.length);
    const video = await videoOf(done);
    expect([done.status, video.status?.uploadStatus]).toEqual([201, "processed"]);
    const again = await ask(session);
    expect([again.status, (await videoOf(again)).id]).toEqual([200, video.id]);
  });

  test("refuses chunks that are no multiple of 256 KiB and keeps nothing of them", async () => {
    const session = await openSession();
    expect(await refusal(await put(session, 0, 1000))).toEqual({ status: 400, reason: "badRequest" });
    expect((await ask(session)).headers.get("range")).toBeNull();
  });

  test("stores nothing of a chunk that leaves a gap, and says where it stands", async () => {
    const session = await openSession();
    await put(session, 0, MIB / 4);
    const gap = await put(session, MIB / 2, MIB);
    expect([gap.status, gap.headers.get("range")]).toEqual([308, `bytes=0-${MIB / 4 - 1}`]);
  });

  test("does not know a session of somebody else, nor one that expired", async () => {
    expect((await ask(`${sandbox.url}/upload/youtube/v3/videos?upload_id=none`)).status).toBe(404);
    await using short = await startSandbox({ SANDBOX_SESSION_MS: "1" });
    const { channel } = await connectAccount(short.url);
    const video = { snippet: { title: "A title" } };
    const sessionUri = await channel.openUpload({ video, bytesTotal: 10, contentType: "video/mp4" });
    expect(await channel.queryUpload(sessionUri, 10)).toEqual({ kind: "gone" });
  });
});

describe("metadata", () => {
  test.each([
    { reason: "invalidTitle", video: { snippet: { title: "x".repeat(101) } } },
    { reason: "invalidTitle", video: { snippet: { title: "" } } },
    { reason: "invalidDescription", video: { snippet: { title: "a", description: "é".repeat(2501) } } },
    { reason: "invalidTags", video: { snippet: { title: "a", tags: Array.from({ length: 51 }, () => "123456789") } } },
    {
      reason: "invalidPublishAt",
      video: { snippet: { title: "a" }, status: { privacyStatus: "public", publishAt: "2027-01-01T00:00:00Z" } },
    },
    { reason: "invalidVideoMetadata", video: { snippet: { title: "a" }, status: { privacyStatus: "secret" } } },
  ])("$reason is a 400", async ({ reason, video }) => {
    expect(await refusal(await open(video))).toEqual({ status: 400, reason });
  });

  test("without a privacy status publishes, as since 2026-11-02", async () => {
    const session = await openSession({ snippet: { title: "Forgotten" } });
    const video = await videoOf(await put(session, 0, bytes.length));
    expect(video.status?.privacyStatus).toBe("public");
  });
});

test("an update replaces the parts it names, and a private video is seen by its owner only", async () => {
  const session = await openSession({
    snippet: { title: "First", tags: ["kept"] },
    status: { privacyStatus: "private" },
  });
  const { id } = await videoOf(await put(session, 0, bytes.length));
  const { channel } = await connectAccount(sandbox.url);
  await channel.updateVideo(["snippet"], { id, snippet: { title: "Second", tags: ["new"] } });
  expect(await channel.readVideo(id)).toMatchObject({
    snippet: { title: "Second", tags: ["new"] },
    status: { privacyStatus: "private" },
  });
  expect(await channel.findOwnUploadByTag("new")).toBe(id);
  expect(await channel.findOwnUploadByTag("kept")).toBeNull();
  const stranger = await connectAccount(sandbox.url, "stranger@longtake.example");
  expect(await stranger.channel.readVideo(id)).toBeNull();
  const refused = stranger.channel.updateVideo(["snippet"], { id, snippet: { title: "Mine" } });
  await expect(refused).rejects.toMatchObject({ code: "platform_refused" });
});

describe("quota", () => {
  test("captions.insert costs 400 of 10,000 a day: the 25th is the last, then 403 quotaExceeded", async () => {
    await using fresh = await startSandbox();
    const { channel } = await connectAccount(fresh.url);
    const track = { platformVideoId: "none", language: "en", name: "", srt: "1" };
    for (let call = 1; call <= 25; call += 1) {
      await expect(channel.insertCaptions(track)).rejects.toMatchObject({ code: "platform_refused" });
    }
    await expect(channel.insertCaptions(track)).rejects.toMatchObject({ code: "quota_exhausted" });
    await expect(channel.readMine()).rejects.toMatchObject({ code: "quota_exhausted" });
  });

  test("videos.insert has a bucket of its own: 100 a day, then 429 that says per day", async () => {
    await using fresh = await startSandbox();
    const { channel } = await connectAccount(fresh.url);
    const request = { video: { snippet: { title: "a" } }, bytesTotal: 10, contentType: "video/mp4" };
    for (let call = 1; call <= 100; call += 1) await channel.openUpload(request);
    await expect(channel.openUpload(request)).rejects.toMatchObject({
      code: "quota_exhausted",
      message: expect.stringContaining("429"),
    });
    expect((await channel.readMine()).title).toBe("Demo channel");
  });
});

describe("authorization", () => {
  test("an unknown token is 401 with WWW-Authenticate", async () => {
    const headers = { Authorization: "Bearer nonsense" };
    const answer = await fetch(`${sandbox.url}/youtube/v3/channels?mine=true&part=id`, { headers });
    expect(answer.headers.get("www-authenticate")).toContain("invalid_token");
    expect(await refusal(answer)).toEqual({ status: 401, reason: "authError" });
  });

  test("a code works once, for the verifier it was asked with", async () => {
    const { authorization } = clientsOf(sandbox.url);
    const redirectUri = "http://127.0.0.1:1/callback";
    const codeVerifier = newCodeVerifier();
    const consent = authorization.authorizationUrl({ redirectUri, state: "kept", codeVerifier });
    const answer = await fetch(consent, { redirect: "manual" });
    const redirect = new URL(answer.headers.get("location") ?? "");
    expect(redirect.searchParams.get("state")).toBe("kept");
    const code = redirect.searchParams.get("code") ?? "";
    const wrong = authorization.exchange({ code, redirectUri, codeVerifier: newCodeVerifier() });
    await expect(wrong).rejects.toMatchObject({ code: "invalid_input" });
    const right = await authorization.exchange({ code, redirectUri, codeVerifier });
    expect(right.scopes).toContain("https://www.googleapis.com/auth/youtube.force-ssl");
    const twice = authorization.exchange({ code, redirectUri, codeVerifier });
    await expect(twice).rejects.toMatchObject({ code: "invalid_input" });
  });

  test("after a revocation every token of the grant is dead, and revoking again is no error", async () => {
    const { authorization, refreshToken, channel } = await connectAccount(sandbox.url);
    expect((await channel.readMine()).channelId).toMatch(/^UC/);
    await authorization.revoke(refreshToken);
    await expect(channel.readMine()).rejects.toMatchObject({ code: "channel_not_connected" });
    await expect(authorization.revoke(refreshToken)).resolves.toBeUndefined();
  });
});

test("a half-written last line is cut off on start; everything before it stands", async () => {
  await using own = await startSandbox();
  const { channel, refreshToken, youtube } = await connectAccount(own.url);
  await channel.readMine();
  const logPath = join(own.folder, "youtube", "log.jsonl");
  const before = await own.events();
  await writeFile(logPath, '{"at":"2026-11-21T00:00:00.000Z","kind":"vid', { flag: "a" });
  await own.crashAndRestart();
  expect(await own.events()).toEqual(before);
  expect((await youtube.asChannel(refreshToken, systemPrincipal("test")).readMine()).title).toBe("Demo channel");
});

test("a person can watch what was uploaded", async () => {
  const session = await openSession({ snippet: { title: "Watch & learn" }, status: { privacyStatus: "private" } });
  const { id } = await videoOf(await put(session, 0, bytes.length));
  const list = await (await fetch(`${sandbox.url}/`)).text();
  expect(list).toContain("Watch &amp; learn");
  const watch = await (await fetch(`${sandbox.url}/watch?v=${id}`)).text();
  expect(watch).toContain(`src="/files/${id}"`);
  const part = await fetch(`${sandbox.url}/files/${id}`, { headers: { Range: "bytes=10-19" } });
  expect([part.status, part.headers.get("content-range")]).toEqual([206, `bytes 10-19/${bytes.length}`]);
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(bytes.slice(10, 20));
  // A player that seeks leaves many answers half-read.
  for (let seek = 0; seek < 5; seek += 1) {
    const leaving = new AbortController();
    const answer = await fetch(`${sandbox.url}/files/${id}`, { signal: leaving.signal });
    await answer.body?.getReader().read();
    leaving.abort();
  }
  expect((await fetch(`${sandbox.url}/watch?v=${id}`)).status).toBe(200);
});
