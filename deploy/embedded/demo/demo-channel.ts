import { z } from "zod";
import { AppError } from "../../../domain/errors.ts";
import type { ApiClient } from "./api-client.ts";

const CHANNEL = { channel_id: "demo", name: "Longtake demo", niche: "education" } as const;

const Channels = z.object({ channels: z.array(z.object({ channel_id: z.string() })) });
const Connection = z.object({ status: z.string() });
const Authorization = z.object({ authorization_url: z.url(), state: z.string() });

/** The demo's channel, connected to the YouTube stand-in, which gives its consent without a page. */
export async function ensureDemoChannel(api: ApiClient): Promise<string> {
  const { channels } = await api.call("GET", "/channels", Channels);
  if (!channels.some((channel) => channel.channel_id === CHANNEL.channel_id)) {
    await api.call("POST", "/channels", z.unknown(), CHANNEL);
  }
  const path = `/channels/${CHANNEL.channel_id}/connections/youtube`;
  if (!(await isConnected(api, path))) await connect(api, path);
  return CHANNEL.channel_id;
}

async function isConnected(api: ApiClient, path: string): Promise<boolean> {
  try {
    return (await api.call("GET", path, Connection)).status === "connected";
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return false;
    throw error;
  }
}

/** The OAuth loopback flow, with nobody in the browser: the answer is read off the redirect. */
async function connect(api: ApiClient, path: string): Promise<void> {
  const redirectUri = "http://127.0.0.1/demo";
  const begun = await api.call("POST", path, Authorization, { redirect_uri: redirectUri });
  const consent = await fetch(begun.authorization_url, { redirect: "manual" });
  const location = consent.headers.get("location");
  if (location === null) {
    throw new AppError(
      "unavailable",
      `The YouTube stand-in gave no consent: ${consent.status} ${await consent.text()}`,
    );
  }
  const answer = new URL(location).searchParams;
  await api.call("POST", `${path}/complete`, z.unknown(), {
    code: answer.get("code"),
    state: answer.get("state") ?? begun.state,
  });
}
