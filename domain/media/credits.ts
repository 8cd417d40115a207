import type { PlannedMusic } from "../render/plan.ts";
import type { MediaCredit, MediaManifest } from "./media.ts";

/** Lines that name everyone whose pictures or music a video shows, once each, in order of appearance. */
export function creditLines(media: MediaManifest | null, music: PlannedMusic | undefined): string[] {
  const shots = [...(media?.stills ?? []), ...(media?.clips ?? [])].toSorted((one, other) => one.scene - other.scene);
  const pictures = shots.map(({ credit }) => credit).filter(({ source }) => source !== "generated");
  const lines = pictures.map(pictureLine);
  if (music?.source === "licensed") lines.push(`Music: ${music.author} (${music.licence})`);
  return [...new Set(lines)];
}

function pictureLine({ author, url, licence }: MediaCredit): string {
  return `Picture: ${author} (${licence})${url === null ? "" : ` ${url}`}`;
}
