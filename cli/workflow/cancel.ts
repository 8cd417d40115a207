import { defineCommand } from "../command.ts";
import { actOnTarget, targetFlags } from "./target.ts";

export const workflowCancel = defineCommand({
  name: "cancel",
  summary: "Ask a workflow, or every workflow that a filter matches, to stop and clean up",
  example: `longtake workflow cancel \\
    --query 'WorkflowType = "generateVideo" AND ExecutionStatus = "Running"' \\
    --reason YourReason \\
    --yes`,
  flags: targetFlags,
  async run(context, target) {
    await actOnTarget(context, target, {
      verb: "Cancellation requested",
      single: (handle) => handle.cancel(),
      batch: async () => ({ cancellationOperation: { identity: "longtake-cli" } }),
    });
  },
});
