import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";

import type { HttpBindings } from "@hono/node-server";
import type { MiddlewareHandler } from "hono";

import { OpenaiError } from "./errors.ts";
import type { FaultList } from "../faults.ts";
import type { OpenaiFault } from "./faults.ts";
import { RateLimit } from "./rate-limit.ts";
import type { OpenaiStore, OpenaiWork } from "./store.ts";

/** What every route finds and leaves: the fault that its answer must show, and what goes into the log. */
export interface OpenaiEnv {
  readonly Bindings: HttpBindings;
  readonly Variables: { fault: OpenaiFault | null; work: OpenaiWork };
}

/** Keys as OpenAI makes them; any of that shape is somebody's. */
const KEY = /^Bearer sk-[\w-]{5,}$/;
const DOCUMENTED = "You can find your API key at https://platform.openai.com/account/api-keys.";

/** Faults, the caller's key, limits, headers; every request is in the log before its answer leaves. */
export function requestLife(store: OpenaiStore, faults: FaultList<OpenaiFault>): MiddlewareHandler<OpenaiEnv> {
  const limit = new RateLimit();
  return async (c, next) => {
    const path = new URL(c.req.url).pathname.replace(/^\/openai/, "");
    const fault = faults.take({ method: c.req.method, pathAndQuery: path, contentRange: undefined });
    const requestId = `req_${randomBytes(16).toString("hex")}`;
    c.set("fault", fault);
    c.set("work", {});
    if (fault?.kind === "delay") await sleep(fault.delayMs);
    const refused = fault?.kind === "connection_dropped" ? null : refusal(c.req.header("authorization"), fault, limit);
    if (refused !== null) c.res = refused.toResponse();
    else if (fault?.kind !== "connection_dropped") await next();
    const silent = fault?.kind === "connection_dropped" || fault?.kind === "reply_lost_after_commit";
    const work = c.get("work");
    await store.commit({
      kind: "request",
      at: new Date().toISOString(),
      requestId,
      method: c.req.method,
      path,
      status: silent ? 0 : c.res.status,
      ...(fault === null ? {} : { fault: fault.kind }),
      ...work,
    });
    limit.spend(work.units);
    if (fault?.kind === "delay_reply") await sleep(fault.delayMs);
    if (silent) c.env.incoming.socket.destroy();
    c.res.headers.set("x-request-id", requestId);
    c.res.headers.set("openai-processing-ms", "12");
    for (const [name, value] of Object.entries(limit.headers())) c.res.headers.set(name, value);
  };
}

function refusal(authorization: string | undefined, fault: OpenaiFault | null, limit: RateLimit): OpenaiError | null {
  if (authorization === undefined || authorization === "") {
    return new OpenaiError(401, `You didn't provide an API key. ${DOCUMENTED}`);
  }
  if (!KEY.test(authorization)) {
    return new OpenaiError(401, `Incorrect API key provided. ${DOCUMENTED}`, { code: "invalid_api_key" });
  }
  if (fault?.kind === "status") return statusFault(fault);
  return limit.refusal();
}

function statusFault(fault: Extract<OpenaiFault, { kind: "status" }>): OpenaiError {
  const { status, retryAfterSeconds } = fault;
  const usual: Readonly<Record<number, string>> = {
    429: "Rate limit reached for requests",
    500: "The server had an error while processing your request. Sorry about that!",
    503: "The engine is currently overloaded, please try again later",
  };
  return new OpenaiError(status, fault.message ?? usual[status] ?? "The request was refused", {
    ...(status === 429 ? { type: "requests" } : {}),
    ...(fault.code === undefined ? (status === 429 ? { code: "rate_limit_exceeded" } : {}) : { code: fault.code }),
    headers: retryAfterSeconds === undefined ? {} : { "retry-after": String(retryAfterSeconds) },
  });
}
