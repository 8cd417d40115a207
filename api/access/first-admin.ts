import { ensureApiKey } from "../../db/queries/api-keys.ts";
import { ensureUser } from "../../db/queries/people.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { hashPassword } from "./passwords.ts";
import { randomBase32, sha256Hex } from "./tokens.ts";

export const FIRST_ADMIN_EMAIL = "admin@longtake.local";
const FIRST_ADMIN_KEY_ID = "admin";

/** Makes the first admin's key and account of the environment at start; what is there already is left as it is. */
export async function ensureFirstAdmin({
  db,
  environment,
}: Pick<ApiDependencies, "db" | "environment">): Promise<void> {
  const { LONGTAKE_ADMIN_KEY: key, LONGTAKE_ADMIN_PASSWORD: password } = environment;
  const principal = systemPrincipal("start-up");
  if (key !== undefined) {
    await ensureApiKey(db, principal, {
      keyId: FIRST_ADMIN_KEY_ID,
      keyHash: sha256Hex(key),
      name: "first administrator",
      role: "admin",
      channelIds: null,
      expiresAt: null,
    });
  }
  if (password !== undefined) {
    await ensureUser(db, principal, { email: FIRST_ADMIN_EMAIL }, async () => ({
      userId: `usr_${randomBase32(16)}`,
      email: FIRST_ADMIN_EMAIL,
      displayName: "Administrator",
      role: "admin",
      passwordHash: await hashPassword(password),
      channelIds: null,
    }));
  }
}
