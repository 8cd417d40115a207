import { cancellationSignal } from "@temporalio/activity";

import type { ProgressBus } from "../../clients/progress/progress.ts";
import { artworkOf, PLAIN_STYLE, styleOf } from "../../domain/look/artwork.ts";
import { figureClip, figureCredit, figureOf, figureStill, type SceneFigure } from "../../domain/charts/figure.ts";
import type { MediaCredit, MediaFinding, MediaManifest, Palette } from "../../domain/media/media.ts";
import { type KeptPicture, keptPictures } from "../../domain/media/keep.ts";
import { clipMsFor, estimatedSceneMs } from "../../domain/media/need.ts";
import { scenesWithOwnWish } from "../../domain/media/uploads.ts";
import { paletteOf } from "../../domain/look/palette.ts";
import type { MediaInput, MediaResult, Usage } from "../../domain/video/production.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { seedOf } from "../../domain/seeded-random.ts";
import { canvasOf, FRAMES_PER_SECOND, type VideoSpec } from "../../domain/video/video.ts";
import { contentHash } from "../content-key.ts";
import { bundledFonts } from "../rendering/fonts.ts";
import { drawFigureClip, drawStill } from "./drawing.ts";
import { findPictures } from "./foreign.ts";
import { landOutline } from "./land-outline.ts";
import type { MadePicture, MakingDeps } from "./making.ts";
import type { MediaSources } from "./sources.ts";
import { reportStageProgress } from "../progress.ts";
import { together } from "../together.ts";

export interface MediaDeps extends MakingDeps {
  readonly progress: ProgressBus;
  /** Left out where nothing but drawing is set up. */
  readonly sources?: MediaSources;
}

const NOTHING_KEPT: ReadonlyMap<number, KeptPicture> = new Map();
/** A prime far from the steps between scenes: a card that was turned down is drawn otherwise. */
const OTHER_PICTURE = 1_299_709;
const GENERATED: MediaCredit = { source: "generated", author: "Longtake", url: null, licence: "CC0-1.0" };

interface ScenePicture extends MadePicture {
  readonly credit: MediaCredit;
}

/** What a scene shows, and what was used to make it. */
interface Shot extends KeptPicture {
  readonly usage: readonly Usage[];
}

export function createMediaActivities(deps: MediaDeps) {
  return {
    /**
     * A picture for every scene: the person's own for it, its chart or map, what the spec's sources have, else a card.
     * What is in the store already is kept. Throws as `findPictures` does.
     */
    async prepareMedia(input: MediaInput): Promise<MediaResult> {
      const { scriptKey, spec } = input;
      const report = reportStageProgress(deps.progress, "media");
      const signal = cancellationSignal();
      const script = await deps.storage.getJson<Script>(scriptKey);
      const palette = paletteOf(spec.topic, spec.seed, spec.look?.brand);
      const usage: Usage[] = [];
      const figures = figuresOf(script, scenesWithOwnWish(spec.media));
      const shown = input.keep === undefined ? null : await deps.storage.getJson<MediaManifest>(input.keep.mediaKey);
      const kept = shown === null ? NOTHING_KEPT : keptPictures(shown, input.keep?.scenes ?? [], script.scenes.length);
      const drawn = new Set(figures.drawn.keys());
      const settled = new Set([...drawn, ...kept.keys()]);
      const foreign = await findPictures(deps, {
        input,
        script,
        palette,
        drawn,
        settled,
        shown,
        signal,
        usage,
        report,
      });
      let done = 0;
      const shots = await together(
        signal,
        ...script.scenes.map((scene, index) => async (stop: AbortSignal): Promise<Shot> => {
          const own: Usage[] = [];
          const chosen = foreign.pictures.get(index);
          const figure = figures.drawn.get(index);
          const shot =
            kept.get(index) ??
            shotOf(
              index,
              scene,
              chosen === undefined
                ? await drawScene(deps, { spec, script, palette, index, figure }, { signal: stop, usage: own })
                : { ...chosen.picture, credit: chosen.candidate.credit },
            );
          done += 1;
          report(0.8 + (0.2 * done) / script.scenes.length, `picture ${done} of ${script.scenes.length}`);
          return { still: { ...shot.still, kind: scene.kind }, clip: shot.clip, usage: own };
        }),
      );
      const stills = shots.map(({ still }) => still);
      const clips = shots.flatMap(({ clip }) => (clip === null ? [] : [clip]));
      usage.push(...shots.flatMap((shot) => shot.usage));
      const findings = [...figures.findings, ...foreign.findings];
      const manifest: MediaManifest = {
        ...{ version: 1, palette, stills },
        ...(clips.length > 0 ? { clips } : {}),
        ...(findings.length > 0 ? { findings } : {}),
      };
      const mediaKey = `media/${contentHash(manifest)}.json`;
      if (!(await deps.storage.has(mediaKey))) await deps.storage.putJson(mediaKey, manifest);
      report(1, `${stills.length} pictures, ${clips.length} of them move`);
      return { mediaKey, usage };
    },
  };
}

