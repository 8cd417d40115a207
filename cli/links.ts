import { defineCommand } from "./command.ts";

interface Link {
  readonly group: string;
  readonly name: string;
  readonly description: string;
  readonly query: string;
  readonly url: string;
}

export const links = defineCommand({
  name: "links",
  summary: "List the saved filters of Temporal's Web UI as links",
  example: `longtake links \\
    --output jsonl`,
  flags: {},
  async run(context) {
    const answer = await context.api().call<{ readonly links: readonly Link[] }>({ method: "GET", path: "/links" });
    await context.output.list(answer.links, [
      { title: "Group", value: (row) => row.group },
      { title: "Name", value: (row) => row.name },
      { title: "What it shows", value: (row) => row.description },
      { title: "Url", value: (row) => row.url },
    ]);
  },
});
