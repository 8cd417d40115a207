import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { required, text, toggle } from "../flags.ts";

export const keyRevoke = defineCommand({
  name: "revoke",
  summary: "Make an API key useless at once",
  example: `longtake key revoke \\
    --key-id YourKeyId \\
    --yes`,
  flags: {
    keyId: required(text("--key-id <YourKeyId>", "Key to revoke")),
    yes: toggle("-y, --yes", "Do not ask"),
  },
  async run(context, { keyId, yes }) {
    if (!yes && !(await context.confirm(`Revoke key ${keyId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await context.api().call({ method: "DELETE", path: `/api-keys/${encodeURIComponent(keyId)}` });
    context.output.value({ keyId, revoked: true }, () => [{ title: "Revoked", fields: [["KeyId", keyId]] }]);
  },
});
