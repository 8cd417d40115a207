import { isCancellation, setCurrentDetails, upsertSearchAttributes } from "@temporalio/workflow";
import type { ErrorCode } from "../domain/errors.ts";
import { type Exposure, totals, variantAt } from "../domain/channel/experiment-rules.ts";
import type { ClockInput } from "../domain/video/generation.ts";
import { markdownText } from "../domain/markdown.ts";
import { Clock } from "./clock.ts";
import type { ExperimentStatusAnswer } from "./experiment-messages.ts";
import { stageFailureOf } from "./failures.ts";
import { errorCodeKey, needsPersonKey, nextDeadlineKey, waitingForKey } from "./search-attributes.ts";

export interface ExperimentTerms {
  readonly videoId: string;
  readonly kind: "title" | "thumbnail";
  readonly rotationHours: number;
  readonly roundsMax: number;
}

/** Nothing can mend it: the video is gone, or nobody can see it. */
export class ExperimentEnded extends Error {}

const ASK_AGAIN_MS = 15 * 60_000;

/** Where one experiment stands, told to the Web UI; and how it waits when the platform does not do what it asks. */
export class ExperimentRun {
  readonly clock: Clock;
  terms: ExperimentTerms = { videoId: "", kind: "title", rotationHours: 1, roundsMax: 1 };
  variants: readonly string[] = [];
  exposures: readonly Exposure[] = [];
  stopReason: string | null = null;
  resumed = false;
  #waitsForPerson = false;
  #isGivenUp = false;
  #nextChangeAt: string | null = null;
  #waitsFor: string | null = null;

  constructor(clock: ClockInput | undefined) {
    this.clock = new Clock(clock);
  }

  begin(
    terms: ExperimentTerms & { readonly variants: readonly string[]; readonly results: readonly Exposure[] },
  ): void {
    this.terms = terms;
    this.variants = terms.variants;
    this.exposures = terms.results;
  }

  status(): ExperimentStatusAnswer {
    const { round, variant } = variantAt(this.exposures.length, Math.max(1, this.variants.length));
    const [nextChangeAt, waitsFor] = [this.#nextChangeAt, this.#waitsFor];
    return { variant, round, nextChangeAt, waitsFor, totals: totals(this.exposures, this.variants.length) };
  }

  /** Ends the test; while it waits for a person nothing can be put back, and what is shown stays. */
  stop(reason: string): void {
    this.stopReason ??= reason;
    this.#isGivenUp = this.#waitsForPerson;
  }

  /** Until the instant, or until somebody stops the test. */
  async showUntil(instantMs: number): Promise<void> {
    this.#nextChangeAt = new Date(instantMs).toISOString();
    this.#tell(null, this.#nextChangeAt);
    await this.clock.waitFor(() => this.stopReason !== null, instantMs, "shows this variant");
    this.#nextChangeAt = null;
  }

  /** What the platform answers; a spent quota, an outage and a lost connection are waited for, by `until` or for ever. */
  async onPlatform<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (isCancellation(error)) throw error;
        const { code, message, remedy, retryAfterMs } = stageFailureOf(error);
        if (code === "not_found" || code === "conflict") throw new ExperimentEnded(message);
        const needsPerson = code === "channel_not_connected" || code === "platform_refused";
        const untilMs = needsPerson ? null : this.clock.nowMs() + (retryAfterMs ?? ASK_AGAIN_MS);
        this.resumed = false;
        this.#waitsFor = remedy === null ? message : `${message}. ${remedy}`;
        this.#tell(code, untilMs === null ? null : new Date(untilMs).toISOString());
        this.#waitsForPerson = needsPerson;
        await this.clock.waitFor(() => this.resumed || this.#isGivenUp, untilMs, `waits: ${code}`);
        this.#waitsForPerson = false;
        if (this.#isGivenUp) throw new ExperimentEnded(`stopped, and what is shown stays: ${message}`);
        this.#waitsFor = null;
        this.#tell(null, null);
      }
    }
  }

  finish(status: string, reason: string): void {
    this.#nextChangeAt = null;
    this.#tell(null, null, `**${status}** ${markdownText(reason)}`);
  }

  #tell(errorCode: ErrorCode | null, until: string | null, outcome?: string): void {
    const needsPerson = errorCode !== null && until === null;
    upsertSearchAttributes([
      { key: waitingForKey, value: errorCode === null ? null : needsPerson ? "person" : "platform" },
      { key: errorCodeKey, value: errorCode },
      { key: needsPersonKey, value: needsPerson },
      { key: nextDeadlineKey, value: until === null ? null : new Date(until) },
    ]);
    setCurrentDetails([outcome ?? this.#standing(until), ...this.#lines()].join("\n\n"));
  }

  #standing(until: string | null): string {
    const goesOn =
      until === null
        ? "a person must act, then signal **resume**; **stop** leaves what is shown"
        : `goes on at ${until}`;
    if (this.#waitsFor !== null) return `**Waits** ${markdownText(this.#waitsFor)}: ${goesOn}`;
    const { round } = this.status();
    return `**Round** ${round + 1} of at most ${this.terms.roundsMax}${until === null ? "" : `, next change ${until}`}`;
  }

  #lines(): string[] {
    const { variant: shown, totals: all } = this.status();
    return this.variants.map((variant, index) => {
      const { views = 0, hours = 0, viewsPerHour = 0 } = all[index] ?? {};
      const mark = index === shown ? " (shown now)" : index === 0 ? " (as it was)" : "";
      const rate = `${views} views in ${Math.round(hours)} h, ${viewsPerHour.toFixed(1)} an hour`;
      return `${index + 1}. ${markdownText(variant)}${mark}: ${rate}`;
    });
  }
}
