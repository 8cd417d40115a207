import type { Environment } from "../config.ts";
import { AppError } from "../domain/errors.ts";

/** Business time that runs faster than the wall clock is for trying a lifecycle of years, never for production. */
export function createClockActivities({ LONGTAKE_ENV: environment }: Pick<Environment, "LONGTAKE_ENV">) {
  return {
    /** Throws AppError `invalid_input` for a time scale that this installation must not run at. */
    async requireTimeScale({ timeScale }: { timeScale: number }): Promise<void> {
      if (timeScale === 1) return;
      if (environment !== "production" && Number.isFinite(timeScale) && timeScale > 0) return;
      const where = environment === "production" ? " in production" : "";
      throw new AppError("invalid_input", `business time cannot run ${timeScale} times as fast${where}`, {
        field: "clock.timeScale",
        remedy: "Start the run without a clock.",
      });
    },
  };
}

export type ClockActivities = ReturnType<typeof createClockActivities>;
