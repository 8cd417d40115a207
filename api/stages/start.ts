import { createHash } from "node:crypto";
import type { z } from "@hono/zod-openapi";
import { WorkflowExecutionAlreadyStartedError } from "@temporalio/client";
import type { Context } from "hono";
import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { createGrant } from "../../db/queries/grants.ts";
import { createDraft } from "../../db/queries/drafts.ts";
import { channelLayer } from "../../db/queries/channels.ts";
import type { SpecLayer } from "../../domain/channel/defaults.ts";
import { markdownText } from "../../domain/markdown.ts";
import type { Principal } from "../../domain/principal.ts";
import { type LoneWork, ledgerStageOf, stageWorkflowId } from "../../domain/video/stage-run.ts";
import { priorityKeyOf, type VideoSpec } from "../../domain/video/video.ts";
import { makeStage } from "../../workflows/make-stage.ts";
import { channelIdKey, stageKey, videoIdKey } from "../../workflows/search-attributes.ts";
import { principalOf, requireGuardedAuthority } from "../access/authorization.ts";
import type { ApiDependencies, ApiEnv } from "../dependencies.ts";
import { onceById } from "../idempotency.ts";
import { workflowPageUrl } from "../operations/links.ts";
import { resolveChannelId } from "../pipeline/default-channel.ts";
import type { WordsDeps } from "../pipeline/require-words.ts";
import { withinTime } from "../temporal-deadline.ts";
import type { StageReceiptSchema } from "./schemas.ts";

export type StageDeps = Pick<
  ApiDependencies,
  "db" | "storage" | "temporal" | "environment" | "settings" | "progress" | "redis" | "qualityPolicy"
> &
  WordsDeps & { readonly voices: VoiceCatalog };

/** What a request comes down to, once its documents are read. */
export interface StageOrder {
  readonly spec: VideoSpec;
  readonly work: LoneWork;
  readonly channelId: string;
  /** Set when it is about a video that is there. */
  readonly parentVideoId?: string;
  /** Why an upload goes out as it is; somebody with the authority to approve videos must have sent it. */
  readonly approvalReason?: string;
}

/** Who asks, and for which channel. */
export interface StageCaller {
  readonly principal: Principal;
  /** The channel that the request names or can only mean, with what it asks of each of its videos. */
  channel(): Promise<{ readonly channelId: string; readonly layer: SpecLayer }>;
}

/** A stage alone stands beside the queue, and is shared out fairly between channels. */
const PRIORITY = 5;
/** Somebody waits for a draft, which takes seconds: it goes before the segments of videos that render. */
const DRAFT_PRIORITY = 10;

/** Makes the draft and starts its workflow, once per Idempotency-Key however often it is asked. */
export async function startStage(
  c: Context<ApiEnv>,
  deps: StageDeps,
  request: { readonly channel_id?: string | undefined },
  order: (caller: StageCaller) => Promise<StageOrder>,
): Promise<z.infer<typeof StageReceiptSchema>> {
  const principal = principalOf(c);
  return onceById(c, deps, { request, status: 202 }, async (effectId) => {
    const channel = () => channelOf(deps, principal, request.channel_id);
    const { spec, work, parentVideoId, channelId, approvalReason } = await order({ principal, channel });
    const videoId = draftIdOf(effectId);
    const asked = { work, videoId, channelId, reason: approvalReason, grantId: effectId };
    const approved = await withApproval(c, deps, asked);
    const capMicroUsd = Math.round(deps.settings.cost.haltUsd * 1_000_000);
    const draft = { videoId, channelId, stage: work.stage, spec, capMicroUsd };
    await createDraft(deps.db, principal, parentVideoId === undefined ? draft : { ...draft, parentVideoId });
    await startWorkflow(deps, { videoId, channelId, spec, work: approved });
    return { stage_run_id: videoId, stage: work.stage, links: stageLinks(deps, videoId, work.stage) };
  });
}

async function channelOf({ db }: StageDeps, principal: Principal, asked: string | undefined) {
  const channelId = asked ?? (await resolveChannelId(db, principal));
  return { channelId, layer: await channelLayer(db, principal, channelId) };
}

/** Records the approval as a grant; the workflow is told its id, and its activity reads the rest. */
async function withApproval(
  c: Context<ApiEnv>,
  deps: StageDeps,
  asked: { work: LoneWork; videoId: string; channelId: string; reason: string | undefined; grantId: string },
): Promise<LoneWork> {
  const { work, videoId, channelId, reason, grantId } = asked;
  if (work.stage !== "upload" || reason === undefined) return work;
  const principal = await requireGuardedAuthority(c, deps, { channelId, adminOnly: false });
  const grant = { grantId, act: "approve_video", subjectId: videoId, payload: { reason }, reason } as const;
  await createGrant(deps.db, principal, grant);
  return { ...work, grantId };
}

async function startWorkflow(
  deps: StageDeps,
  input: { videoId: string; channelId: string; spec: VideoSpec; work: LoneWork },
): Promise<void> {
  const { videoId, channelId, spec, work } = input;
  const workflowId = stageWorkflowId(videoId, work.stage);
  try {
    await withinTime(deps, () =>
      deps.temporal.workflow.start(makeStage, {
        workflowId,
        taskQueue: "orchestration",
        args: [input],
        workflowIdConflictPolicy: "USE_EXISTING",
        workflowIdReusePolicy: "REJECT_DUPLICATE",
        staticSummary: `${work.stage} alone: ${markdownText(spec.topic)}`,
        staticDetails: `Makes the stage ${work.stage} of a draft of channel ${channelId}, and nothing else.`,
        typedSearchAttributes: [
          { key: stageKey, value: ledgerStageOf(work.stage) },
          { key: channelIdKey, value: channelId },
          { key: videoIdKey, value: videoId },
        ],
        priority: {
          priorityKey: priorityKeyOf(work.stage === "preview" ? DRAFT_PRIORITY : PRIORITY),
          fairnessKey: channelId,
        },
      }),
    );
  } catch (error) {
    // A repeat of a request whose stage is done already.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error;
  }
}

export function stageLinks(
  deps: Pick<StageDeps, "environment" | "temporal">,
  videoId: string,
  stage: LoneWork["stage"],
) {
  const origin = deps.environment.LONGTAKE_PUBLIC_URL.replace(/\/$/, "");
  return { self: `${origin}/stages/${videoId}`, workflow: workflowPageUrl(deps, stageWorkflowId(videoId, stage)) };
}

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const ID_CHARACTERS = 20;

/** The same effect has the same draft. */
function draftIdOf(effectId: string): string {
  const bytes = createHash("sha256").update(effectId).digest().subarray(0, ID_CHARACTERS);
  return `vid_${Array.from(bytes, (byte) => BASE32[byte & 31]).join("")}`;
}
