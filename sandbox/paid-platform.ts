import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { HttpBindings } from "@hono/node-server";
import { type Context, Hono } from "hono";

import { type DurableLog, openDurableLog } from "./durable-log.ts";
import { type Fault, FaultList, FaultRequest } from "./faults.ts";
import { switchRoutes } from "./switches.ts";

/** One request with what was answered: the bill of a stand-in. Keys and texts are never kept. */
export interface PaidEvent {
  readonly kind: "request";
  readonly at: string;
  readonly method: string;
  /** Path and query after the platform's prefix. */
  readonly path: string;
  /** 0: the caller heard nothing. */
  readonly status: number;
  readonly fault?: string;
  readonly voice?: string;
  /** What would be billed. */
  readonly characters?: number;
  readonly textSha256?: string;
}

/** What a route leaves for the log. */
export type PaidWork = Pick<PaidEvent, "voice" | "characters" | "textSha256">;

export interface PaidEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { work: PaidWork };
}

export interface PaidLog {
  readonly path: string;
  commit(event: PaidEvent): Promise<void>;
  close(): Promise<void>;
}

export async function openPaidLog(folder: string): Promise<PaidLog> {
  const path = join(folder, "log.jsonl");
  const { log }: { log: DurableLog<PaidEvent> } = await openDurableLog(path, isPaidEvent);
  return { path, commit: (event) => log.append(event), close: () => log.close() };
}

function isPaidEvent(value: unknown): value is PaidEvent {
  return typeof value === "object" && value !== null && "path" in value && "status" in value;
}

export interface PaidPlatform {
  /** Where it is mounted: `/elevenlabs`. */
  readonly prefix: string;
  readonly log: PaidLog;
  readonly routes: Hono<PaidEnv>;
  /** The answer to a request without a good key; null lets it in. */
  readonly authorise: (c: Context<PaidEnv>) => Response | null;
  /** A refusal in the platform's own words. */
  readonly refusal: (status: number, options: { readonly reason?: string; readonly message?: string }) => Response;
  /** Headers of every good answer. */
  readonly headers?: (work: PaidWork) => Readonly<Record<string, string>>;
}

/** A platform that bills, or could: faults, the caller's key, and every request in a durable log before its answer leaves. */
export function createPaidPlatform({ prefix, log, routes, authorise, refusal, headers }: PaidPlatform): Hono<PaidEnv> {
  const faults = new FaultList();
  const platform = new Hono<PaidEnv>()
    .use(async (c, next) => {
      const { pathname, search } = new URL(c.req.url);
      const path = pathname.replace(new RegExp(`^${prefix}`), "") + search.replace(/\bkey=[^&]*/, "key=…");
      const fault = faults.take({ method: c.req.method, pathAndQuery: path, contentRange: undefined });
      c.set("work", {});
      if (fault?.kind === "delay") await sleep(fault.delayMs);
      const dropped = fault?.kind === "drop_connection_after_bytes";
      const refused = dropped ? null : (authorise(c) ?? faultAnswer(fault, refusal));
      if (refused !== null) c.res = refused;
      else if (!dropped) await next();
      const silent = dropped || fault?.kind === "reply_lost_after_commit";
      const work = c.get("work");
      await log.commit({
        kind: "request",
        at: new Date().toISOString(),
        method: c.req.method,
        path,
        status: silent ? 0 : c.res.status,
        ...(fault === null ? {} : { fault: fault.kind }),
        ...work,
      });
      if (fault?.kind === "delay_reply") await sleep(fault.delayMs);
      if (silent) c.env.incoming.socket.destroy();
      for (const [name, value] of Object.entries(headers?.(work) ?? {})) c.res.headers.set(name, value);
    })
    .onError((error) => refusal(500, { message: error.message }))
    .route("/", routes)
    .all("/*", () => refusal(404, { message: "Not Found" }));

  return switchRoutes<PaidEnv, Fault>({ faults, request: FaultRequest, logPath: log.path }).route("/", platform);
}

function faultAnswer(fault: ReturnType<FaultList["take"]>, refusal: PaidPlatform["refusal"]): Response | null {
  if (fault?.kind !== "status") return null;
  const { status, reason, message, retryAfterSeconds } = fault;
  const answer = refusal(status, {
    ...(reason === undefined ? {} : { reason }),
    ...(message === undefined ? {} : { message }),
  });
  if (retryAfterSeconds !== undefined) answer.headers.set("retry-after", String(retryAfterSeconds));
  return answer;
}
