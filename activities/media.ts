import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { cancellationSignal } from "@temporalio/activity";

import type { Ffmpeg } from "../clients/ffmpeg.ts";
import type { ProgressBus } from "../clients/progress.ts";
import type { ObjectStore } from "../clients/storage.ts";
import { type Artwork, artworkOf, styleOf } from "../domain/card-artwork.ts";
import type { MediaCredit, MediaManifest, Still } from "../domain/media.ts";
import { paletteOf } from "../domain/palette.ts";
import type { MediaInput, MediaResult, Usage } from "../domain/production.ts";
import type { Scene, Script } from "../domain/script.ts";
import { filterPath } from "../domain/segment-command.ts";
import { seedOf } from "../domain/seeded-random.ts";
import { canvasOf } from "../domain/video.ts";
import { contentHash, fileSha256 } from "./content-key.ts";
import { cpuUsage } from "./cpu-usage.ts";
import { FONTS_PATH } from "./fonts.ts";
import { reportStageProgress } from "./progress.ts";
import { inWorkFolder } from "./work-folder.ts";

export interface MediaDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly progress: ProgressBus;
  /** Folder for files that live as long as one activity. */
  readonly workPath: string;
}

const GENERATED: MediaCredit = { source: "generated", author: "Longtake", url: null, licence: "CC0-1.0" };

export function createMediaActivities(deps: MediaDeps) {
  return {
    /** Draws one picture a scene; those that are in the store already are kept. */
    async prepareMedia({ scriptKey, spec }: MediaInput): Promise<MediaResult> {
      const report = reportStageProgress(deps.progress, "media");
      const signal = cancellationSignal();
      const script = await deps.storage.getJson<Script>(scriptKey);
      const palette = paletteOf(spec.topic, spec.seed, spec.look?.brand);
      const seed = seedOf(spec.topic, spec.seed);
      const stills: Still[] = [];
      const usage: Usage[] = [];
      for (const [index, scene] of script.scenes.entries()) {
        report(index / script.scenes.length, `drawing picture ${index + 1} of ${script.scenes.length}`);
        const artwork = artworkOf({
          canvas: canvasOf(spec),
          palette,
          scene: index,
          seed,
          style: styleOf(spec.topic, seed),
        });
        const drawn = await ensureStill(deps, artwork, signal);
        usage.push(...drawn.usage);
        stills.push(stillOf(index, scene, artwork, drawn));
      }
      const manifest: MediaManifest = { version: 1, palette, stills };
      const mediaKey = `media/${contentHash(manifest)}.json`;
      if (!(await deps.storage.has(mediaKey))) await deps.storage.putJson(mediaKey, manifest);
      report(1, `${stills.length} pictures`);
      return { mediaKey, usage };
    },
  };
}

function stillOf(
  scene: number,
  { kind }: Scene,
  { size }: Artwork,
  drawn: { objectKey: string; sha256: string },
): Still {
  const { objectKey, sha256 } = drawn;
  return { scene, kind, objectKey, sha256, width: size.width, height: size.height, credit: GENERATED };
}

async function ensureStill(deps: MediaDeps, artwork: Artwork, signal: AbortSignal) {
  const version = await deps.ffmpeg.ffmpegVersion();
  const objectKey = `stills/${contentHash({ artwork, version })}.jpg`;
  const usage: Usage[] = [];
  if (!(await deps.storage.has(objectKey))) {
    await inWorkFolder(deps.workPath, async (folder) => {
      const shapes = join(folder, "shapes.ass");
      const still = join(folder, "still.jpg");
      await writeFile(shapes, artwork.ass);
      const result = await deps.ffmpeg.runFfmpeg(stillArguments(artwork, shapes, still), { signal });
      usage.push(cpuUsage("draw", result));
      await deps.storage.putFile(objectKey, still);
    });
  }
  return { objectKey, sha256: await fileSha256(await deps.storage.getFile(objectKey)), usage };
}

function stillArguments(artwork: Artwork, shapes: string, output: string): string[] {
  const overlay = `ass=filename=${filterPath(shapes)}:fontsdir=${filterPath(FONTS_PATH)}`;
  const filters = `format=yuv444p,${artwork.grain},${overlay},scale=out_range=pc:out_color_matrix=bt601,format=yuvj420p`;
  const jpeg = [
    "-frames:v",
    "1",
    "-c:v",
    "mjpeg",
    "-q:v",
    "2",
    "-threads",
    "1",
    "-fflags",
    "+bitexact",
    "-flags:v",
    "+bitexact",
  ];
  return [
    "-filter_threads",
    "1",
    "-f",
    "lavfi",
    "-i",
    artwork.ground,
    "-vf",
    filters,
    ...jpeg,
    "-f",
    "image2",
    "-update",
    "1",
    "-y",
    output,
  ];
}
