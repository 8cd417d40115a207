import { randomUUID } from "node:crypto";
import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { showNewKey } from "./new-key.ts";
import type { NewKey } from "./new-key.ts";

export const keyRotate = defineCommand({
  name: "rotate",
  summary: "Make a successor of an API key; the old one runs out soon after",
  example: `longtake key rotate \\
    --key-id YourKeyId`,
  flags: { keyId: required(text("--key-id <YourKeyId>", "Key to rotate")) },
  async run(context, { keyId }) {
    const path = `/api-keys/${encodeURIComponent(keyId)}/rotate`;
    const request = { method: "POST", path, body: {}, idempotencyKey: randomUUID() } as const;
    showNewKey(context, await context.api().call<NewKey>(request));
  },
});
