import type { CommandContext } from "../context.ts";

export interface NewKey {
  readonly keyId: string;
  /** The whole key; only its hash is kept, so this answer is the last that has it. */
  readonly key: string;
  readonly name: string;
  readonly role: string;
  readonly requestsPerMinute: number | null;
  readonly expiresAt: string | null;
}

export function showNewKey(context: CommandContext, key: NewKey): void {
  context.output.value(key, () => [
    {
      title: "API key",
      fields: [
        ["KeyId", key.keyId],
        ["Name", key.name],
        ["Role", key.role],
        ["PerMinute", key.requestsPerMinute],
        ["Expires", { instant: key.expiresAt }],
        ["Key", key.key],
      ],
    },
  ]);
  context.output.note("Keep the key now: it is not shown again.");
}
