/** Failures to connect: no byte of the request left, so nothing was done for it and nothing is billed. */
const BEFORE_THE_REQUEST = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/** Whether what fetch threw came before its request; anything else may have reached the service. */
export function wasNeverSent(thrown: unknown): boolean {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ("code" in error && typeof error.code === "string" && BEFORE_THE_REQUEST.has(error.code)) return true;
  }
  return false;
}
