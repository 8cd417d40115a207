import { defineCommand } from "../command.ts";
import { resultSections } from "./result.ts";
import { startFlags, startFromFlags } from "./start-flags.ts";

export const workflowExecute = defineCommand({
  name: "execute",
  summary: "Start a workflow, wait for it and print its result",
  example: `longtake workflow execute \\
    --type YourWorkflowType \\
    --task-queue orchestration \\
    --workflow-id YourWorkflowId \\
    --input '{"yourKey": "YourValue"}'`,
  flags: startFlags,
  async run(context, flags) {
    const { handle, started } = await startFromFlags(await context.temporal(), flags);
    context.output.note(`Started ${started.workflowId}, run ${started.runId}`);
    const result: unknown = await handle.result();
    context.output.value({ ...started, status: "COMPLETED", result }, () => resultSections(result));
  },
});
