import { defineCommand } from "../command.ts";
import { json, repeated, required, text } from "../flags.ts";
import { resultSections } from "./message-result.ts";

export const workflowQuery = defineCommand({
  name: "query",
  summary: "Query a workflow and print its answer",
  example: `longtake workflow query \\
    --workflow-id YourWorkflowId \\
    --name status`,
  flags: {
    workflowId: required(text("-w, --workflow-id <YourWorkflowId>", "Workflow to query")),
    runId: text("-r, --run-id <YourRunId>", "One run of it; the latest when left out"),
    name: required(text("--name <YourQuery>", "Name of the query")),
    input: repeated(json("-i, --input <Json>", "Argument as JSON; repeat it for further arguments")),
  },
  async run(context, { workflowId, runId, name, input }) {
    const client = await context.temporal();
    const handle = client.workflow.getHandle(workflowId, runId);
    const queryResult: unknown = await handle.query(name, ...input);
    context.output.value({ queryResult }, () => resultSections("Query result", queryResult));
  },
});
