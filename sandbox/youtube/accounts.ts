import { createHash } from "node:crypto";

/** Google accounts exist as soon as somebody signs in as them; each owns one channel derived from its name. */
export interface Channel {
  readonly id: string;
  readonly title: string;
  readonly customUrl: string;
  readonly uploadsPlaylistId: string;
}

export const DEFAULT_ACCOUNT = "demo@longtake.example";

export function channelOf(account: string): Channel {
  const name = account.split("@")[0] ?? account;
  const suffix = createHash("sha256").update(account).digest("base64url").slice(0, 22);
  return {
    id: `UC${suffix}`,
    title: `${name.charAt(0).toUpperCase()}${name.slice(1)} channel`,
    customUrl: `@${name.toLowerCase().replaceAll(/[^a-z0-9.-]/g, "-")}`,
    uploadsPlaylistId: `UU${suffix}`,
  };
}
