import { defineCommand } from "../command.ts";
import { type RightRow, rightsPath, userIdFlag } from "./user-flags.ts";

export const userRights = defineCommand({
  name: "rights",
  summary: "List a person's dated rights, ended ones included",
  example: `longtake user rights \\
    --user-id YourUserId`,
  flags: { userId: userIdFlag },
  async run(context, { userId }) {
    const { rights } = await context.api().call<{ readonly rights: readonly RightRow[] }>({
      method: "GET",
      path: rightsPath(userId),
    });
    await context.output.list(rights, [
      { title: "Right", value: (row) => row.right },
      { title: "Now", value: (row) => (row.isValidNow ? "yes" : "no") },
      { title: "ChannelId", value: (row) => row.channelId ?? "all" },
      { title: "From", value: (row) => ({ instant: row.from }) },
      { title: "Until", value: (row) => ({ instant: row.until }) },
      { title: "Revoked", value: (row) => ({ instant: row.revokedAt }) },
      { title: "RightId", value: (row) => row.rightId },
      { title: "Reason", value: (row) => row.reason, shrinks: true },
    ]);
  },
});
