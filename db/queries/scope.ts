import { type AnyColumn, inArray, type SQL, sql } from "drizzle-orm";
import { AppError } from "../../domain/errors.ts";
import { type Action, mayDo, type Principal } from "../../domain/principal.ts";

/** Throws `forbidden` for the wrong role and `not_found` outside the principal's channels: what it may not see is not there. */
export function requireMay(principal: Principal, action: Action, channelId?: string): void {
  if (!mayDo(principal, action)) {
    throw new AppError("forbidden", `the role ${principal.role} may not ${action}`, {
      remedy: "Ask an administrator for a role that may.",
    });
  }
  if (channelId !== undefined && !mayDo(principal, action, channelId)) {
    throw new AppError("not_found", "there is nothing by this name in your channels");
  }
}

/** The condition that keeps a channel-scoped principal's reads inside its channels. */
export function withinScope(principal: Principal, channelId: AnyColumn | SQL): SQL {
  if (principal.channelIds === undefined) return sql`true`;
  return principal.channelIds.length === 0 ? sql`false` : inArray(sql`${channelId}`, [...principal.channelIds]);
}
