import { defineCommand } from "../command.ts";
import { startFlags, startFromFlags } from "./start-flags.ts";

export const workflowStart = defineCommand({
  name: "start",
  summary: "Start a workflow and print its ids",
  example: `longtake workflow start \\
    --type YourWorkflowType \\
    --task-queue orchestration \\
    --workflow-id YourWorkflowId \\
    --input '{"yourKey": "YourValue"}'`,
  flags: startFlags,
  async run(context, flags) {
    const { started } = await startFromFlags(await context.temporal(), flags);
    context.output.value(started, () => [
      {
        title: "Running execution",
        fields: [
          ["WorkflowId", started.workflowId],
          ["RunId", started.runId],
          ["Type", started.type],
          ["Namespace", started.namespace],
        ],
      },
    ]);
  },
});
