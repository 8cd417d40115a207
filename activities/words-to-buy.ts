import type { Unbought } from "../clients/speech/unbought.ts";
import type { ObjectStore } from "../clients/storage/storage.ts";
import type { WorstCaseInput } from "../domain/cost/price-book.ts";
import { buysSpeech } from "../domain/cost/providers.ts";
import { appErrorOf } from "../domain/errors.ts";
import { type Script, scriptWordCount } from "../domain/script/script.ts";
import { textsCharacters } from "../domain/speech/billing.ts";
import { spokenLines, spokenTexts } from "../domain/speech/spoken-text.ts";
import type { Stage, VideoSpec } from "../domain/video/video.ts";

export interface WordsToBuyDeps {
  readonly storage: Pick<ObjectStore, "getJson">;
  /** Left out, nothing is taken to be bought before. */
  readonly unbought?: Unbought | undefined;
}

export interface WordsToBuyInput {
  readonly stage: Stage;
  readonly spec: VideoSpec;
  /** What is spoken, where there is something to speak. */
  readonly scriptKey: string | undefined;
}

/** How many words a stage buys, where a stored script says it: what a bought voice speaks, what a model translates. */
export async function wordsToBuy(
  { storage, unbought }: WordsToBuyDeps,
  { stage, spec, scriptKey }: WordsToBuyInput,
): Promise<Pick<WorstCaseInput, "spokenCharacters" | "original">> {
  if (stage === "narration" && buysSpeech(spec)) {
    const script = await scriptIfThere(storage, scriptKey);
    return script ? { spokenCharacters: await charactersToBuy(unbought, spec, script) } : {};
  }
  if (stage === "script") {
    const script = await scriptIfThere(storage, spec.reuse?.translateKey);
    return script ? { original: { words: scriptWordCount(script), characters: JSON.stringify(script).length } } : {};
  }
  return {};
}

/** What was spoken before, in this video or another, is kept: an edit of a line buys that line. */
async function charactersToBuy(
  unbought: Unbought | undefined,
  { voice, language, narration }: VideoSpec,
  { scenes, wordsPerMinute }: Script,
): Promise<number> {
  const texts = spokenTexts(spokenLines(scenes, narration?.pronunciations));
  const saying = { voice, wordsPerMinute, ...(language === undefined ? {} : { language }) };
  return textsCharacters((await unbought?.(texts, saying)) ?? texts, voice);
}

async function scriptIfThere(
  storage: Pick<ObjectStore, "getJson">,
  key: string | undefined,
): Promise<Script | undefined> {
  if (key === undefined) return undefined;
  try {
    return await storage.getJson<Script>(key);
  } catch (error) {
    // The attempt itself will not find it either, and says so before it buys anything.
    if (appErrorOf(error)?.code === "not_found") return undefined;
    throw error;
  }
}
