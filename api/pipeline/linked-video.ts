import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { enqueueLimits, enqueueVideo, type Enqueued } from "../../db/queries/queue.ts";
import { recordEdit } from "../../db/queries/video-versions.ts";
import type { VideoDetail } from "../../db/queries/videos.ts";
import { canonicalJson } from "../../domain/audit.ts";
import { AppError } from "../../domain/errors.ts";
import { localised, type Localisation, unpublished } from "../../domain/video/localisation.ts";
import type { Principal } from "../../domain/principal.ts";
import { ownDress } from "../../domain/video/own-dress.ts";
import type { Script } from "../../domain/script/script.ts";
import { applyEdit, type VideoEdit } from "../../domain/video/video-edits.ts";
import type { Transaction } from "../../db/client.ts";
import { sha256Hex } from "../access/tokens.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { requireVoice } from "./require-voice.ts";
import { requireWords, type WordsDeps } from "./require-words.ts";

type Deps = Pick<ApiDependencies, "db" | "settings" | "storage">;

/** Told with every linked video. */
export const STARTS_PRIVATE = "The new video is private until you make it public.";

/** 20 of the alphabet of video ids, the same for every repeat of a request. */
export function linkedVideoId(requestId: string): string {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  const digits = sha256Hex(requestId).slice(0, 40).match(/../g) ?? [];
  return `vid_${digits.map((pair) => letters[Number.parseInt(pair, 16) % 32]).join("")}`;
}

/** Puts the edited video into the line as a new one linked to the old; what the edit leaves alone is found by its content. */
export async function enqueueEdited(
  deps: Deps,
  asked: {
    readonly principal: Principal;
    readonly video: VideoDetail;
    readonly edit: VideoEdit;
    readonly reason: string;
    readonly editId: string;
  },
): Promise<string> {
  const { principal, video, edit, reason, editId } = asked;
  const { videoId: parentVideoId, spec, artifacts, title } = video;
  const { scriptKey, mediaKey } = artifacts;
  if (scriptKey === undefined) throw notMade("it has no script");
  const before = await deps.storage.getJson<Script>(scriptKey);
  const edited = applyEdit(spec, before, edit);
  const newScriptKey = await keepTitled(deps, edited.script ?? before, title);
  const keepsPictures = !edited.redo.includes("media") || edited.pictures !== null;
  const pictures = keepsPictures && mediaKey !== undefined ? { mediaKey, ...scenesOf(edited.pictures) } : {};
  const { thumbnailKey } = edit.kind === "aspect" ? {} : ownDress(artifacts);
  const reuse = { scriptKey: newScriptKey, ...pictures, ...(thumbnailKey === undefined ? {} : { thumbnailKey }) };
  const newSpec = { ...edited.spec, publish: unpublished(spec), reuse };
  const videoId = linkedVideoId(editId);
  await deps.db.transaction(async (tx) => {
    await enqueueLinked(deps, tx, principal, video, { videoId, spec: newSpec });
    await recordEdit(tx, principal, { videoId: parentVideoId, reason, edit, spec, newVideoId: videoId });
  });
  return videoId;
}

/** The same video in another language: new words and narration over the pictures of the old one. */
export async function localisedSpec(
  deps: Pick<Deps, "storage"> & WordsDeps & { readonly voices: VoiceCatalog },
  video: VideoDetail,
  into: Localisation,
): Promise<VideoDetail["spec"]> {
  const { scriptKey, mediaKey } = video.artifacts;
  const isApproved = video.decisions.some(({ decision }) => decision === "approved");
  if (video.status !== "completed" && !isApproved) throw notMade("it is neither finished nor approved");
  if (scriptKey === undefined || mediaKey === undefined) throw notMade("its words or pictures were not kept");
  const titledKey = await keepTitled(deps, await deps.storage.getJson<Script>(scriptKey), video.title);
  const spec = localised(video.spec, { scriptKey: titledKey, mediaKey }, into);
  await requireVoice(deps, { voice: spec.voice, asked: into });
  await requireWords(deps, spec);
  return spec;
}

/** Puts a video into the line that was made from another: on its channel, with its priority. */
export function enqueueLinked(
  { settings }: Deps,
  tx: Transaction,
  principal: Principal,
  parent: VideoDetail,
  { videoId, spec }: { readonly videoId: string; readonly spec: VideoDetail["spec"] },
): Promise<Enqueued> {
  const { channelId, priority, videoId: parentVideoId } = parent;
  return enqueueVideo(tx, principal, { videoId, channelId, spec, priority, parentVideoId }, enqueueLimits(settings));
}

/** Keeps words under the title that they have by now, whoever gave it. */
async function keepTitled({ storage }: Pick<Deps, "storage">, words: Script, title: string | null): Promise<string> {
  const script = { ...words, title: title ?? words.title };
  const scriptKey = `scripts/${sha256Hex(canonicalJson(script))}.json`;
  if (!(await storage.has(scriptKey))) await storage.putJson(scriptKey, script);
  return scriptKey;
}

function scenesOf(pictures: readonly (number | null)[] | null) {
  return pictures === null ? {} : { mediaScenes: pictures };
}

function notMade(why: string): AppError {
  return new AppError("conflict", `the video cannot be made again: ${why}`, {
    field: "video_id",
    remedy: "Queue it anew.",
  });
}
