import { AppError } from "../../domain/errors.ts";
import type { CommandContext } from "../context.ts";

/** These commands need the database alone, so they ask for none of the platform's other settings. */
export function databaseUrl(context: CommandContext): string {
  const url = context.environment["DATABASE_URL"];
  if (url) return url;
  throw new AppError("invalid_input", "DATABASE_URL is not set", {
    field: "DATABASE_URL",
    remedy: "Set it to the PostgreSQL of the platform, as in postgres://user@host:5432/longtake.",
  });
}
