import {
  condition,
  continueAsNew,
  defineSignal,
  defineUpdate,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  sleep,
} from "@temporalio/workflow";

export interface StepActivities {
  step(name: string): Promise<string>;
  fail(message: string): Promise<void>;
}

const { step, fail } = proxyActivities<StepActivities>({
  startToCloseTimeout: "1m",
  retry: { maximumAttempts: 1 },
});
const { step: localStep } = proxyLocalActivities<StepActivities>({ startToCloseTimeout: "1m" });

export const goOn = defineSignal("goOn");
export const mark = defineUpdate<string, [string]>("mark");

/** Steps, then as many further runs as asked, each waiting for a signal before its end. */
export async function walk(input: { runs: number; outcome: "completed" | "failed" }): Promise<string> {
  let released = false;
  setHandler(goOn, () => {
    released = true;
  });
  setHandler(mark, (word) => word.toUpperCase());
  await step.executeWithOptions({ summary: "the first step" }, ["first"]);
  await localStep("local");
  await sleep("10ms", { summary: "a breath" });
  await condition(() => released);
  await step.executeWithOptions({ summary: "the last step" }, ["last"]);
  if (input.runs > 1) return continueAsNew<typeof walk>({ ...input, runs: input.runs - 1 });
  if (input.outcome === "failed") await fail("no paper left");
  return "done";
}
