import type { Noun } from "../command.ts";
import { databaseMigrate } from "./migrate.ts";
import { databaseStatus } from "./status.ts";

export const database: Noun = {
  name: "database",
  summary: "Migrate the platform's database, or say how far it is",
  commands: [databaseMigrate, databaseStatus],
};
