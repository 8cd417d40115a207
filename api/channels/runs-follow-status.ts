import pLimit from "p-limit";
import { runsOfChannel } from "../../db/queries/channel-runs.ts";
import type { ChannelRecord } from "../../db/queries/channels.ts";
import { getVideo } from "../../db/queries/videos.ts";
import type { Principal } from "../../domain/principal.ts";
import { resumeUpdate } from "../../workflows/generate-video-messages.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { cancelRun } from "../pipeline/cancel-run.ts";
import { withinTime } from "../temporal-deadline.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "log">;

const ASKED_AT_ONCE = 8;
const ANSWER_MS = 5_000;

/**
 * Ends the runs of an archived channel, and wakes those that waited for a channel which is open again. A run that does
 * not answer is logged: before its upload it looks at the channel itself, and its remedy says how to go on.
 */
export async function runsFollowStatus(
  deps: Deps,
  principal: Principal,
  { channelId, status }: Pick<ChannelRecord, "channelId" | "status">,
): Promise<void> {
  if (status === "suspended") return;
  const runs = await runsOfChannel(deps.db, principal, { channelId });
  const limit = pLimit(ASKED_AT_ONCE);
  const told = runs.map(({ videoId, workflowId, waitingFor }) => async () => {
    const run = deps.temporal.workflow.getHandle(workflowId);
    const isProcessing = async () => (await getVideo(deps.db, principal, { videoId })).status === "processing";
    const cancel = () => cancelRun(() => withinTime(deps, () => run.cancel(), ANSWER_MS), isProcessing);
    const resume = () => withinTime(deps, () => run.executeUpdate(resumeUpdate), ANSWER_MS);
    try {
      if (status === "archived") await cancel();
      else if (waitingFor?.errorCode === "channel_suspended") await resume();
    } catch (error) {
      deps.log.warn({ err: error, videoId, channelId, status }, "a run was not told of its channel's new status");
    }
  });
  await Promise.all(told.map((tell) => limit(tell)));
}
