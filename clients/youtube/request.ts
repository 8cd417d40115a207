import { AppError } from "../../domain/errors.ts";
import type { YoutubeMethod } from "../../domain/quota/youtube.ts";
import { wasNeverSent } from "../never-sent.ts";
import type { AccessToken, YoutubeAuthorization } from "./authorization.ts";
import { isDailyQuota, readRefusal, unreachable } from "./errors.ts";
import type { YoutubeQuota } from "./quota.ts";

const REQUEST_TIMEOUT_MS = 120_000;

/** What a call is counted as; `free` for the bytes of an upload that was counted when it was opened. */
export type CountedAs = YoutubeMethod | "free";

/** Counts and sends one request with a valid access token and returns its answer; a 401 gets one fresh token. */
export type SendAuthorized = (countedAs: CountedAs, url: URL, init: RequestInit, action: string) => Promise<Response>;

/** Keeps one channel's access token for as long as it lives; throws `channel_not_connected` when none can be had. */
export function createAuthorizedSender(
  authorization: YoutubeAuthorization,
  refreshToken: string,
  quota: YoutubeQuota,
): SendAuthorized {
  let token: AccessToken | null = null;

  const validToken = async (): Promise<string> => {
    if (token === null || token.expiresAtMs <= Date.now()) token = await authorization.refresh(refreshToken);
    return token.value;
  };

  const send = async (url: URL, init: RequestInit, action: string): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("Authorization", `Bearer ${await validToken()}`);
    const timeout = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
    const signal = init.signal ? AbortSignal.any([init.signal, timeout]) : timeout;
    return fetch(url, { ...init, headers, redirect: "manual", signal }).catch((cause: unknown) => {
      init.signal?.throwIfAborted();
      throw unreachable(action, cause);
    });
  };

  /** A token that is refused costs nothing, so the second try is the one that was counted. */
  const sendTwice = async (url: URL, init: RequestInit, action: string): Promise<Response> => {
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

  return async (countedAs, url, init, action) => {
    if (countedAs === "free") return sendTwice(url, init, action);
    // Before the count: between it and the call there is nothing that could take time or fail.
    await validToken();
    const charge = await quota.charge(countedAs);
    const answer = await sendTwice(url, init, action).catch(async (error: unknown) => {
      if (wasNeverSent(error)) await charge.release();
      throw error;
    });
    if (!answer.ok && isDailyQuota(await readRefusal(answer.clone()))) await quota.markSpent(countedAs);
    return answer;
  };
}
