import { randomUUID } from "node:crypto";
import { NICHES } from "../../domain/video/video.ts";
import { defineCommand } from "../command.ts";
import { choice, required, text } from "../flags.ts";
import { valueSections } from "../value-sections.ts";
import { channelBody, channelIdFlag, channelSettingFlags } from "./channel-flags.ts";

/** A channel is born active. */
const { status: _status, ...settings } = channelSettingFlags;

export const channelCreate = defineCommand({
  name: "create",
  summary: "Create a channel",
  example: `longtake channel create \\
    --channel-id YourChannelId \\
    --name "Science daily" \\
    --niche education`,
  flags: {
    ...settings,
    channelId: channelIdFlag,
    name: required(text("--name <Text>", "Name that people see")),
    niche: required(choice("--niche <Niche>", "What the channel is about", NICHES)),
  },
  async run(context, { channelId, ...flags }) {
    const body = { channelId, ...channelBody({ ...flags, status: undefined }) };
    const request = { method: "POST", path: "/channels", body, idempotencyKey: randomUUID() } as const;
    const channel = await context.api().call<unknown>(request);
    context.output.value(channel, () => valueSections(context.output, "Channel", channel));
  },
});
