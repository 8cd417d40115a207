import { log } from "@temporalio/activity";
import pLimit from "p-limit";

import { AppError, appErrorOf } from "../../domain/errors.ts";
import { type MediaCandidate, assetName } from "../../domain/media/candidate.ts";
import type { MediaFinding } from "../../domain/media/media.ts";
import type { RankedCandidate } from "../../domain/media/ranking.ts";
import type { MadePicture } from "./making.ts";
import { passing } from "./search.ts";
import { refuseUpload } from "./uploads.ts";
import { together } from "../together.ts";

/** A scene that wants a foreign picture: what to try, best first. */
export interface OpenScene {
  readonly scene: number;
  readonly ranked: readonly RankedCandidate[];
  /** The person's own file for this scene, and its place in the request. */
  readonly upload: { readonly candidate: MediaCandidate; readonly index: number } | null;
}

export interface ChosenPicture {
  readonly candidate: MediaCandidate;
  readonly picture: MadePicture;
}

export interface Choice {
  readonly pictures: ReadonlyMap<number, ChosenPicture>;
  readonly findings: readonly MediaFinding[];
  /** Scenes whose files could not be fetched for now. */
  readonly blocked: ReadonlyMap<number, AppError>;
}

type Picked = Pick<RankedCandidate, "candidate" | "file">;

/** Files of libraries are fetched side by side; more would only share the same line. */
const FETCHES_AT_ONCE = 4;
const TRIES_AT_MOST = 5;

/**
 * Picks for every scene in order, makes what was picked side by side, and goes into another round with the scenes whose
 * file proved unfit. The order of picking never depends on which download was quicker.
 */
export async function choosePictures(
  scenes: readonly OpenScene[],
  make: (scene: number, ranked: Picked, signal: AbortSignal) => Promise<MadePicture>,
  { signal, onChosen }: { readonly signal: AbortSignal; readonly onChosen: (chosen: number) => void },
): Promise<Choice> {
  const pictures = new Map<number, ChosenPicture>();
  const findings: (MediaFinding & { readonly scene: number })[] = [];
  const blocked = new Map<number, AppError>();
  const taken = new Set<string>();
  const tries = new Map<number, number>();
  const atOnce = pLimit(FETCHES_AT_ONCE);

  const attempt = async (open: OpenScene, pick: Picked, stop: AbortSignal): Promise<void> => {
    stop.throwIfAborted();
    const { scene, upload } = open;
    const { candidate } = pick;
    try {
      pictures.set(scene, { candidate, picture: await make(scene, pick, stop) });
      blocked.delete(scene);
      onChosen(pictures.size);
    } catch (error) {
      if (upload?.candidate === candidate) refuseUpload(error, upload.index);
      const away = passing(error);
      const known = away ?? appErrorOf(error);
      if (known === null || known === undefined || (away === null && known.code !== "media_failed")) throw error;
      if (away !== null) blocked.set(scene, away);
      const finding = { scene, source: candidate.source, assetId: candidate.assetId, reason: known.message };
      findings.push(finding);
      log.warn("a picture was left out", { ...finding });
    }
  };

  const nextOf = ({ scene, ranked, upload }: OpenScene): Picked | null => {
    const tried = tries.get(scene) ?? 0;
    if (pictures.has(scene) || tried >= TRIES_AT_MOST) return null;
    const [file] = upload?.candidate.files ?? [];
    const own = upload !== null && file !== undefined ? { candidate: upload.candidate, file } : null;
    const pick = own ?? ranked.find(({ candidate }) => !taken.has(assetName(candidate)));
    if (pick === undefined) return null;
    taken.add(assetName(pick.candidate));
    tries.set(scene, tried + 1);
    return pick;
  };

  for (;;) {
    const picks = scenes.flatMap((open) => {
      const pick = nextOf(open);
      return pick === null ? [] : [{ open, pick }];
    });
    if (picks.length === 0) break;
    const works = picks.map(({ open, pick }) => {
      return (stop: AbortSignal) => atOnce(() => attempt(open, pick, stop));
    });
    await together(signal, ...works);
  }
  // In the order of scenes, not of downloads.
  return { pictures, findings: findings.toSorted((left, right) => left.scene - right.scene), blocked };
}
