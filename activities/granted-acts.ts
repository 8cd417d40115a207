import { type Database, inTransaction, type Transaction } from "../db/client.ts";
import { raiseCap } from "../db/queries/costs.ts";
import { requireUntested } from "../db/queries/experiments.ts";
import { consumeGrant, type SpentGrant } from "../db/queries/grants.ts";
import { recordEdit } from "../db/queries/video-versions.ts";
import { getVideo, recordDecision } from "../db/queries/videos.ts";
import { AppError } from "../domain/errors.ts";
import type { AppliedEdit, Decision } from "../domain/video/generation.ts";
import { workflowPrincipal } from "../domain/principal.ts";
import { EDIT_KINDS, type VideoEdit } from "../domain/video/video-edits.ts";
import { type VideoSpec, generateWorkflowId } from "../domain/video/video.ts";
import { type EditingDeps, editStored } from "./editing.ts";
import { requireUnsent } from "./publishing/unsent.ts";

export interface GrantInput {
  readonly videoId: string;
  readonly act: Decision["act"];
  readonly grantId: string;
  /** The workflow update that acts: repeated after a crash, it finds what it had done. */
  readonly consumer: string;
  /** Where the run stands; wanted by edits. */
  readonly current?: {
    readonly spec: VideoSpec;
    /** Null while the script is being written. */
    readonly scriptKey: string | null;
    /** The run is parked in its upload. */
    readonly isUploading?: boolean;
  };
}

interface GrantDeps extends EditingDeps {
  readonly db: Database;
}

/** Reads a grant and does what it allows in one transaction; a refused edit leaves the grant and the video as they were. */
export async function actOnGrant(deps: GrantDeps, input: GrantInput): Promise<Decision> {
  const { videoId, act, grantId, consumer } = input;
  return inTransaction(deps.db, async (tx) => {
    const grant = await consumeGrant(tx, { grantId, act, subjectId: videoId, consumer });
    const decision = { act, reason: grant.reason };
    switch (act) {
      case "raise_cap": {
        const { capMicroUsd } = grant.payload;
        if (typeof capMicroUsd !== "number") {
          throw new AppError("grant_invalid", "the grant names no cap", { field: "cap_usd" });
        }
        if (grant.first) await raiseCap(tx, grant.grantee, { videoId, capMicroUsd, reason: grant.reason });
        return { ...decision, capMicroUsd };
      }
      case "edit_video":
        return { ...decision, applied: await edit(deps, tx, grant, input) };
      default: {
        const words = { approve_video: "approved", reject_video: "rejected" } as const;
        const made = { videoId, decision: words[act], reason: grant.reason };
        if (grant.first) await recordDecision(tx, grant.grantee, made);
        return decision;
      }
    }
  });
}

async function edit(
  deps: GrantDeps,
  tx: Transaction,
  grant: SpentGrant,
  { videoId, current }: GrantInput,
): Promise<AppliedEdit> {
  const principal = workflowPrincipal(generateWorkflowId(videoId));
  const { artifacts, spec } = await getVideo(tx, principal, { videoId });
  const from = { spec, scriptKey: artifacts["scriptKey"] ?? null, ...current, artifacts };
  const applied = await editStored(deps, from, editOf(grant.payload));
  if (grant.first) await requireUntested(tx, { videoId, kind: applied.edit.kind });
  if (current?.isUploading === true) await requireUnsent(tx, principal, { videoId, ...applied });
  if (grant.first) {
    const { title: _, ...files } = applied.dress;
    const { edit: taken, spec: asked } = applied;
    await recordEdit(tx, grant.grantee, { videoId, reason: grant.reason, edit: taken, spec: asked, artifacts: files });
  }
  return applied;
}

/** What a grant's payload says; grants are written by the API alone, which has checked the shape. */
export function editOf({ edit: payload, title }: Readonly<Record<string, unknown>>): VideoEdit {
  if (typeof payload === "object" && payload !== null && "kind" in payload) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its kind is checked here, its parts by the API
    if (EDIT_KINDS.some((kind) => kind === payload.kind)) return payload as VideoEdit;
  }
  if (typeof title === "string") return { kind: "title", title };
  throw new AppError("grant_invalid", "the grant names no edit", { field: "edit" });
}
