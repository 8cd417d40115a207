import { GoogleError, invalidCredentials } from "./errors.ts";
import { spendQuota } from "./quota.ts";
import type { YoutubeMethod } from "./quota.ts";
import { secretHash } from "./store.ts";
import type { YoutubeStore } from "./store.ts";

const SCOPE_PREFIX = "https://www.googleapis.com/auth/";
const MANAGE = ["youtube", "youtube.force-ssl"];
const READ = [...MANAGE, "youtube.readonly"];

/** Scopes of which one must be granted, by method. */
const METHOD_SCOPES: Readonly<Record<YoutubeMethod, readonly string[]>> = {
  "videos.insert": [...MANAGE, "youtube.upload"],
  "thumbnails.set": [...MANAGE, "youtube.upload"],
  "videos.list": READ,
  "channels.list": READ,
  "playlistItems.list": READ,
  "videos.update": MANAGE,
  "videos.delete": MANAGE,
  "captions.list": ["youtube.force-ssl"],
  "captions.insert": ["youtube.force-ssl"],
  "captions.update": ["youtube.force-ssl"],
};

export interface Caller {
  readonly account: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
}

/** Who sent the request; throws 401 for a missing, unknown, expired or revoked token. */
export function authenticate(store: YoutubeStore, authorization: string | undefined): Caller {
  const token = /^Bearer (.+)$/.exec(authorization ?? "")?.[1];
  const issued = token === undefined ? undefined : store.accessTokens.get(secretHash(token));
  const grant = issued === undefined ? undefined : store.grants.get(issued.grantId);
  if (issued === undefined || grant === undefined || grant.revoked || issued.expiresAtMs <= Date.now()) {
    throw invalidCredentials();
  }
  return { account: grant.account, clientId: grant.clientId, scopes: grant.scope.split(" ") };
}

/** Authenticates, checks the scope and spends the method's quota, in that order. */
export async function authorizeCall(
  store: YoutubeStore,
  authorization: string | undefined,
  method: YoutubeMethod,
): Promise<Caller> {
  const caller = authenticate(store, authorization);
  const allowed = METHOD_SCOPES[method].some((scope) => caller.scopes.includes(SCOPE_PREFIX + scope));
  if (!allowed) {
    throw new GoogleError(403, "insufficientPermissions", "Request had insufficient authentication scopes.", {
      domain: "global",
    });
  }
  await spendQuota(store, caller.clientId, method);
  return caller;
}
