import { defineCommand } from "../command.ts";
import { text } from "../flags.ts";

export const workflowCount = defineCommand({
  name: "count",
  summary: "Count workflows, in total or by group",
  example: `longtake workflow count \\
    --query 'WorkflowType = "generateVideo" GROUP BY ExecutionStatus'`,
  flags: { query: text("-q, --query <Filter>", "List filter, optionally with GROUP BY") },
  async run(context, { query }) {
    const client = await context.temporal();
    const { count, groups } = await client.workflow.count(query);
    context.output.value({ count, groups }, () => [
      {
        title: "Count",
        fields: [["Total", count], ...groups.map((group) => [group.groupValues.join(", "), group.count] as const)],
      },
    ]);
  },
});
