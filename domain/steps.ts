/** Long computing in steps: whoever drives it decides what happens in between. */
export type Steps<Result> = Generator<void, Result>;

/** Drives it to its end at once. */
export function atOnce<Result>(steps: Steps<Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
