export interface StopSignal {
  /** Resolves at the first SIGINT, SIGTERM or SIGHUP. */
  readonly received: Promise<void>;
  readonly signal: AbortSignal;
}

/** A start that cannot be ended in order (a build, a download) is left after this time. */
const PATIENCE_MS = 20_000;

/** One stop, however many signals: a terminal, npm and the bootstrap all pass the same Ctrl-C on. */
export function waitForStopSignal(): StopSignal {
  const { promise, resolve } = Promise.withResolvers<void>();
  const abort = new AbortController();
  const stop = () => {
    if (abort.signal.aborted) return;
    setTimeout(() => process.exit(130), PATIENCE_MS).unref();
    abort.abort();
    resolve();
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, stop);
  return { received: promise, signal: abort.signal };
}