function shotOf(index: number, { kind }: Scene, { still, clip, credit }: ScenePicture): KeptPicture {
  return {
    still: { scene: index, kind, ...still, credit },
    clip: clip === null ? null : { scene: index, ...clip, credit },
  };
}

/** Charts and maps by scene, but for `wished` ones; data that cannot be drawn is named and left out. */
function figuresOf(
  script: Script,
  wished: ReadonlySet<number>,
): { drawn: Map<number, SceneFigure>; findings: MediaFinding[] } {
  const drawn = new Map<number, SceneFigure>();
  const findings: MediaFinding[] = [];
  for (const [scene, content] of script.scenes.entries()) {
    const figure = wished.has(scene) ? null : figureOf(content);
    if (figure === null) continue;
    if (!("problem" in figure)) drawn.set(scene, figure);
    else findings.push({ scene, source: "generated", assetId: "figure", reason: figure.problem });
  }
  return { drawn, findings };
}

interface SceneDrawing {
  readonly spec: VideoSpec;
  readonly script: Script;
  readonly palette: Palette;
  readonly index: number;
  readonly figure: SceneFigure | undefined;
}

async function drawScene(
  deps: MediaDeps,
  { spec, script, palette, index, figure }: SceneDrawing,
  work: { readonly signal: AbortSignal; readonly usage: Usage[] },
): Promise<ScenePicture> {
  const canvas = canvasOf(spec);
  const times = spec.media?.skips?.find(({ scene }) => scene === index)?.times ?? 0;
  const videoSeed = seedOf(spec.topic, spec.seed);
  const seed = videoSeed + OTHER_PICTURE * times;
  const card = { canvas, palette, scene: index, seed };
  if (figure === undefined) {
    const still = await drawStill(deps, artworkOf({ ...card, style: styleOf(spec.topic, videoSeed) }), work);
    return { still, clip: null, credit: GENERATED };
  }
  const { fonts } = await bundledFonts();
  const input = { figure, canvas, palette, fonts, outline: figure.kind === "map" ? await landOutline() : NO_LAND };
  const still = await drawStill(deps, artworkOf({ ...card, style: PLAIN_STYLE, over: figureStill(input) }), work);
  const ground = await drawStill(deps, artworkOf({ ...card, style: PLAIN_STYLE }), work);
  const frameCount = framesFor(script.scenes[index], script);
  const clip = await drawFigureClip(deps, { ground, overlay: figureClip(input), canvas, frameCount }, work);
  return { still, clip, credit: figureCredit(figure) };
}

const NO_LAND = { land: [], borders: [] };

function framesFor(scene: Scene | undefined, script: Script): number {
  const sceneMs = scene === undefined ? 0 : estimatedSceneMs(scene, script);
  return Math.ceil((clipMsFor(sceneMs) * FRAMES_PER_SECOND) / 1000);
}
