import { createYoutube } from "../../clients/youtube/youtube.ts";
import type { Youtube, YoutubeChannel } from "../../clients/youtube/youtube.ts";
import { createYoutubeAuthorization, newCodeVerifier } from "../../clients/youtube/authorization.ts";
import type { YoutubeAuthorization } from "../../clients/youtube/authorization.ts";
import type { YoutubeQuota } from "../../clients/youtube/quota.ts";
import { type Principal, systemPrincipal } from "../../domain/principal.ts";

const REDIRECT_URI = "http://127.0.0.1:1/callback";

export interface ConnectedAccount {
  readonly youtube: Youtube;
  readonly authorization: YoutubeAuthorization;
  readonly refreshToken: string;
  readonly channel: YoutubeChannel;
}

const free = { charge: async () => ({ release: async () => undefined }), markSpent: async () => undefined };

/** The clients as a worker has them, pointed at a stand-in; they count where a test says so. */
export function clientsOf(
  url: string,
  quotaOf: (principal: Principal) => YoutubeQuota = () => free,
): { youtube: Youtube; authorization: YoutubeAuthorization } {
  const authorization = createYoutubeAuthorization({
    authorizationUrl: `${url}/o/oauth2/v2/auth`,
    tokenUrl: `${url}/token`,
    clientId: "longtake-test",
    clientSecret: "test-secret",
  });
  return { authorization, youtube: createYoutube({ apiUrl: url, watchUrl: url }, authorization, quotaOf) };
}

/** Goes through the OAuth flow as a browser would: follows the redirect by hand. `email` chooses who signs in. */
export async function connectAccount(url: string, email?: string): Promise<ConnectedAccount> {
  const { youtube, authorization } = clientsOf(url);
  const codeVerifier = newCodeVerifier();
  const request = { redirectUri: REDIRECT_URI, state: "s", codeVerifier };
  const consentUrl = new URL(authorization.authorizationUrl(request));
  if (email !== undefined) consentUrl.searchParams.set("login_hint", email);
  const consent = await fetch(consentUrl, { redirect: "manual" });
  const code = new URL(consent.headers.get("location") ?? "").searchParams.get("code") ?? "";
  const { refreshToken } = await authorization.exchange({ code, redirectUri: REDIRECT_URI, codeVerifier });
  return { youtube, authorization, refreshToken, channel: youtube.asChannel(refreshToken, systemPrincipal("test")) };
}
