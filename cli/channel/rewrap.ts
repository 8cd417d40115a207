import { defineCommand } from "../command.ts";

interface Rewrapped {
  readonly keyId: string;
  readonly rewrapped: number;
  readonly alreadyCurrent: number;
  readonly failed: readonly { readonly channelId: string; readonly platform: string; readonly reason: string }[];
}

export const channelRewrap = defineCommand({
  name: "rewrap",
  summary: "Re-encrypt the stored tokens of all channels under the current key",
  details:
    "Do this after a new key was put in front of LONGTAKE_CREDENTIAL_KEYS; when nothing failed, the old key may go.",
  example: `longtake channel rewrap \\
    --output json`,
  flags: {},
  async run(context) {
    const answer = await context
      .api()
      .call<Rewrapped>({ method: "POST", path: "/channels/rewrap-credentials", body: {} });
    context.output.value(answer, () => [
      {
        title: "Credentials",
        fields: [
          ["KeyId", answer.keyId],
          ["Rewrapped", answer.rewrapped],
          ["AlreadyCurrent", answer.alreadyCurrent],
          ["Failed", answer.failed.length],
        ],
      },
      ...answer.failed.map(({ channelId, platform, reason }) => ({
        title: `${channelId} (${platform})`,
        lines: [reason],
      })),
    ]);
  },
});
