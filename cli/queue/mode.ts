import type { RunnableCommand } from "../command.ts";
import { defineCommand } from "../command.ts";
import { reasonFlag } from "./queue-flags.ts";

/** The three modes of the queue are one request each; they differ in their path. */
export function setQueueMode(mode: {
  readonly verb: "pause" | "resume" | "drain";
  readonly summary: string;
  readonly example: string;
}): RunnableCommand {
  return defineCommand({
    name: mode.verb,
    summary: mode.summary,
    example: mode.example,
    flags: { reason: reasonFlag },
    async run(context, { reason }) {
      const answer = await context
        .api()
        .call<{ readonly mode: string; readonly reason: string; readonly changedAt: string | null }>({
          method: "POST",
          path: `/pipeline/queue/${mode.verb}`,
          body: { reason },
        });
      context.output.value(answer, () => [
        {
          title: "Queue",
          fields: [
            ["Mode", answer.mode],
            ["Reason", answer.reason],
            ["Since", { instant: answer.changedAt }],
          ],
        },
      ]);
    },
  });
}
