import { setTimeout as sleep } from "node:timers/promises";

import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

import type { Fault, FaultList } from "../faults.ts";
import { GoogleError, invalidCredentials } from "./errors.ts";
import { dailyBucketSpent, quotaExceeded } from "./quota.ts";
import { ConnectionDropped } from "./received-bytes.ts";
import { resumeIncomplete } from "./resumable-upload.ts";
import { secretHash } from "./store.ts";
import type { YoutubeStore } from "./store.ts";

/** Does to a request what somebody asked for, and writes every request to the log before its answer leaves. */
export function faultsAndRequestLog(
  store: YoutubeStore,
  faults: FaultList,
): MiddlewareHandler<{ Bindings: HttpBindings }> {
  return async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const contentRange = c.req.header("content-range");
    const fault = faults.take({ method: c.req.method, pathAndQuery: pathname + search, contentRange });
    const bodyBytes = Number(c.req.header("content-length") ?? 0);
    const record = (status: number) =>
      store.commit({
        kind: "request",
        method: c.req.method,
        path: pathname + withoutSecrets(search),
        status,
        ...(contentRange === undefined ? {} : { contentRange }),
        ...(bodyBytes === 0 ? {} : { bodyBytes }),
        ...(fault === null ? {} : { fault: fault.kind }),
      });

    const answered = fault === null ? null : await before(fault, c, store);
    if (answered === null) await next();
    else c.res = answered;
    const callerLeft = c.error instanceof ConnectionDropped || (c.env.incoming.destroyed && !c.env.incoming.complete);
    const silent = callerLeft || fault?.kind === "reply_lost_after_commit";
    await record(silent ? 0 : c.res.status);
    if (fault?.kind === "delay_reply") await sleep(fault.delayMs);
    if (silent) c.env.incoming.socket.destroy();
  };
}

/** The answer that replaces the work, or null when the work goes on. */
async function before(
  fault: Fault,
  c: Parameters<MiddlewareHandler<{ Bindings: HttpBindings }>>[0],
  store: YoutubeStore,
): Promise<Response | null> {
  switch (fault.kind) {
    case "status":
      return new GoogleError(fault.status, fault.reason ?? "backendError", fault.message ?? "Backend Error", {
        domain: "global",
        headers: fault.retryAfterSeconds === undefined ? {} : { "Retry-After": String(fault.retryAfterSeconds) },
      }).toResponse();
    case "quota_exceeded":
      return (fault.shape === "legacy" ? quotaExceeded() : dailyBucketSpent("Video Uploads")).toResponse();
    case "drop_connection_after_bytes":
      dropAfter(c.env.incoming, fault.bytes);
      return null;
    case "delay":
      await sleep(fault.delayMs);
      return null;
    case "lose_session":
      await store.commit({ kind: "session_lost", sessionId: sessionOf(c.req.query("upload_id"), store) });
      return null;
    case "308_without_range":
      await store.commit({
        kind: "bytes_received",
        sessionId: sessionOf(c.req.query("upload_id"), store),
        receivedBytes: 0,
      });
      return resumeIncomplete({ receivedBytes: 0 });
    case "expire_token":
    case "revoke_token": {
      const tokenHash = secretHash((c.req.header("authorization") ?? "").replace(/^Bearer /, ""));
      const token = store.accessTokens.get(tokenHash);
      if (token === undefined) return invalidCredentials().toResponse();
      const { grantId } = token;
      await store.commit(
        fault.kind === "expire_token"
          ? { kind: "access_token_expired", tokenHash }
          : { kind: "grant_revoked", grantId },
      );
      return null;
    }
    case "delay_reply":
    case "reply_lost_after_commit":
      return null;
    default:
      fault satisfies never;
      return null;
  }
}

/** Counts bytes as they leave the socket's buffer for the handler, and cuts the line after the given number. */
function dropAfter(incoming: HttpBindings["incoming"], bytes: number): void {
  let seenBytes = 0;
  const push = incoming.push.bind(incoming);
  incoming.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (!Buffer.isBuffer(chunk)) return push(chunk, encoding);
    const allowed = chunk.subarray(0, Math.max(0, bytes - seenBytes));
    seenBytes += chunk.length;
    const wantsMore = allowed.length === 0 ? true : push(allowed, encoding);
    if (seenBytes >= bytes) setImmediate(() => incoming.socket.destroy());
    return wantsMore;
  };
  if (bytes === 0) setImmediate(() => incoming.socket.destroy());
}

function sessionOf(sessionId: string | undefined, store: YoutubeStore): string {
  if (sessionId === undefined || !store.sessions.has(sessionId)) {
    throw new GoogleError(400, "badRequest", "This fault needs a request on an upload session.");
  }
  return sessionId;
}

function withoutSecrets(search: string): string {
  return search.replaceAll(/\b(token|code|client_secret|refresh_token|code_challenge)=[^&]*/g, "$1=…");
}
