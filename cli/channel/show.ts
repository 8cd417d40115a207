import { AppError } from "../../domain/errors.ts";
import type { ApiClient } from "../api-client.ts";
import { defineCommand } from "../command.ts";
import { valueSections } from "../value-sections.ts";
import { channelIdFlag, channelPath } from "./channel-flags.ts";

export const channelShow = defineCommand({
  name: "show",
  summary: "Show a channel: its settings and the account it publishes to",
  example: `longtake channel show \\
    --channel-id YourChannelId`,
  flags: { channelId: channelIdFlag },
  async run(context, { channelId }) {
    const api = context.api();
    const channel = await api.call<object>({ method: "GET", path: channelPath(channelId) });
    const answer = { ...channel, youtube: await connectionOf(api, channelId) };
    context.output.value(answer, () => valueSections(context.output, "Channel", answer));
  },
});

/** Null for a channel that was never connected. */
async function connectionOf(api: ApiClient, channelId: string): Promise<object | null> {
  try {
    return await api.call<object>({ method: "GET", path: channelPath(channelId, "connections", "youtube") });
  } catch (error) {
    if (error instanceof AppError && error.code === "not_found") return null;
    throw error;
  }
}
