import { createHash, randomBytes } from "node:crypto";

import { z } from "zod";

import { AppError } from "../../domain/errors.ts";
import { unreachable } from "./errors.ts";

/** Upload, list, update, thumbnails; captions are under force-ssl alone. */
const SCOPES = ["https://www.googleapis.com/auth/youtube.upload", "https://www.googleapis.com/auth/youtube.force-ssl"];
/** An access token is thrown away this long before it dies, so that none dies between check and use. */
const EXPIRY_MARGIN_MS = 60_000;
const REQUEST_TIMEOUT_MS = 30_000;

export interface YoutubeAuthorizationSettings {
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface AccessToken {
  readonly value: string;
  /** Unix ms, margin taken off. */
  readonly expiresAtMs: number;
}

export interface YoutubeAuthorization {
  /** Where to send the person who owns the channel. */
  authorizationUrl(request: { redirectUri: string; state: string; codeVerifier: string }): string;
  /** Trades the code for tokens; `invalid_input` when the code is used, old or for another verifier. */
  exchange(request: { code: string; redirectUri: string; codeVerifier: string }): Promise<{
    readonly refreshToken: string;
    readonly accessToken: AccessToken;
    readonly scopes: readonly string[];
  }>;
  /** `channel_not_connected` when the owner withdrew access. */
  refresh(refreshToken: string): Promise<AccessToken>;
  /** Withdraws access at the platform; a token that is already dead counts as done. */
  revoke(refreshToken: string): Promise<void>;
}

const TokenAnswer = z.object({
  access_token: z.string(),
  expires_in: z.number(),
  refresh_token: z.string().optional(),
  scope: z.string().default(""),
});
const TokenRefusal = z.object({ error: z.string(), error_description: z.string().default("") });

/** A fresh PKCE verifier (RFC 7636): 43 characters. */
export function newCodeVerifier(): string {
  return randomBytes(32).toString("base64url");
}

/** Google's OAuth 2 with PKCE and an offline grant. */
export function createYoutubeAuthorization(settings: YoutubeAuthorizationSettings): YoutubeAuthorization {
  const { clientId, clientSecret } = settings;

  return {
    authorizationUrl({ redirectUri, state, codeVerifier }) {
      const url = new URL(settings.authorizationUrl);
      const query = {
        client_id: clientId,
        redirect_uri: redirectUri,
        response_type: "code",
        scope: SCOPES.join(" "),
        state,
        access_type: "offline",
        // Without it Google omits the refresh token for an owner who has agreed before.
        prompt: "consent",
        code_challenge: createHash("sha256").update(codeVerifier).digest("base64url"),
        code_challenge_method: "S256",
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return url.href;
    },

    async exchange({ code, redirectUri, codeVerifier }) {
      const form = {
        grant_type: "authorization_code",
        code,
        redirect_uri: redirectUri,
        code_verifier: codeVerifier,
        client_id: clientId,
        client_secret: clientSecret,
      };
      const answer = TokenAnswer.parse(await post(settings.tokenUrl, form, "exchange the authorization code"));
      if (answer.refresh_token === undefined) {
        throw new AppError("platform_refused", "YouTube gave no refresh token", {
          remedy: "Remove Longtake's access at myaccount.google.com/permissions and connect the channel again.",
        });
      }
      const scopes = answer.scope.split(" ");
      const refused = SCOPES.filter((scope) => !scopes.includes(scope));
      if (refused.length > 0) {
        throw new AppError("platform_refused", `the owner did not allow ${refused.join(", ")}`, {
          remedy: "Connect the channel again and tick every box.",
        });
      }
      return { refreshToken: answer.refresh_token, accessToken: accessTokenOf(answer), scopes };
    },

    async refresh(refreshToken) {
      const form = {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        client_id: clientId,
        client_secret: clientSecret,
      };
      return accessTokenOf(TokenAnswer.parse(await post(settings.tokenUrl, form, "refresh the access token")));
    },

    async revoke(refreshToken) {
      try {
        await post(new URL("/revoke", settings.tokenUrl).href, { token: refreshToken }, "revoke the access");
      } catch (error) {
        if (!(error instanceof AppError) || error.code !== "channel_not_connected") throw error;
      }
    },
  };
}

async function post(url: string, form: Record<string, string>, action: string): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    body: new URLSearchParams(form),
    signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw unreachable(action, cause);
  });
  if (response.status >= 500 || response.status === 429) throw unreachable(action, `status ${response.status}`);
  const answer: unknown = await response.json().catch((cause: unknown) => {
    throw unreachable(action, cause);
  });
  if (!response.ok) throw refusedBy(TokenRefusal.parse(answer), action);
  return answer;
}

function refusedBy({ error, error_description: description }: z.infer<typeof TokenRefusal>, action: string): AppError {
  const said = `YouTube refused to ${action}: ${error} ${description}`.trim();
  const isDeadToken = error === "invalid_token" || (error === "invalid_grant" && !action.startsWith("exchange"));
  if (isDeadToken) {
    return new AppError("channel_not_connected", said, {
      remedy: "Connect the channel again: longtake channel connect --channel-id <id>",
    });
  }
  if (error === "invalid_grant") {
    return new AppError("invalid_input", said, { field: "code", remedy: "Start the connection again." });
  }
  return new AppError("platform_refused", said, {
    remedy: "Check YOUTUBE_CLIENT_ID, YOUTUBE_CLIENT_SECRET and the redirect address in the Google Cloud console.",
  });
}

function accessTokenOf(answer: z.infer<typeof TokenAnswer>): AccessToken {
  return { value: answer.access_token, expiresAtMs: Date.now() + answer.expires_in * 1000 - EXPIRY_MARGIN_MS };
}
