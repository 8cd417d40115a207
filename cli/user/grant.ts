import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { choice, instant, required, text } from "../flags.ts";
import { type RightRow, rightsPath, userIdFlag } from "./user-flags.ts";

export const userGrant = defineCommand({
  name: "grant",
  summary: "Make a person a reviewer or signer for a time",
  details: "The right ends by itself at --until, or at once with `longtake user revoke`.",
  example: `longtake user grant \\
    --user-id YourUserId \\
    --right review \\
    --until 2099-01-01T00:00:00Z \\
    --reason "Covers for Ada"`,
  flags: {
    userId: userIdFlag,
    right: required(choice("--right <Right>", "What the person may do", ["review", "sign"])),
    channelId: text("-c, --channel-id <YourChannelId>", "Only this channel"),
    from: instant("--from <Instant>", "When the right begins, with zone (default now)"),
    until: instant("--until <Instant>", "When it ends, with zone (default when revoked)"),
    reason: required(text("--reason <Text>", "Why, for the audit log")),
  },
  async run(context, { userId, ...body }) {
    const request = { method: "POST", path: rightsPath(userId), body, idempotencyKey: randomUUID() } as const;
    const granted = await context.api().call<RightRow>(request);
    context.output.value(granted, () => [
      {
        title: "Right",
        fields: [
          ["RightId", granted.rightId],
          ["Right", granted.right],
          ["ChannelId", granted.channelId ?? "all"],
          ["From", { instant: granted.from }],
          ["Until", { instant: granted.until }],
        ],
      },
    ]);
  },
});
