import { defineCommand } from "../command.ts";
import { duration, required, text } from "../flags.ts";
import { showNewKey } from "./new-key.ts";
import type { NewKey } from "./new-key.ts";

const DAY_MS = 86_400_000;

export const keyRotate = defineCommand({
  name: "rotate",
  summary: "Make a successor of an API key; the old one runs out soon after",
  example: `longtake key rotate \\
    --key-id YourKeyId \\
    --overlap 1h`,
  flags: {
    keyId: required(text("--key-id <YourKeyId>", "Key to rotate")),
    overlap: duration("--overlap <Duration>", "How long the old key works on (default 1d)"),
  },
  async run(context, { keyId, overlap = DAY_MS }) {
    const path = `/api-keys/${encodeURIComponent(keyId)}/rotate`;
    const request = { method: "POST", path, body: { overlapSeconds: Math.round(overlap / 1000) } } as const;
    showNewKey(context, await context.api().call<NewKey>(request));
  },
});
