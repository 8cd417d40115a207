import { sql } from "drizzle-orm";
import { check, text, uniqueIndex } from "drizzle-orm/pg-core";
import { ROLES } from "../../domain/principal.ts";
import { instant, lifecycle, oneOf } from "./columns.ts";
import { core } from "./schemas.ts";

/** A person who signs in: by password (embedded) or by OIDC subject. */
export const users = core.table(
  "users",
  {
    userId: text("user_id").primaryKey(),
    email: text("email").notNull(),
    displayName: text("display_name").notNull().default(""),
    role: text("role", { enum: ROLES }).notNull(),
    status: text("status", { enum: ["active", "disabled"] })
      .notNull()
      .default("active"),
    /** A salted, slow hash with its parameters; null when only OIDC signs this person in. */
    passwordHash: text("password_hash"),
    oidcIssuer: text("oidc_issuer"),
    oidcSubject: text("oidc_subject"),
    /** Channels the person may touch; null means all. */
    channelIds: text("channel_ids").array(),
    lastSignedInAt: instant("last_signed_in_at"),
    ...lifecycle(),
  },
  (t) => [
    uniqueIndex("users_email_unique").on(sql`lower(${t.email})`),
    uniqueIndex("users_oidc_unique").on(t.oidcIssuer, t.oidcSubject),
    check("users_role", oneOf(t.role, ROLES)),
    check("users_status", oneOf(t.status, ["active", "disabled"])),
    check("users_oidc_pair", sql`(${t.oidcIssuer} is null) = (${t.oidcSubject} is null)`),
    check("users_lifecycle", sql`${t.createdAt} <= ${t.updatedAt}`),
  ],
);
