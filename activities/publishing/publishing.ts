import { cancellationSignal, log } from "@temporalio/activity";

import { closeUploadSession, findPublication, findUploadSession } from "../../db/queries/publications.ts";
import { callingWorkflow } from "../caller.ts";
import type { FileUploadInput, UploadResult, Usage } from "../../domain/video/production.ts";
import { reportStageProgress } from "../progress.ts";
import { openChannel, withChannel } from "./connection.ts";
import { PLATFORM, PUBLISHING_SETTINGS } from "./context.ts";
import type { Publishing, PublishingDeps } from "./context.ts";
import { dressVideo } from "./dressing.ts";
import { tryPublication } from "./dry-run.ts";
import { type Inserted, insertVideoOnce, recordCommitted } from "./insert.ts";
import { createProcessingActivity } from "./processing.ts";
import { createPublicationUpdate } from "./update.ts";
import { createVisibilityActivity } from "./visibility.ts";

export type { PublishingDeps, PublishingSettings } from "./context.ts";

export function createPublishingActivities(deps: PublishingDeps) {
  return {
    ...createPublicationUpdate(deps),
    ...createVisibilityActivity(deps),
    ...createProcessingActivity(deps),

    /**
     * Puts a video on YouTube once, whatever crashes: a repeat finds the publication, else the upload session, else the
     * video by its tag. Throws `channel_not_connected`, `quota_exhausted` (with `retryAfterMs`), `platform_refused`
     * (naming the field), and `platform_unavailable`, the only one that is retryable.
     */
    async uploadVideo(input: FileUploadInput): Promise<UploadResult> {
      if (input.spec.publish.dryRun === true) return tryPublication(deps, input);
      const report = reportStageProgress(deps.progress, "upload");
      const principal = callingWorkflow();
      const key = { videoId: input.videoId, platform: PLATFORM };
      const published = await findPublication(deps.db, principal, key);
      const session = published === null ? null : await findUploadSession(deps.db, principal, key);
      if (published !== null && session?.state === "closed") {
        report(1, "already published");
        return resultOf(published, [], published.visibilityReason);
      }
      const signal = cancellationSignal();
      try {
        const channel = await openChannel(deps, principal, input.channelId, signal);
        const settings = deps.settings ?? PUBLISHING_SETTINGS;
        const publishing: Publishing = { ...deps, settings, input, principal, channel, signal, report };
        const inserted = published ?? (await insertVideoOnce(publishing));
        const { operations, visibilityReason } = await dressVideo(publishing, inserted.platformVideoId, {
          mayBeDressed: published !== null,
        });
        await closeUploadSession(deps.db, principal, key);
        report(1, "published");
        const uploads = published === null ? [{ ...CALL, operation: "upload" }] : [];
        const dressed = operations.map((operation) => ({ ...CALL, operation }));
        return resultOf(inserted, [...uploads, ...dressed], visibilityReason);
      } catch (error) {
        if (signal.aborted && published === null) await keepCommitted(deps, { input, principal, report });
        throw withChannel(error, input.channelId);
      }
    },
  };
}

/** Long enough for one question to the platform, short enough for a worker that shuts down. */
const LAST_LOOK_MS = 8_000;

/** The run ends as cancelled all the same; a look that fails is told to the log, and the platform's list still has the tag. */
async function keepCommitted(
  deps: PublishingDeps,
  { input, principal, report }: Pick<Publishing, "input" | "principal" | "report">,
): Promise<void> {
  const signal = AbortSignal.timeout(LAST_LOOK_MS);
  try {
    const channel = await openChannel(deps, principal, input.channelId, signal);
    const kept = await recordCommitted({ ...deps, input, principal, channel, signal, report });
    if (kept !== null) log.info("the upload was complete when the run was cancelled", { ...kept });
  } catch (error) {
    log.warn("whether the cancelled upload was complete could not be asked", { error: String(error) });
  }
}

export type PublishingActivities = ReturnType<typeof createPublishingActivities>;

const CALL = { service: "youtube", units: 1, unit: "call" } as const;

function resultOf(
  { platformVideoId, url }: Inserted,
  usage: readonly Usage[],
  visibilityReason: string | null,
): UploadResult {
  return { platform: PLATFORM, platformVideoId, url, visibilityReason, usage };
}
