import { defineCommand } from "../command.ts";
import { choice, integer, text } from "../flags.ts";

interface QueuedError {
  readonly errorId: string;
  readonly source: string;
  readonly eventId: string;
  readonly state: string;
  readonly failures: number;
  readonly error: { readonly code: string; readonly message: string };
  readonly createdAt: string;
}

export const errorList = defineCommand({
  name: "list",
  summary: "List events that failed three times and wait to be driven again",
  example: `longtake error list \\
    --source YourSource \\
    --limit 20`,
  flags: {
    source: text("--source <YourSource>", "Only events of this consumer"),
    state: choice("--state <State>", "Only events in this state", ["waiting", "redriven", "resolved"]),
    limit: integer("--limit <Count>", "Print at most this many", { min: 1, max: 1000 }),
  },
  async run(context, query) {
    const { errors } = await context.api().call<{ readonly errors: readonly QueuedError[] }>({
      method: "GET",
      path: "/error-queue",
      query,
    });
    await context.output.list(errors, [
      { title: "State", value: (row) => row.state },
      { title: "ErrorId", value: (row) => row.errorId },
      { title: "Source", value: (row) => row.source },
      { title: "Failures", value: (row) => row.failures, align: "right" },
      { title: "Code", value: (row) => row.error.code },
      { title: "Since", value: (row) => ({ instant: row.createdAt }) },
      { title: "Message", value: (row) => row.error.message, shrinks: true },
    ]);
  },
});
