import type { Noun } from "../command.ts";
import { databaseMigrate } from "./migrate.ts";

export const database: Noun = {
  name: "database",
  summary: "Migrate the platform's database",
  commands: [databaseMigrate],
};
