import { defineCommand } from "../command.ts";
import { actOnTarget, targetFlags } from "./target.ts";

export const workflowTerminate = defineCommand({
  name: "terminate",
  summary: "Stop a workflow, or every workflow that a filter matches, without any clean-up",
  example: `longtake workflow terminate \\
    --workflow-id YourWorkflowId \\
    --reason YourReason`,
  flags: targetFlags,
  async run(context, target) {
    await actOnTarget(context, target, {
      verb: "Terminated workflow",
      single: (handle) => handle.terminate(target.reason ?? "Requested from the longtake CLI"),
      batch: async () => ({ terminationOperation: { identity: "longtake-cli" } }),
    });
  },
});
