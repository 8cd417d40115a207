import type { MediaCredit, MediaFinding, MediaManifest } from "../media/media.ts";
import type { PlannedMusic } from "../render/plan.ts";
import type { Script } from "../script/script.ts";

/** What the stages wrote down for whoever looks at the video. Scenes count from 1, as the storyboard has them. */
export interface Remarks {
  /** Of the script: what was mended, claims without a source, what moderation or the fallback had to say. */
  readonly scriptNotes: readonly string[];
  /** Pictures that were tried and left, and sources that had nothing. */
  readonly mediaFindings: readonly MediaFinding[];
  /** Who made what is seen, each named once. */
  readonly credits: readonly PictureCredit[];
  /** Null where the music is the synthesiser's own, or there is none. */
  readonly musicCredit: MusicCredit | null;
}

export interface MusicCredit {
  readonly author: string;
  readonly licence: string;
}

export interface PictureCredit extends MediaCredit {
  readonly scenes: readonly number[];
}

/** Each may not be made yet. */
export function remarksOf(
  script: Pick<Script, "notes"> | null,
  media: Pick<MediaManifest, "stills" | "clips" | "findings"> | null,
  music: PlannedMusic | undefined,
): Remarks {
  return {
    scriptNotes: script?.notes ?? [],
    mediaFindings: (media?.findings ?? []).map((finding) => {
      return { ...finding, scene: finding.scene === null ? null : finding.scene + 1 };
    }),
    credits: media === null ? [] : pictureCredits(media),
    musicCredit: music?.source === "licensed" ? { author: music.author, licence: music.licence } : null,
  };
}

function pictureCredits({ stills, clips = [] }: Pick<MediaManifest, "stills" | "clips">): PictureCredit[] {
  const shots = [...stills, ...clips].toSorted((one, other) => one.scene - other.scene);
  const groups = Map.groupBy(shots, ({ credit: { source, author, url, licence } }) =>
    JSON.stringify([source, author, url, licence]),
  );
  return [...groups.values()].flatMap((shown) => {
    const [first] = shown;
    if (first === undefined) return [];
    const { source, author, url, licence } = first.credit;
    const scenes = [...new Set(shown.map(({ scene }) => scene + 1))];
    return [{ source, author, url: webAddress(url), licence, scenes }];
  });
}

/** What a library sends is not trusted to be one. */
function webAddress(url: string | null): string | null {
  return url !== null && /^https?:\/\//i.test(url) ? url : null;
}
