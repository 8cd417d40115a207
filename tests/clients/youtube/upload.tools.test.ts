import { createHash } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { array, assert as assertProperty, asyncProperty, integer } from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { AppError } from "../../../domain/errors.ts";
import type { UploadState } from "../../../clients/youtube/upload.ts";
import { writeMovieFile } from "../../sandbox/movie-file.ts";
import { startSandbox } from "../../sandbox/sandbox-process.ts";
import type { SandboxProcess } from "../../sandbox/sandbox-process.ts";
import { connectAccount } from "../../sandbox/youtube-account.ts";
import type { ConnectedAccount } from "../../sandbox/youtube-account.ts";

const CHUNK_BYTES = 8 * 1024 * 1024;
const FILE_BYTES = 2 * CHUNK_BYTES + 300_007;
const SENDING = { method: "PUT", path: "^/upload/", contentRange: "^bytes \\d" };
const ASKING = { method: "PUT", path: "^/upload/", contentRange: "^bytes \\*" };
const BACKOFF = { backoffMs: 5 };

let folder: string;
let file: Awaited<ReturnType<typeof writeMovieFile>>;
let sandbox: SandboxProcess;
let account: ConnectedAccount;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "longtake-upload-"));
  file = await writeMovieFile(join(folder, "video.mp4"), FILE_BYTES);
  sandbox = await startSandbox();
  account = await connectAccount(sandbox.url);
});
afterAll(async () => {
  await sandbox[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});
beforeEach(() => sandbox.clearFaults());

async function openSession(): Promise<string> {
  const video = { snippet: { title: "A title" }, status: { privacyStatus: "private" } };
  return account.channel.openUpload({ video, bytesTotal: file.bytesTotal, contentType: "video/mp4" });
}

function upload(sessionUri: string, options = BACKOFF): Promise<UploadState> {
  return account.channel.resumeUpload({ sessionUri, path: file.path, bytesTotal: file.bytesTotal }, options);
}

/** What the stand-in's log and disk say of one session. */
async function audit(sessionUri: string) {
  const sessionId = new URL(sessionUri).searchParams.get("upload_id") ?? "";
  const inserts = (await sandbox.eventsOf("video_inserted")).filter((event) => event.sessionId === sessionId);
  const stored = await readFile(join(sandbox.folder, "youtube", "uploads", sessionId));
  return { inserts: inserts.length, sha256: createHash("sha256").update(stored).digest("hex"), logged: inserts[0] };
}

/** What came of an upload: the stand-in's count and bytes, and whether the caller heard the right id. */
async function outcome(sessionUri: string, state: UploadState) {
  const { inserts, sha256, logged } = await audit(sessionUri);
  const heardId = state.kind === "complete" && state.platformVideoId === logged?.videoId;
  return { inserts, sha256, heardId };
}

const ONE_VIDEO = () => ({ inserts: 1, sha256: file.sha256, heardId: true });

describe("one video, every byte, whatever happens on the way:", () => {
  test.each([
    { name: "nothing", faults: [] },
    { name: "a status query that fails", faults: [{ match: ASKING, fault: { kind: "status", status: 503 } }] },
    { name: "three 503 in a row", faults: [{ match: SENDING, fault: { kind: "status", status: 503 }, times: 3 }] },
    {
      name: "a burst limit",
      faults: [{ match: SENDING, fault: { kind: "status", status: 429, retryAfterSeconds: 0 } }],
    },
    {
      name: "the reply to the first chunk lost",
      faults: [{ match: SENDING, fault: { kind: "reply_lost_after_commit" } }],
    },
    {
      name: "the reply to the last byte lost",
      faults: [{ match: SENDING, fault: { kind: "reply_lost_after_commit" }, skip: 2 }],
    },
    {
      name: "the reply to the last byte lost, and the answer to the question too",
      faults: [
        { match: SENDING, fault: { kind: "reply_lost_after_commit" }, skip: 2 },
        { match: ASKING, fault: { kind: "reply_lost_after_commit" }, skip: 1 },
      ],
    },
    { name: "308 without Range", faults: [{ match: SENDING, fault: { kind: "308_without_range" }, skip: 1 }] },
    { name: "an access token that dies early", faults: [{ match: SENDING, fault: { kind: "expire_token" }, skip: 1 }] },
    { name: "a slow answer", faults: [{ match: SENDING, fault: { kind: "delay", delayMs: 300 } }] },
  ])("$name", async ({ faults }) => {
    for (const fault of faults) await sandbox.fault(fault);
    const sessionUri = await openSession();
    expect(await outcome(sessionUri, await upload(sessionUri))).toEqual(ONE_VIDEO());
  });

  test("connections that break at random bytes", async () => {
    const breaks = array(integer({ min: 0, max: CHUNK_BYTES }), { minLength: 1, maxLength: 4 });
    const property = asyncProperty(breaks, async (bytesOfBreaks) => {
      await sandbox.clearFaults();
      for (const bytes of bytesOfBreaks) {
        await sandbox.fault({ match: SENDING, fault: { kind: "drop_connection_after_bytes", bytes } });
      }
      const sessionUri = await openSession();
      expect(await outcome(sessionUri, await upload(sessionUri))).toEqual(ONE_VIDEO());
    });
    expect(await assertProperty(property, { numRuns: 12, seed: 20_261_121 })).toBeUndefined();
  }, 60_000);

  test("the platform itself killed at random moments", async () => {
    const property = asyncProperty(integer({ min: 0, max: 120 }), async (delayMs) => {
      const sessionUri = await openSession();
      const [state] = await Promise.all([
        // Six tries in vain are allowed: long enough for a platform that is slow to come back.
        upload(sessionUri, { backoffMs: 250 }),
        sleep(delayMs).then(() => sandbox.crashAndRestart()),
      ]);
      expect(await outcome(sessionUri, state)).toEqual(ONE_VIDEO());
      expect(await upload(sessionUri)).toEqual(state);
    });
    expect(await assertProperty(property, { numRuns: 6, seed: 20_261_121 })).toBeUndefined();
  }, 120_000);
});

describe("an upload ends with a clear word when", () => {
  test("the session is lost", async () => {
    const sessionUri = await openSession();
    await sandbox.fault({ match: SENDING, fault: { kind: "lose_session" }, skip: 1 });
    expect(await upload(sessionUri)).toEqual({ kind: "gone" });
  });

  test("the platform stays away: retryable, nothing inserted", async () => {
    const sessionUri = await openSession();
    await sandbox.fault({ match: SENDING, fault: { kind: "status", status: 503 }, times: 50 });
    await expect(upload(sessionUri)).rejects.toMatchObject({ code: "platform_unavailable", retryable: true });
    expect(await account.channel.queryUpload(sessionUri, file.bytesTotal)).toEqual({
      kind: "incomplete",
      receivedBytes: 0,
    });
  });

  test("the platform loses the bytes again and again", async () => {
    const sessionUri = await openSession();
    for (let round = 0; round < 10; round += 1) {
      await sandbox.fault({ match: SENDING, fault: { kind: "308_without_range" }, skip: round % 2 });
    }
    await expect(upload(sessionUri)).rejects.toMatchObject({ code: "platform_unavailable" });
  });

  test.each(["legacy", "granular"])("the day's quota is spent (%s answer): until midnight Pacific", async (shape) => {
    await sandbox.fault({ match: { method: "POST", path: "^/upload/" }, fault: { kind: "quota_exceeded", shape } });
    const refusal = await openSession().catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "quota_exhausted", retryable: false });
    const retryAfterMs = refusal instanceof AppError ? (refusal.retryAfterMs ?? 0) : 0;
    expect(retryAfterMs).toBeGreaterThan(0);
    expect(retryAfterMs).toBeLessThanOrEqual(25 * 3_600_000);
    const reset = new Date(Date.now() + retryAfterMs);
    expect(reset.toLocaleTimeString("en-GB", { timeZone: "America/Los_Angeles", timeStyle: "short" })).toBe("00:00");
  });

  test("the owner withdraws access in the middle", async () => {
    const own = await connectAccount(sandbox.url);
    const video = { snippet: { title: "A title" }, status: { privacyStatus: "private" } };
    const request = { video, bytesTotal: file.bytesTotal, contentType: "video/mp4" };
    const sessionUri = await own.channel.openUpload(request);
    await sandbox.fault({ match: SENDING, fault: { kind: "revoke_token" }, skip: 1 });
    const session = { sessionUri, path: file.path, bytesTotal: file.bytesTotal };
    await expect(own.channel.resumeUpload(session, BACKOFF)).rejects.toMatchObject({
      code: "channel_not_connected",
      retryable: false,
      remedy: expect.stringContaining("longtake channel connect"),
    });
  });

  test("the metadata are refused, naming the field", async () => {
    const request = { bytesTotal: file.bytesTotal, contentType: "video/mp4" };
    const titled = (title: string) => account.channel.openUpload({ ...request, video: { snippet: { title } } });
    await expect(titled("<b>")).rejects.toMatchObject({ code: "platform_refused", field: "title", retryable: false });
  });
});
