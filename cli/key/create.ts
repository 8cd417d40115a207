import { ROLES } from "../../domain/principal.ts";
import { defineCommand } from "../command.ts";
import { choice, instant, integer, repeated, required, text } from "../flags.ts";
import { showNewKey } from "./new-key.ts";
import type { NewKey } from "./new-key.ts";

export const keyCreate = defineCommand({
  name: "create",
  summary: "Create an API key and print it once",
  example: `longtake key create \\
    --name nightly-import \\
    --role service_account \\
    --channel-id YourChannelId`,
  flags: {
    name: required(text("--name <Text>", "What the key is for")),
    role: required(choice("--role <Role>", "What the key may do", ROLES)),
    channelId: repeated(text("-c, --channel-id <YourChannelId>", "Only this channel; repeat it for more")),
    requestsPerMinute: integer("--requests-per-minute <Number>", "Limit of its own instead of everybody's", {
      min: 1,
      max: 1_000_000,
    }),
    expiresAt: instant("--expires-at <Instant>", "When the key stops working, with zone"),
  },
  async run(context, { channelId, ...key }) {
    const body = { ...key, channelIds: channelId.length === 0 ? undefined : channelId };
    const request = { method: "POST", path: "/api-keys", body } as const;
    showNewKey(context, await context.api().call<NewKey>(request));
  },
});
