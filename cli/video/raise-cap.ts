import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { dollars, required, toggle } from "../flags.ts";
import { formatMicroUsd } from "../output/cells.ts";
import { decide, decisionReasonFlag } from "./decision.ts";
import { videoIdFlag } from "./video-path.ts";

export const videoRaiseCap = defineCommand({
  name: "raise-cap",
  summary: "Give a video that was halted by its costs a cap of its own",
  example: `longtake video raise-cap \\
    --video-id YourVideoId \\
    --cap 4.50 \\
    --reason YourReason \\
    --yes`,
  flags: {
    videoId: videoIdFlag,
    cap: required(dollars("--cap <Dollars>", "The new cap in US dollars, what was spent included")),
    reason: decisionReasonFlag,
    yes: toggle("-y, --yes", "Do not ask"),
  },
  async run(context, { videoId, cap, reason, yes }) {
    if (!yes && !(await context.confirm(`Let video ${videoId} cost up to ${formatMicroUsd(cap)}?`))) {
      throw new AppError("cancelled", "Nothing was changed");
    }
    await decide(context, videoId, "raise-cap", { capMicroUsd: cap, reason });
  },
});
