import { AppError } from "../../domain/errors.ts";
import type { AccessToken, YoutubeAuthorization } from "./authorization.ts";
import { readRefusal, unreachable } from "./errors.ts";

const REQUEST_TIMEOUT_MS = 120_000;

/** Sends one request with a valid access token and returns its answer; a 401 gets one fresh token. */
export type SendAuthorized = (url: URL, init: RequestInit, action: string) => Promise<Response>;

/** Keeps one channel's access token for as long as it lives; throws `channel_not_connected` when none can be had. */
export function createAuthorizedSender(authorization: YoutubeAuthorization, refreshToken: string): SendAuthorized {
  let token: AccessToken | null = null;

  const send = async (url: URL, init: RequestInit, action: string): Promise<Response> => {
    if (token === null || token.expiresAtMs <= Date.now()) token = await authorization.refresh(refreshToken);
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${token.value}`);
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(url, { ...init, headers, redirect: "manual", signal }).catch((cause: unknown) => {
      init.signal?.throwIfAborted();
      throw unreachable(action, cause);
    });
  };

  return async (url, init, action) => {
    const answer = await send(url, init, action);
    if (answer.status !== 401) return answer;
    // The token may have died early. A withdrawn grant shows in the refresh, a stubborn 401 below.
    await answer.body?.cancel();
    token = null;
    const second = await send(url, init, action);
    if (second.status !== 401) return second;
    const { message } = await readRefusal(second);
    throw new AppError("channel_not_connected", `YouTube does not accept a fresh token to ${action}: ${message}`, {
      remedy: "Connect the channel again: longtake channel connect --channel-id <id>",
    });
  };
}
