import { defineCommand } from "../command.ts";
import { json, repeated, required, text } from "../flags.ts";
import { resultSections } from "./message-result.ts";

export const workflowUpdate = defineCommand({
  name: "update",
  summary: "Send an update to a workflow and print its result",
  details: "Updates that approve, reject, edit or raise a cap need a grant: use `longtake video` for them.",
  example: `longtake workflow update \\
    --workflow-id YourWorkflowId \\
    --name resume`,
  flags: {
    workflowId: required(text("-w, --workflow-id <YourWorkflowId>", "Workflow to update")),
    runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
    name: required(text("--name <YourUpdate>", "Name of the update")),
    updateId: text("--update-id <YourUpdateId>", "Sent twice with one id, the update runs once"),
    input: repeated(json("-i, --input <Json>", "Argument as JSON; repeat it for further arguments")),
  },
  async run(context, { workflowId, runId, name, updateId, input }) {
    const client = await context.temporal();
    const handle = client.workflow.getHandle(workflowId, runId);
    const updateResult = await handle.executeUpdate<unknown, [unknown, ...unknown[]]>(name, {
      args: [input[0], ...input.slice(1)],
      ...(updateId === undefined ? {} : { updateId }),
    });
    context.output.value({ workflowId, name, updateResult }, () => resultSections("Update result", updateResult));
  },
});
