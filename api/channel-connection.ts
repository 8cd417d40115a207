import { createRoute, z } from "@hono/zod-openapi";
import { randomBytes } from "node:crypto";
import { createCredentialCipher } from "../clients/credentials.ts";
import { createYoutube } from "../clients/youtube/youtube.ts";
import {
  createYoutubeAuthorization,
  newCodeVerifier,
  type YoutubeAuthorization,
} from "../clients/youtube/authorization.ts";
import type { Environment } from "../config.ts";
import {
  type ConnectionRecord,
  findConnection,
  getChannel,
  revokeConnection,
  saveConnection,
} from "../db/queries/channels.ts";
import { requireMay } from "../db/queries/scope.ts";
import { createYoutubeQuota } from "../db/queries/youtube-quota.ts";
import { AppError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { youtubeProject } from "../domain/quota/youtube.ts";
import { allow, principalOf } from "./access/authorization.ts";
import type { ApiDependencies } from "./dependencies.ts";
import { createRoutes, json, jsonBody, readProblems, writeProblems } from "./route.ts";
import { ChannelIdSchema, InstantSchema } from "./vocabulary.ts";

type Deps = Pick<ApiDependencies, "db" | "redis" | "environment" | "settings">;

const PLATFORM = "youtube";
/** As long as Google's own code and consent page live. */
const PENDING_SECONDS = 600;

const ConnectionSchema = z
  .object({
    channel_id: z.string(),
    platform: z.literal(PLATFORM),
    status: z.enum(["connected", "revoked"]),
    account: z.object({ account_id: z.string(), title: z.string() }),
    connected_at: InstantSchema,
  })
  .openapi("ChannelConnection");

const ChannelParams = z.object({ channel_id: ChannelIdSchema });
const path = "/channels/{channel_id}/connections/youtube" as const;

const start = createRoute({
  method: "post",
  path,
  tags: ["channels"],
  summary: "Begin to connect a channel: where its owner gives consent, good for ten minutes",
  middleware: allow("write"),
  request: {
    params: ChannelParams,
    body: jsonBody(
      z
        .strictObject({ redirect_uri: z.url({ protocol: /^https?$/ }).max(500) })
        .openapi("NewChannelConnection", { example: { redirect_uri: "http://127.0.0.1:53682/callback" } }),
    ),
  },
  responses: {
    200: json(z.object({ authorization_url: z.url(), state: z.string() }), "Send the owner's browser there"),
    ...writeProblems(404),
  },
});

const complete = createRoute({
  method: "post",
  path: `${path}/complete`,
  tags: ["channels"],
  summary: "Finish with the code and state that the browser came back with",
  middleware: allow("write"),
  request: {
    params: ChannelParams,
    body: jsonBody(
      z
        .strictObject({ code: z.string().min(1).max(2000), state: z.string().min(1).max(200) })
        .openapi("ChannelConsent", { example: { code: "4/0AX…", state: "hY1s…" } }),
    ),
  },
  responses: { 200: json(ConnectionSchema, "Connected"), ...writeProblems(404, 409, 502) },
});

const show = createRoute({
  method: "get",
  path,
  tags: ["channels"],
  summary: "Show which account a channel is connected to",
  middleware: allow("read"),
  request: { params: ChannelParams },
  responses: { 200: json(ConnectionSchema, "The connection"), ...readProblems(404) },
});

const disconnect = createRoute({
  method: "delete",
  path,
  tags: ["channels"],
  summary: "Withdraw Longtake's access at YouTube and forget the token",
  middleware: allow("write"),
  request: { params: ChannelParams },
  responses: { 204: { description: "Disconnected, or it was not connected" }, ...readProblems(404) },
});

/** OAuth for channels. What the browser must not see (verifier, who began it) waits in Redis under the state. */
export function channelConnectionRoutes(deps: Deps) {
  const { db, redis, environment, settings } = deps;
  const credentials = createCredentialCipher(environment.LONGTAKE_CREDENTIAL_KEYS);
  const authorization = authorizationOf(environment);
  const project = youtubeProject(environment.YOUTUBE_CLIENT_ID ?? "");
  const quotaOf = createYoutubeQuota({ db, project, settings: settings.quotas.youtube });

  return createRoutes()
    .openapi(start, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const { redirect_uri: redirectUri } = c.req.valid("json");
      const principal = principalOf(c);
      requireMay(principal, "write", channelId);
      requireOwnAddress(redirectUri, environment.LONGTAKE_PUBLIC_URL);
      await getChannel(db, principal, { channelId });
      const state = randomBytes(24).toString("base64url");
      const codeVerifier = newCodeVerifier();
      const url = configured(authorization).authorizationUrl({ redirectUri, state, codeVerifier });
      const pending: Pending = { channelId, principalId: principal.id, redirectUri, codeVerifier };
      await redis.set(pendingKey(state), JSON.stringify(pending), "EX", PENDING_SECONDS);
      return c.json({ authorization_url: url, state }, 200);
    })
    .openapi(complete, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const { code, state } = c.req.valid("json");
      const principal = principalOf(c);
      requireMay(principal, "write", channelId);
      const pending = readPending(await redis.getdel(pendingKey(state)), channelId, principal);
      const { refreshToken } = await configured(authorization).exchange({ code, ...pending });
      const youtube = createYoutube(addressesOf(environment), configured(authorization), quotaOf);
      const { channelId: accountId, title } = await youtube.asChannel(refreshToken, principal).readMine();
      const key = { channelId, platform: PLATFORM };
      const { encrypted: encryptedToken, keyId } = credentials.encrypt(refreshToken, key);
      await saveConnection(db, principal, { ...key, encryptedToken, keyId, account: { accountId, title } });
      return c.json(describe(await findConnection(db, principal, key)), 200);
    })
    .openapi(show, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const principal = principalOf(c);
      await getChannel(db, principal, { channelId });
      return c.json(describe(await findConnection(db, principal, { channelId, platform: PLATFORM })), 200);
    })
    .openapi(disconnect, async (c) => {
      const { channel_id: channelId } = c.req.valid("param");
      const principal = principalOf(c);
      requireMay(principal, "write", channelId);
      await getChannel(db, principal, { channelId });
      const key = { channelId, platform: PLATFORM };
      const connection = await findConnection(db, principal, key);
      if (connection !== null && connection.encryptedToken !== null) {
        // First at YouTube: a token that is only forgotten here stays valid there.
        await configured(authorization).revoke(credentials.decrypt(connection.encryptedToken, key));
        await revokeConnection(db, principal, key);
      }
      return c.body(null, 204);
    });
}

