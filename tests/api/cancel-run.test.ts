import { WorkflowNotFoundError } from "@temporalio/client";
import { expect, test } from "vitest";
import { cancelRun } from "../../api/pipeline/cancel-run.ts";

const unknownRun = () => new WorkflowNotFoundError("no such run", "generate/v", undefined);

test("a run that is about to be started is stopped as soon as it is there", async () => {
  const answers = [unknownRun(), unknownRun(), null];
  await cancelRun(
    async () => {
      const answer = answers.shift();
      if (answer) throw answer;
    },
    async () => true,
  );
  expect(answers).toEqual([]);
});

test("a run that is over is not waited for", async () => {
  const cancelling = cancelRun(
    () => Promise.reject(unknownRun()),
    async () => false,
  );
  await expect(cancelling).rejects.toThrow(WorkflowNotFoundError);
});

test("another failure is told at once", async () => {
  let asked = 0;
  const cancelling = cancelRun(
    () => Promise.reject(new Error("away")),
    async () => (asked += 1) > 0,
  );
  await expect(cancelling).rejects.toThrow("away");
  expect(asked).toBe(0);
});
