import { bundledFonts } from "../../../activities/rendering/fonts.ts";
import { stillSize } from "../../../domain/look/artwork.ts";
import type { Clip } from "../../../domain/media/media.ts";
import { paletteOf } from "../../../domain/look/palette.ts";
import { planVideo } from "../../../domain/render/planning.ts";
import type { Scene, Script } from "../../../domain/script/script.ts";
import { encoderSettings } from "../../../domain/render/segment-command.ts";
import { timeNarration } from "../../../domain/speech/speech.ts";
import { type VideoSpec, canvasOf } from "../../../domain/video/video.ts";

export const { fonts } = await bundledFonts();

export function specWith(changes: Partial<VideoSpec> = {}): VideoSpec {
  return {
    topic: "How tides work",
    seconds: 60,
    aspect: "16:9",
    size: "1080p",
    voice: "en-us",
    seed: 7,
    complexity: "simple",
    publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
    ...changes,
  };
}

export function sceneOf(number: number, sentences: readonly string[], heading = `Part ${number}`): Scene {
  return { kind: "points", kicker: null, heading, sentences, points: [], pointSentences: [], figure: null };
}

export function scriptOf(scenes: readonly Scene[]): Script {
  const words = { title: "How tides work", hook: "h", tags: [], description: "d" };
  return { version: 1, ...words, scenes, wordsPerMinute: 160, provider: "template" };
}

/** A plan with a voice that takes `wordMs` a word; pictures are named by their scene's words. */
export function planOf(spec: VideoSpec, script: Script, { wordMs = 377, clips = [] as readonly Clip[] } = {}) {
  const recorded = script.scenes.flatMap(({ sentences }, scene) =>
    sentences.map((text) => {
      const words = text.split(" ").map((word, index) => ({ text: word, startMs: Math.round(index * wordMs) }));
      return { text, scene, words, durationMs: words.length * wordMs };
    }),
  );
  const timings = timeNarration(recorded, "test");
  const size = stillSize(canvasOf(spec));
  const credit = { source: "generated", author: "test", url: null, licence: "CC0-1.0" };
  const stills = script.scenes.map(({ kind, heading }, scene) => ({
    scene,
    kind,
    objectKey: `stills/${heading}.jpg`,
    sha256: heading,
    ...size,
    credit,
  }));
  const media = { version: 1, palette: paletteOf(spec.topic, spec.seed), stills, clips } as const;
  const encoder = encoderSettings("libx264", spec.complexity);
  return { timings, plan: planVideo({ spec, script, timings, narrationKey: "n.wav", media, encoder, fonts }) };
}
