import { defineCommand } from "../command.ts";

interface ChannelRow {
  readonly channelId: string;
  readonly name: string;
  readonly niche: string;
  readonly status: string;
  readonly createdAt: string;
}

export const channelList = defineCommand({
  name: "list",
  summary: "List the channels",
  example: `longtake channel list \\
    --output json`,
  flags: {},
  async run(context) {
    const { channels } = await context.api().call<{ readonly channels: readonly ChannelRow[] }>({
      method: "GET",
      path: "/channels",
    });
    await context.output.list(channels, [
      { title: "Status", value: (row) => row.status },
      { title: "ChannelId", value: (row) => row.channelId },
      { title: "Niche", value: (row) => row.niche },
      { title: "Created", value: (row) => ({ instant: row.createdAt }) },
      { title: "Name", value: (row) => row.name, shrinks: true },
    ]);
  },
});
