import type { Context } from "hono";

import { costReport } from "../../../db/queries/costs.ts";
import { listExperiments } from "../../../db/queries/experiments.ts";
import { videoFamily } from "../../../db/queries/video-family.ts";
import { listVersions } from "../../../db/queries/video-versions.ts";
import { queuePosition } from "../../../db/queries/queue.ts";
import { hasRight } from "../../../db/queries/rights.ts";
import { getVideo, type VideoDetail, type VideoSummary } from "../../../db/queries/videos.ts";
import { levelSharesOf } from "../../../domain/cost/cost.ts";
import { artifactsPresent } from "../../../domain/video/artifacts.ts";
import type { QualityReport } from "../../../domain/inspection/inspection.ts";
import type { MediaManifest } from "../../../domain/media/media.ts";
import { mayDo } from "../../../domain/principal.ts";
import type { RenderPlan } from "../../../domain/render/plan.ts";
import type { Script } from "../../../domain/script/script.ts";
import { storyboardOf } from "../../../domain/render/storyboard.ts";
import { remarksOf } from "../../../domain/video/remarks.ts";
import { thumbnailArtifact } from "../../../domain/video/video-edits.ts";
import { principalOf, RECENT_AUTHENTICATION_MS } from "../../access/authorization.ts";
import type { CostEstimator } from "../../cost-estimator.ts";
import type { ApiDependencies, ApiEnv } from "../../dependencies.ts";
import { workflowPageUrl } from "../../operations/links.ts";
import { storedJson } from "../../stored-json.ts";
import type { Notice } from "../layout.ts";
import type { VideoCard } from "./cards.ts";
import type { Candidate, VideoPage } from "./view.ts";

type Deps = Pick<ApiDependencies, "db" | "storage" | "temporal" | "environment" | "settings"> & {
  readonly estimator: CostEstimator;
};

/** Gathers what the page of a video shows; throws not_found like the JSON route does. */
export async function loadVideoPage(
  deps: Deps,
  c: Context<ApiEnv>,
  videoId: string,
  notice: Notice | null,
): Promise<VideoPage> {
  const principal = principalOf(c);
  const video = await getVideo(deps.db, principal, { videoId });
  const { channelId, artifacts } = video;
  const isUser = principal.kind === "user";
  const [family, versions, experiments, estimate, script, media, costs, place, report, plan, isReviewer] =
    await Promise.all([
      videoFamily(deps.db, principal, { videoId }),
      listVersions(deps.db, principal, { videoId }),
      listExperiments(deps.db, principal, { videoId }),
      deps.estimator.at(video.spec, new Date(video.createdAt)),
      storedJson<Script>(deps, artifacts["scriptKey"]),
      storedJson<MediaManifest>(deps, artifacts["mediaKey"]),
      costReport(deps.db, principal, { videoId, shares: levelSharesOf(deps.settings.cost) }),
      video.status === "queued" ? queuePosition(deps.db, { videoId, slots: deps.settings.queue.slots }) : null,
      storedJson<QualityReport>(deps, artifacts["reportKey"]),
      storedJson<RenderPlan>(deps, artifacts["planKey"]),
      isUser && hasRight(deps.db, { userId: principal.id, right: "review", channelId }),
    ]);
  const session = c.get("session");
  const isFresh = session ? Date.now() - Date.parse(session.authenticatedAt) < RECENT_AUTHENTICATION_MS : true;
  const mayExecute = mayDo(principal, "execute", channelId);
  return {
    ...video,
    nowMs: Date.now(),
    score: video.qualityScore,
    error: video.errorCode ? { code: video.errorCode, message: video.errorMessage ?? "" } : null,
    place,
    artifacts: new Set(artifactsPresent(artifacts)),
    chapters: plan?.chapters ?? [],
    report,
    costs,
    estimate,
    storyboard: script ? storyboardOf(script, plan, report?.checks.flatMap(({ findings }) => findings) ?? []) : [],
    hasSound: artifacts["audioKey"] !== undefined,
    ...remarksOf(script, media, plan?.audio.music),
    versions,
    ...family,
    trail: trailOf(video),
    publication: video.publications[0] ?? null,
    experiments,
    candidates: candidatesOf(artifacts),
    workflowUrl: workflowPageUrl(deps, video.workflowId),
    eventsUrl: `/workflows/${encodeURIComponent(video.workflowId)}/events`,
    may: {
      execute: mayExecute,
      decide: mayExecute || isReviewer,
      raiseCap: mayDo(principal, "administer", channelId),
    },
    proof: { isFresh, hasOidc: deps.environment.OIDC_ISSUER !== undefined },
    notice,
  };
}

export function cardOf(video: VideoSummary): VideoCard {
  const { videoId, topic, title, status, qualityScore, spentMicroUsd, durationMs } = video;
  // The length is known when the file is assembled, and the thumbnail is made with it.
  const hasThumbnail = durationMs !== null;
  const isParked = video.waitingFor !== null;
  return { videoId, topic, title, status, isParked, score: qualityScore, spentMicroUsd, durationMs, hasThumbnail };
}

function candidatesOf(artifacts: VideoDetail["artifacts"]): Candidate[] {
  const shown = artifacts["youtubeThumbnailKey"] ?? artifacts["thumbnailKey"];
  return [1, 2, 3].flatMap((number) => {
    const objectKey = artifacts[thumbnailArtifact(number)];
    return objectKey === undefined ? [] : [{ number, objectKey, isShown: objectKey === shown }];
  });
}

function trailOf({ decisions }: VideoDetail): VideoPage["trail"] {
  return decisions
    .map(({ decidedAt, decision, decidedBy, reason }) => ({ at: decidedAt, action: decision, by: decidedBy, reason }))
    .toReversed();
}
