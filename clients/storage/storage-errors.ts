import { AppError } from "../../domain/errors.ts";

/** What the key names, read; `not_found` where there is no such object. */
export async function found<T>(key: string, reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isAbsent(error) ? missing(key) : error;
  }
}

export function missing(key: string): AppError {
  return new AppError("not_found", `no object ${key} in the store`);
}

export function isAbsent(error: unknown): boolean {
  return causes(error).some(({ name, code }) => code === "ENOENT" || name === "NoSuchKey" || name === "NotFound");
}

/** The error as it is to be told: a full disk is one that a person can mend. */
export function writingError(error: unknown): unknown {
  if (!causes(error).some(({ code }) => code === "ENOSPC" || code === "EDQUOT")) return error;
  return new AppError("disk_full", "no space left where Longtake keeps its files", {
    cause: error,
    retryable: true,
    remedy: "Free disk space in the data folder, then resume the run.",
  });
}

/** The error and what caused it: flydrive wraps the driver's own. */
function causes(error: unknown): { name: string; code: unknown }[] {
  const chain: { name: string; code: unknown }[] = [];
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    chain.push({ name: cause.name, code: "code" in cause ? cause.code : undefined });
  }
  return chain;
}
