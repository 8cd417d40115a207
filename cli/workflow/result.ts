import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import type { Section } from "../output/output.ts";

export const workflowResult = defineCommand({
  name: "result",
  summary: "Wait for a workflow and print its result",
  details: "A failed, cancelled or terminated workflow prints its failure to stderr and exits with 1.",
  example: `longtake workflow result \\
    --workflow-id YourWorkflowId`,
  flags: {
    workflowId: required(text("-w, --workflow-id <YourWorkflowId>", "Workflow to wait for")),
    runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
  },
  async run(context, { workflowId, runId }) {
    const client = await context.temporal();
    const result: unknown = await client.workflow.getHandle(workflowId, runId).result();
    context.output.value({ workflowId, status: "COMPLETED", result }, () => resultSections(result));
  },
});

export function resultSections(result: unknown): readonly Section[] {
  return [
    {
      title: "Results",
      fields: [
        ["Status", "COMPLETED"],
        ["Result", JSON.stringify(result ?? null)],
      ],
    },
  ];
}
