import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { required, text, toggle } from "../flags.ts";
import { rightsPath, userIdFlag } from "./user-flags.ts";

export const userRevoke = defineCommand({
  name: "revoke",
  summary: "End a person's right at once",
  example: `longtake user revoke \\
    --user-id YourUserId \\
    --right-id YourRightId \\
    --yes`,
  flags: {
    userId: userIdFlag,
    rightId: required(text("--right-id <YourRightId>", "Right to end, of `longtake user rights`")),
    yes: toggle("-y, --yes", "Do not ask"),
  },
  async run(context, { userId, rightId, yes }) {
    if (!yes && !(await context.confirm(`End right ${rightId}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await context.api().call({ method: "DELETE", path: rightsPath(userId, rightId) });
    context.output.value({ userId, rightId, revoked: true }, () => [
      { title: "Revoked", fields: [["RightId", rightId]] },
    ]);
  },
});
