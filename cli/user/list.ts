import { defineCommand } from "../command.ts";

interface UserRow {
  readonly userId: string;
  readonly email: string;
  readonly role: string;
  readonly status: string;
  readonly lastSignedInAt: string | null;
}

export const userList = defineCommand({
  name: "list",
  summary: "List the people who may sign in",
  example: `longtake user list \\
    --output json`,
  flags: {},
  async run(context) {
    const { users } = await context
      .api()
      .call<{ readonly users: readonly UserRow[] }>({ method: "GET", path: "/users" });
    await context.output.list(users, [
      { title: "Status", value: (row) => row.status },
      { title: "Email", value: (row) => row.email, shrinks: true },
      { title: "Role", value: (row) => row.role },
      { title: "LastSignedIn", value: (row) => ({ instant: row.lastSignedInAt }) },
      { title: "UserId", value: (row) => row.userId },
    ]);
  },
});
