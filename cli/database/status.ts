import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { databaseUrl } from "./database-url.ts";

export const databaseStatus = defineCommand({
  name: "status",
  summary: "Show how far the database is behind the newest schema",
  details: "Needs DATABASE_URL. Changes nothing; exits with 1 unless the schema is this version's own.",
  example: `longtake database status \\
    --output json`,
  flags: {},
  async run(context) {
    const { migrationStatus } = await import("../../db/migrate.ts");
    const status = await migrationStatus(databaseUrl(context));
    const { known, applied, pending, unknown } = status;
    context.output.value(status, () => [
      {
        title: "Database",
        fields: [
          ["Applied", `${applied} of ${known}`],
          ["Pending", pending],
          ["Of a newer version", unknown],
        ],
      },
    ]);
    if (unknown > 0) {
      throw new AppError("conflict", `the database has ${unknown} migration(s) that this version does not know`, {
        remedy: "Run the version that made them, or a newer one.",
      });
    }
    if (pending > 0) {
      throw new AppError("conflict", `the database is ${pending} migration(s) behind`, {
        remedy: "Run `longtake database migrate`; the platform also does so when it starts.",
      });
    }
  },
});
