import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { NativeConnection, Worker } from "@temporalio/worker";
import { WebSocket } from "ws";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { newApiKey, sha256Hex } from "../../api/access/tokens.ts";
import { createApiKey } from "../../db/queries/api-keys.ts";
import { createDraft } from "../../db/queries/drafts.ts";
import { stageWorkflowId } from "../../domain/video/stage-run.ts";
import { SYSTEM, addChannel, enqueue, specOf } from "../db/fixtures.ts";
import { startTestApp, type TestApp } from "../pages/test-app.ts";
import { goOn, walk } from "./progress-workflow.ts";

const taskQueue = `progress-routes-${randomUUID()}`;
let app: TestApp;
let connection: NativeConnection;
let worker: Worker;
let working: Promise<void>;

beforeAll(async () => {
  app = await startTestApp();
  connection = await NativeConnection.connect({ address: process.env["TEMPORAL_ADDRESS"] ?? "" });
  worker = await Worker.create({
    connection,
    taskQueue,
    workflowsPath: fileURLToPath(new URL("progress-workflow.ts", import.meta.url)),
    plugins: [createTemporalPlugin(app.deps.environment.LONGTAKE_PAYLOAD_KEYS)],
    activities: { step: (name: string) => Promise.resolve(name) },
  });
  working = worker.run();
});

afterAll(async () => {
  worker.shutdown();
  await working;
  await connection.close();
  await app.stop();
});

const authorization = () => ({ authorization: `Bearer ${app.adminKey}` });
const eventsUrl = (workflowId: string) => `${app.url}/workflows/${encodeURIComponent(workflowId)}/events`;

function start() {
  const options = { workflowId: `progress/${randomUUID()}`, taskQueue };
  return app.deps.temporal.workflow.start(walk, { ...options, args: [{ runs: 1, outcome: "completed" }] });
}

/** Reads server-sent events as a browser does: blocks of fields, comments left out. */
async function readEvents(response: Response, isLast: (event: Record<string, string>) => boolean) {
  const events: Record<string, string>[] = [];
  let text = "";
  if (!response.body) throw new Error("no body");
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks.filter((each) => !each.startsWith(":"))) {
      const event = Object.fromEntries(block.split("\n").map((line) => line.split(/: (.*)/s).slice(0, 2)));
      events.push(event);
      if (isLast(event)) return events;
    }
  }
  return events;
}

test("server-sent events go on after Last-Event-ID, and tell a browser when to stop coming back", async () => {
  const handle = await start();
  const first = await fetch(eventsUrl(handle.workflowId), { headers: authorization() });
  expect(first.headers.get("content-type")).toContain("text/event-stream");
  const before = await readEvents(first, ({ data }) => data?.includes("timer_fired") ?? false);
  await handle.signal(goOn);
  const headers = { ...authorization(), "last-event-id": before.at(-1)?.["id"] ?? "" };
  const after = await readEvents(await fetch(eventsUrl(handle.workflowId), { headers }), () => false);
  expect(after.map(({ event }) => event).at(-1)).toBe("end");
  const whole = await readEvents(await fetch(eventsUrl(handle.workflowId), { headers: authorization() }), () => false);
  expect([...before, ...after]).toEqual(whole);

  const over = { ...authorization(), "last-event-id": whole.at(-1)?.["id"] ?? "" };
  expect((await fetch(eventsUrl(handle.workflowId), { headers: over })).status).toBe(204);
});

test("the same over a WebSocket, which closes with 1000 at the end", async () => {
  const handle = await start();
  await handle.signal(goOn);
  const url = eventsUrl(handle.workflowId)
    .replace(/^http/, "ws")
    .replace(/events$/, "stream");
  const socket = new WebSocket(url, { headers: authorization() });
  const messages: Record<string, unknown>[] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString())));
  const [code] = await once(socket, "close");
  expect(code).toBe(1000);
  expect(messages.at(0)).toMatchObject({ type: "history", event: { type: "started", name: "walk" } });
  expect(messages.at(-1)).toMatchObject({ type: "end", status: "completed" });
});

test("the stream of a waiting video tells its place and when it should be done", async () => {
  await addChannel(app.deps.db);
  const videoId = await enqueue(app.deps.db, "vid_waitingwaitingwaitin");
  const url = `${app.url.replace(/^http/, "ws")}/pipeline/stream/${videoId}`;
  const socket = new WebSocket(url, { headers: authorization() });
  const [data] = await once(socket, "message");
  const message: unknown = JSON.parse(String(data));
  expect(message).toMatchObject({ type: "queued", stage: "queued", progress: 0, position: 1 });
  expect(message).toHaveProperty("eta", expect.stringMatching(/^\d{4}-/));
  socket.close();
});

test("a key of a channel follows the stages of its drafts, and no other channel's", async () => {
  const { db, temporal } = app.deps;
  await Promise.all(["draft-channel", "other-channel"].map((channelId) => addChannel(db, channelId)));
  const videoId = `vid_${randomUUID().replaceAll("-", "").slice(0, 20)}`;
  const draft = {
    videoId,
    channelId: "draft-channel",
    stage: "script",
    spec: specOf(),
    capMicroUsd: 1_000_000,
  } as const;
  await createDraft(db, SYSTEM, draft);
  const workflowId = stageWorkflowId(videoId, "script");
  const handle = await temporal.workflow.start(walk, {
    workflowId,
    taskQueue,
    args: [{ runs: 1, outcome: "completed" }],
  });
  await handle.signal(goOn);
  const own = { authorization: `Bearer ${await keyOf(["draft-channel"])}` };
  const other = { authorization: `Bearer ${await keyOf(["other-channel"])}` };

  const events = await readEvents(await fetch(eventsUrl(workflowId), { headers: own }), () => false);
  expect(events.at(-1)?.["event"]).toBe("end");
  expect((await fetch(eventsUrl(workflowId), { headers: other })).status).toBe(404);
  // Only the run that belongs to the draft, not one that is called like it.
  expect((await fetch(eventsUrl(`stage/${videoId}/render`), { headers: own })).status).toBe(404);

  const url = `${app.url.replace(/^http/, "ws")}/pipeline/stream/${videoId}`;
  const socket = new WebSocket(url, { headers: own });
  const messages: unknown[] = [];
  socket.on("message", (data: Buffer) => messages.push(JSON.parse(data.toString())));
  await once(socket, "close");
  expect(messages.at(-1)).toMatchObject({ type: "end", progress: 100, status: "completed" });
  const [refusal] = await once(new WebSocket(url, { headers: other }), "error");
  expect(String(refusal)).toContain("404");
});

async function keyOf(channelIds: readonly string[]): Promise<string> {
  const { keyId, key } = newApiKey();
  const named = { keyId, keyHash: sha256Hex(key), name: "of a test", role: "operator", channelIds } as const;
  await createApiKey(app.deps.db, SYSTEM, { ...named, expiresAt: null });
  return key;
}

test.each([
  ["an unknown workflow", () => eventsUrl(`progress/${randomUUID()}`), 404],
  ["a WebSocket route asked without an upgrade", () => `${app.url}/pipeline/stream/vid_x`, 422],
])("%s is refused in words", async (_case, url, status) => {
  const answer = await fetch(url(), { headers: authorization() });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toHaveProperty("detail");
});

test("nobody follows a run without a sign-in", async () => {
  expect((await fetch(eventsUrl("progress/any"))).status).toBe(401);
});
