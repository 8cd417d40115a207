import { defineCommand } from "../command.ts";
import { databaseUrl } from "./database-url.ts";

export const databaseMigrate = defineCommand({
  name: "migrate",
  summary: "Bring the database to the newest schema",
  details: "Needs DATABASE_URL. A second run changes nothing; several at once wait for one another.",
  example: `longtake database migrate \\
    --output json`,
  flags: {},
  async run(context) {
    const { migrateDatabase } = await import("../../db/migrate.ts");
    await migrateDatabase(databaseUrl(context));
    context.output.value({ migrated: true }, () => [{ title: "Database", fields: [["Schema", "newest"]] }]);
  },
});
