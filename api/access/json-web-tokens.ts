import { createRemoteJWKSet, jwtVerify, SignJWT, errors, type JWTPayload, type JWTVerifyGetKey } from "jose";
import { z } from "zod";
import type { Environment } from "../../config.ts";
import { AppError } from "../../domain/errors.ts";
import { type Principal, ROLES } from "../../domain/principal.ts";

export const TOKEN_AUDIENCE = "longtake";
export const TOKEN_LIFETIME_SECONDS = 3600;
const CLOCK_TOLERANCE_SECONDS = 30;

const Claims = z.object({
  sub: z.string().min(1).max(255),
  role: z.enum(ROLES),
  channel_ids: z.array(z.string().min(1)).max(1000).optional(),
  requests_per_minute: z.int().positive().optional(),
});

export interface TokenService {
  /** Throws AppError `unauthorized` saying what is wrong with the token. */
  verify(token: string): Promise<Principal>;
  /** Signs an hour's token. Throws AppError `conflict` where an outside provider signs the tokens. */
  issue(principal: Principal): Promise<string>;
}

type TokenEnvironment = Pick<
  Environment,
  "LONGTAKE_JWT_SECRET" | "LONGTAKE_JWKS_URL" | "LONGTAKE_PUBLIC_URL" | "OIDC_ISSUER"
>;

/**
 * Tokens signed by our own secret (HS256, issuer = LONGTAKE_PUBLIC_URL) or by the provider behind LONGTAKE_JWKS_URL
 * (issuer = OIDC_ISSUER, else the origin of that URL). The audience is `longtake` for both.
 */
export function createTokenService(environment: TokenEnvironment): TokenService {
  const { LONGTAKE_JWT_SECRET, LONGTAKE_JWKS_URL, LONGTAKE_PUBLIC_URL, OIDC_ISSUER } = environment;
  const secret = LONGTAKE_JWT_SECRET === undefined ? undefined : new TextEncoder().encode(LONGTAKE_JWT_SECRET);
  const remote = LONGTAKE_JWKS_URL === undefined ? undefined : createRemoteJWKSet(new URL(LONGTAKE_JWKS_URL));
  const remoteIssuer = OIDC_ISSUER ?? (LONGTAKE_JWKS_URL === undefined ? "" : new URL(LONGTAKE_JWKS_URL).origin);

  const attempts: (() => { key: Uint8Array | JWTVerifyGetKey; issuer: string; algorithms: string[] })[] = [];
  if (secret) attempts.push(() => ({ key: secret, issuer: LONGTAKE_PUBLIC_URL, algorithms: ["HS256"] }));
  if (remote)
    attempts.push(() => ({ key: remote, issuer: remoteIssuer, algorithms: ["RS256", "ES256", "EdDSA", "PS256"] }));

  return {
    async verify(token) {
      let refusal: unknown;
      for (const attempt of attempts) {
        const { key, issuer, algorithms } = attempt();
        const options = {
          issuer,
          audience: TOKEN_AUDIENCE,
          algorithms,
          clockTolerance: CLOCK_TOLERANCE_SECONDS,
          requiredClaims: ["exp"],
        };
        try {
          const { payload } =
            typeof key === "function" ? await jwtVerify(token, key, options) : await jwtVerify(token, key, options);
          return principalOf(payload);
        } catch (error) {
          if (error instanceof AppError) throw error;
          if (!isRefusal(error)) throw unreachable(error);
          refusal = error;
        }
      }
      throw refused(refusal instanceof Error ? refusal.message : "no key verifies it", refusal);
    },
    async issue(principal) {
      if (!secret) {
        throw new AppError("conflict", "tokens are signed by the identity provider here", {
          remedy: "Ask that provider for a token, or use the API key as the bearer.",
        });
      }
      const { role, channelIds, requestsPerMinute } = principal;
      const scope = channelIds === undefined ? {} : { channel_ids: channelIds };
      const rate = requestsPerMinute === undefined ? {} : { requests_per_minute: requestsPerMinute };
      return new SignJWT({ role, ...scope, ...rate })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setSubject(principal.id)
        .setIssuer(LONGTAKE_PUBLIC_URL)
        .setAudience(TOKEN_AUDIENCE)
        .setIssuedAt()
        .setExpirationTime(`${TOKEN_LIFETIME_SECONDS}s`)
        .sign(secret);
    },
  };
}

function principalOf(payload: JWTPayload): Principal {
  const claims = Claims.safeParse(payload);
  if (!claims.success) throw refused(`its claim ${claims.error.issues[0]?.path.join(".") ?? ""} is missing or wrong`);
  const { sub, role, channel_ids: channelIds, requests_per_minute: requestsPerMinute } = claims.data;
  return {
    kind: "token",
    id: sub,
    role,
    ...(channelIds === undefined ? {} : { channelIds }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof errors.JOSEError && !(error instanceof errors.JWKSTimeout);
}

function refused(reason: string, cause?: unknown): AppError {
  return new AppError("unauthorized", `the token is refused: ${reason}`, {
    cause,
    remedy: "Ask for a new token at POST /auth/token.",
  });
}

function unreachable(cause: unknown): AppError {
  return new AppError("unavailable", "the keys of the identity provider cannot be read", {
    cause,
    retryable: true,
    retryAfterMs: 5_000,
  });
}
