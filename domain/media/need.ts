import { type Scene, type Script, wordCount } from "../script/script.ts";

/** Pauses between sentences, as the narration leaves them. */
const PAUSE_MS = 350;

/** How long a scene will be spoken, by its words: pictures are chosen beside the narration, not after it. */
export function estimatedSceneMs(scene: Scene, script: Pick<Script, "wordsPerMinute">): number {
  const spokenMs = (wordCount(scene.sentences.join(" ")) * 60_000) / Math.max(60, script.wordsPerMinute);
  return Math.round(spokenMs + scene.sentences.length * PAUSE_MS);
}

/** What a clip is cut to: a quarter more than estimated, since a voice may take its time. */
export function clipMsFor(sceneMs: number): number {
  return Math.round(sceneMs * 1.25 + 1_000);
}