interface Pending {
  readonly channelId: string;
  readonly principalId: string;
  readonly redirectUri: string;
  readonly codeVerifier: string;
}
const PendingSchema = z.object({
  channelId: z.string(),
  principalId: z.string(),
  redirectUri: z.string(),
  codeVerifier: z.string(),
});

function pendingKey(state: string): string {
  return `channel-connection:${state}`;
}

/** Used once, by whoever began, for the channel it was begun for. */
function readPending(stored: string | null, channelId: string, principal: Principal): Pending {
  const pending = stored === null ? null : PendingSchema.parse(JSON.parse(stored));
  if (pending?.channelId === channelId && pending.principalId === principal.id) return pending;
  throw new AppError("invalid_input", "this state is unknown, used, or older than ten minutes", {
    field: "state",
    remedy: `Begin again: longtake channel connect --channel-id ${channelId}`,
  });
}

/** A code goes to this computer (RFC 8252) or to this API, never to an address that a caller made up. */
function requireOwnAddress(redirectUri: string, publicUrl: string): void {
  const { hostname, origin } = new URL(redirectUri);
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(hostname);
  if (isLoopback || origin === new URL(publicUrl).origin) return;
  throw new AppError("invalid_input", "the redirect address is neither a loopback address nor one of this API", {
    field: "redirectUri",
    remedy: `Use http://127.0.0.1:<port>/… or an address under ${publicUrl}`,
  });
}

function authorizationOf(environment: Environment): YoutubeAuthorization | undefined {
  const { YOUTUBE_CLIENT_ID: clientId, YOUTUBE_CLIENT_SECRET: clientSecret } = environment;
  if (clientId === undefined || clientSecret === undefined) return undefined;
  const { YOUTUBE_AUTH_URL: authorizationUrl, YOUTUBE_TOKEN_URL: tokenUrl } = environment;
  return createYoutubeAuthorization({ authorizationUrl, tokenUrl, clientId, clientSecret });
}

function addressesOf({ YOUTUBE_API_URL: apiUrl, YOUTUBE_WATCH_URL: watchUrl }: Environment) {
  return { apiUrl, watchUrl };
}

function configured(authorization: YoutubeAuthorization | undefined): YoutubeAuthorization {
  if (authorization) return authorization;
  throw new AppError("unavailable", "no YouTube client is configured", {
    remedy: "Set YOUTUBE_CLIENT_ID and YOUTUBE_CLIENT_SECRET from the Google Cloud console.",
  });
}

function describe(connection: ConnectionRecord | null): z.infer<typeof ConnectionSchema> {
  if (connection === null) throw new AppError("not_found", "the channel was never connected to YouTube");
  const { channelId, status, account, connectedAt } = connection;
  return {
    channel_id: channelId,
    platform: PLATFORM,
    status,
    account: { account_id: account.accountId, title: account.title },
    connected_at: connectedAt,
  };
}
