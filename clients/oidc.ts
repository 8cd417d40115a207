import * as oidc from "openid-client";
import { AppError } from "../domain/errors.ts";

export interface OidcSettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** What must be remembered between sending the person away and their return. */
export interface OidcChecks {
  readonly state: string;
  readonly nonce: string;
  readonly codeVerifier: string;
}

export interface OidcIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** Verified by the provider. */
  readonly email: string;
  /** ISO instant at which the provider last checked who this is; an answer without it is refused. */
  readonly authenticatedAt: string;
}

export interface OidcProvider {
  /** The address to send the person to; `fresh` asks the provider to check them again. */
  start(options: { readonly fresh: boolean }): Promise<{ readonly url: string; readonly checks: OidcChecks }>;
  /** Throws AppError `unauthorized` when the answer does not fit, `unavailable` when the provider is away. */
  finish(callbackUrl: URL, checks: OidcChecks): Promise<OidcIdentity>;
}

/** The oldest check of a person that is taken; asking for a limit also obliges the provider to tell the instant. */
const CHECK_AGE_MAX_SECONDS = 12 * 60 * 60;

/** Sign-in by OpenID Connect: authorization code with PKCE. The provider is read at first use. */
export function createOidcProvider(settings: OidcSettings): OidcProvider {
  let discovered: Promise<oidc.Configuration> | undefined;
  const configuration = () => {
    discovered ??= discover(settings).catch((error: unknown) => {
      discovered = undefined;
      throw new AppError("unavailable", "the identity provider does not answer", {
        cause: error,
        retryable: true,
        retryAfterMs: 5_000,
        remedy: "Try again, or sign in with a password.",
      });
    });
    return discovered;
  };
  return {
    async start({ fresh }) {
      const codeVerifier = oidc.randomPKCECodeVerifier();
      const checks = { state: oidc.randomState(), nonce: oidc.randomNonce(), codeVerifier };
      const url = oidc.buildAuthorizationUrl(await configuration(), {
        redirect_uri: settings.redirectUri,
        scope: "openid email",
        code_challenge: await oidc.calculatePKCECodeChallenge(codeVerifier),
        code_challenge_method: "S256",
        state: checks.state,
        nonce: checks.nonce,
        ...(fresh ? { prompt: "login", max_age: "0" } : { max_age: String(CHECK_AGE_MAX_SECONDS) }),
      });
      return { url: url.href, checks };
    },
    async finish(callbackUrl, checks) {
      const config = await configuration();
      try {
        const tokens = await oidc.authorizationCodeGrant(config, callbackUrl, {
          expectedState: checks.state,
          expectedNonce: checks.nonce,
          pkceCodeVerifier: checks.codeVerifier,
          idTokenExpected: true,
          maxAge: CHECK_AGE_MAX_SECONDS,
        });
        return await identityOf(config, tokens);
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        throw refused("the identity provider's answer is not valid", cause);
      }
    },
  };
}

function discover({ issuer, clientId, clientSecret }: OidcSettings): Promise<oidc.Configuration> {
  const server = new URL(issuer);
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(server.hostname);
  // Without TLS only on this machine: the stand-in of a provider in tests and demos.
  const options = isLoopback ? { execute: [oidc.allowInsecureRequests] } : {};
  return oidc.discovery(server, clientId, clientSecret, undefined, options);
}

async function identityOf(
  config: oidc.Configuration,
  tokens: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
): Promise<OidcIdentity> {
  const claims = tokens.claims();
  if (claims?.auth_time === undefined) throw refused("the identity provider does not say when it checked the person");
  // Where a code is exchanged, most providers give the e-mail address at the userinfo endpoint only (Core 1.0, 5.4).
  const person = "email" in claims ? claims : await oidc.fetchUserInfo(config, tokens.access_token, claims.sub);
  const { email, email_verified: isVerified } = person;
  if (typeof email !== "string") throw refused("the identity provider names no e-mail address");
  // An address that anybody can claim would open the account of whoever owns it.
  if (isVerified !== true) throw refused("the identity provider has not verified the e-mail address");
  const authenticatedAt = new Date(claims.auth_time * 1000).toISOString();
  return { issuer: claims.iss, subject: claims.sub, email, authenticatedAt };
}

function refused(message: string, cause?: unknown): AppError {
  return new AppError("unauthorized", message, { cause, remedy: "Start the sign-in again." });
}
