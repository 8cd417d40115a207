import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context, MiddlewareHandler } from "hono";
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from "rate-limiter-flexible";
import { AppError } from "../domain/errors.ts";
import type { ApiDependencies, ApiEnv } from "./dependencies.ts";

const WINDOW_SECONDS = 60;
/** Probes and static files; bytes of media, of which one page asks dozens; the Web UI's codec calls. */
const UNLIMITED = [
  /^\/(healthz|readyz|metrics|favicon\.ico)$/,
  /^\/(assets|docs|codec)\//,
  /^\/pipeline\/videos\/[^/]+\/artifacts\//,
];

type Deps = Pick<ApiDependencies, "redis" | "settings">;

/**
 * Requests a minute and principal, counted in Redis for all API processes, in memory while Redis is away. An API key may
 * have a limit of its own.
 */
export function limitRate(deps: Deps): MiddlewareHandler<ApiEnv> {
  // One limiter a limit: only administrators choose limits, so there are few.
  const limiters = new Map<number, RateLimiterRedis>();
  const limiterOf = (points: number) => {
    const limiter = limiters.get(points) ?? createLimiter(deps, "requests", points);
    limiters.set(points, limiter);
    return limiter;
  };
  return async (c, next) => {
    if (UNLIMITED.some((path) => path.test(c.req.path))) return next();
    const points = c.get("principal")?.requestsPerMinute ?? deps.settings.api.requestsPerMinute;
    const left = await take(limiterOf(points), callerOf(c));
    c.header("RateLimit-Limit", String(points));
    c.header("RateLimit-Remaining", String(left.remainingPoints));
    c.header("RateLimit-Reset", String(Math.ceil(left.msBeforeNext / 1000)));
    if (!left.allowed) throw tooMany(`more than ${points} requests a minute`, left.msBeforeNext);
    await next();
  };
}

/** Ten tries a minute at one address and account, so that a password cannot be guessed. */
export function createSignInLimit(deps: Deps): (c: Context<ApiEnv>, account: string) => Promise<void> {
  const limiter = createLimiter(deps, "sign-in", 10);
  return async (c, account) => {
    const left = await take(limiter, `${addressOf(c)} ${account.toLowerCase()}`);
    if (!left.allowed) throw tooMany("too many tries to sign in", left.msBeforeNext);
  };
}

/** Refused credentials a minute and address: they cost a query each, and no principal to count them by. */
export function createRefusalLimit(deps: Deps): (c: Context<ApiEnv>) => Promise<void> {
  const limiter = createLimiter(deps, "refused", deps.settings.api.requestsPerMinute);
  return async (c) => {
    const left = await take(limiter, addressOf(c));
    if (!left.allowed) throw tooMany("too many requests with wrong credentials", left.msBeforeNext);
  };
}

function createLimiter({ redis }: Deps, name: string, points: number): RateLimiterRedis {
  const keyPrefix = `rate:${name}:${points}`;
  return new RateLimiterRedis({
    storeClient: redis,
    keyPrefix,
    points,
    duration: WINDOW_SECONDS,
    rejectIfRedisNotReady: true,
    insuranceLimiter: new RateLimiterMemory({ keyPrefix, points, duration: WINDOW_SECONDS }),
  });
}

async function take(limiter: RateLimiterRedis, caller: string) {
  try {
    const { remainingPoints, msBeforeNext } = await limiter.consume(caller);
    return { allowed: true, remainingPoints, msBeforeNext };
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal;
    return { allowed: false, remainingPoints: 0, msBeforeNext: refusal.msBeforeNext };
  }
}

function tooMany(message: string, retryAfterMs: number): AppError {
  return new AppError("rate_limited", message, {
    retryable: true,
    retryAfterMs,
    remedy: "Wait for the seconds in Retry-After.",
  });
}

function callerOf(c: Context<ApiEnv>): string {
  const principal = c.get("principal");
  return principal ? `${principal.kind}:${principal.id}` : `address:${addressOf(c)}`;
}

/** The address of the connection; `local` for requests made inside the process. */
export function addressOf(c: Context<ApiEnv>): string {
  return c.env?.incoming ? (getConnInfo(c).remote.address ?? "unknown") : "local";
}
