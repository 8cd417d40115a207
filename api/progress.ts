import { upgradeWebSocket } from "@hono/node-server";
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { WebSocket } from "ws";

import type { Database } from "../db/client.ts";
import { getRun } from "../db/queries/runs.ts";
import { AppError } from "../domain/errors.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiEnv, Log } from "./dependencies.ts";
import type { RunUpdate } from "./progress-follower.ts";
import { sendAll, serverSentEvents } from "./progress-transport.ts";
import { type FollowVideoDeps, followVideo } from "./progress-video.ts";
import { snakeCase } from "../domain/spelling.ts";

export interface ProgressRoutesDeps extends FollowVideoDeps {
  readonly log: Log;
}

/**
 * Progress of any run: server-sent events and WebSockets, behind the app's authentication.
 * A client that lost its connection goes on with `Last-Event-ID` (or `?last_event_id=`) and misses nothing.
 */
export function progressRoutes(deps: ProgressRoutesDeps) {
  const { follower, log } = deps;
  const report = (c: Context<ApiEnv>) => (error: unknown) =>
    log.error({ err: error, requestId: c.get("requestId"), path: c.req.path }, "progress stream failed");

  return new Hono<ApiEnv>()
    .get("/workflows/:workflow_id/events", allow("read"), async (c) => {
      const workflowId = c.req.param("workflow_id");
      await requireVisible(deps.db, c, workflowId);
      const lastEventId = lastEventIdOf(c);
      // 204 is how server-sent events tell a browser to stop coming back.
      if (lastEventId?.endsWith(":end")) return c.body(null, 204);
      const leave = new AbortController();
      const position = await follower.locate(workflowId, lastEventId);
      const body = serverSentEvents(asServerSentEvents(follower.follow(position, leave.signal)), {
        leave,
        onError: report(c),
        drop: () => c.env.outgoing.destroy(),
      });
      return c.body(body, 200, {
        "content-type": "text/event-stream; charset=utf-8",
        "cache-control": "no-store",
        "x-accel-buffering": "no",
      });
    })
    .get("/workflows/:workflow_id/stream", onlyWebSocket, allow("read"), async (c) => {
      const workflowId = c.req.param("workflow_id");
      await requireVisible(deps.db, c, workflowId);
      const position = await follower.locate(workflowId, lastEventIdOf(c));
      return stream(c, (signal) => asMessages(follower.follow(position, signal)), report(c));
    })
    .get("/pipeline/stream/:video_id", onlyWebSocket, allow("read"), async (c) => {
      const run = await getRun(deps.db, principalOf(c), { videoId: c.req.param("video_id") });
      return stream(c, (signal) => snakeCaseMessages(followVideo(deps, run, signal)), report(c));
    });
}

function stream(
  c: Context<ApiEnv>,
  messages: (signal: AbortSignal) => AsyncGenerator<{ readonly type: string }, void, undefined>,
  onError: (error: unknown) => void,
): Promise<Response> {
  return upgradeWebSocket(c, {
    onOpen(_event, { raw }) {
      if (!(raw instanceof WebSocket)) throw new TypeError("expected the WebSocketServer of ws behind the API");
      const leave = new AbortController();
      void sendAll(raw, messages(leave.signal), { leave, onError });
    },
  });
}

/** Runs that make a video or a stage of a draft are as visible as that; other runs belong to nobody's channel. */
async function requireVisible(db: Database, c: Context<ApiEnv>, workflowId: string): Promise<void> {
  const principal = principalOf(c);
  if (principal.channelIds === undefined) return;
  const videoId = /^(?:generate|stage)\/([^/]+)/.exec(workflowId)?.[1];
  if (videoId === undefined) {
    throw new AppError("forbidden", "this run belongs to none of your channels", {
      remedy: "Ask for a key that is not bound to channels.",
    });
  }
  const run = await getRun(db, principal, { videoId });
  if (run.workflowId !== workflowId) throw new AppError("not_found", `there is no run ${workflowId}`);
}

const onlyWebSocket: MiddlewareHandler<ApiEnv> = async (c, next) => {
  if (c.req.header("upgrade")?.toLowerCase() === "websocket") return next();
  throw new AppError("invalid_input", "this route speaks WebSocket only", {
    field: "Upgrade",
    remedy: "Open it with a WebSocket client, or read GET /workflows/{workflow_id}/events.",
  });
};

function lastEventIdOf(c: Context<ApiEnv>): string | null {
  return c.req.header("last-event-id") || c.req.query("last_event_id") || null;
}

interface Message {
  readonly type: string;
  readonly id?: string;
  readonly [field: string]: unknown;
}

function messageOf(update: RunUpdate): Message {
  if (update.kind === "progress") {
    const { stage, fraction, message, at } = update.entry;
    return { type: "progress", stage, fraction, message, at };
  }
  if (update.kind === "end") {
    return { type: "end", id: `${update.runId}:end`, run_id: update.runId, status: update.status };
  }
  const { id, ...event } = update.event;
  return { type: "history", id, event };
}

async function* asMessages(updates: AsyncIterable<RunUpdate>): AsyncGenerator<Message, void, undefined> {
  for await (const update of updates) yield messageOf(update);
}

async function* asServerSentEvents(updates: AsyncIterable<RunUpdate>): AsyncGenerator<string, void, undefined> {
  for await (const update of updates) {
    const { id, ...message } = messageOf(update);
    yield `event: ${message.type}\n${id ? `id: ${id}\n` : ""}data: ${JSON.stringify(message)}\n\n`;
  }
}

async function* snakeCaseMessages(messages: ReturnType<typeof followVideo>) {
  for await (const message of messages) yield snakeCase(message);
}
