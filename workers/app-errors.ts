import { Context } from "@temporalio/activity";
import { ApplicationFailure, CancelledFailure } from "@temporalio/common";
import type { ActivityExecuteInput, ActivityInboundCallsInterceptor, Next } from "@temporalio/worker";
import { beat } from "../activities/progress.ts";
import { AppError, appErrorOf } from "../domain/errors.ts";
import type { ActivityFailureDetails } from "../workflows/failures.ts";

const BEAT_EVERY_MS = 3_000;

/** Translates AppError for Temporal: the code becomes the failure's type, remedy and purchases travel in its details. */
export function failureOf(error: unknown): unknown {
  const thrown = appErrorOf(error);
  const full = thrown === undefined || thrown.code === "internal" ? diskFull(error) : undefined;
  const known = full ?? thrown;
  if (known === undefined) return error;
  const { code, message, retryable, remedy = null, field = null, retryAfterMs = null, cause } = known;
  const { usage } = thrown ?? known;
  const bought = usage === undefined || usage === "unknown" ? null : usage;
  const details: ActivityFailureDetails = { remedy, field, retryAfterMs, usage: bought };
  return ApplicationFailure.create({
    message,
    type: code,
    nonRetryable: !retryable,
    details: [details],
    ...(retryAfterMs === null ? {} : { nextRetryDelay: retryAfterMs }),
    ...(cause instanceof Error ? { cause } : {}),
  });
}

/** A working file may fill the disk anywhere, so the operating system's own word for it is understood here. */
function diskFull(error: unknown): AppError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (!("code" in cause) || (cause.code !== "ENOSPC" && cause.code !== "EDQUOT")) continue;
    return new AppError("disk_full", "no space left where Longtake keeps its working files", {
      cause: error,
      retryable: true,
      remedy: "Free disk space in the data folder, then resume the run.",
    });
  }
  return undefined;
}

/** Around every activity: beats while it works, logs and translates how it failed. */
export class ActivityErrors implements ActivityInboundCallsInterceptor {
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  async execute(input: ActivityExecuteInput, next: Next<ActivityInboundCallsInterceptor, "execute">): Promise<unknown> {
    const beats = this.#context.info.heartbeatTimeoutMs ? setInterval(() => beat(this.#context), BEAT_EVERY_MS) : null;
    try {
      return await next(input);
    } catch (error) {
      if (!(error instanceof CancelledFailure)) this.#context.log.warn("activity failed", { error: String(error) });
      throw failureOf(error);
    } finally {
      if (beats !== null) clearInterval(beats);
    }
  }
}
