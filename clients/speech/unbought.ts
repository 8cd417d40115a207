import type { ObjectStore } from "../storage/storage.ts";
import { serviceVoiceOf } from "../../domain/speech/voices.ts";
import { keptKey, type PaidSpeech, type Saying } from "./paid.ts";

/**
 * Which of the texts a narration would have to buy now: those that are not kept from before. Null where that is not
 * known: of a voice whose key is not set here, and when the store takes too long to say.
 */
export type Unbought = (texts: readonly string[], saying: Saying) => Promise<readonly string[] | null>;

/** Asked within a transaction of seconds; whoever gets no answer reckons with all texts. */
const ANSWER_MS = 3_000;
const AT_ONCE = 16;

export function createUnbought(
  { paid, storage }: { readonly paid: readonly PaidSpeech[]; readonly storage: Pick<ObjectStore, "has"> },
  nowMs: () => number = () => performance.now(),
): Unbought {
  return async (texts, saying) => {
    const known = serviceVoiceOf(saying.voice);
    const seller = paid.find(({ service }) => service === known?.service);
    if (known === null || seller === undefined) return null;
    const untilMs = nowMs() + ANSWER_MS;
    const missing: string[] = [];
    for (let from = 0; from < texts.length; from += AT_ONCE) {
      if (nowMs() > untilMs) return null;
      const some = texts.slice(from, from + AT_ONCE);
      const isKept = await Promise.all(
        some.map((text) => storage.has(keptKey(seller, { ...saying, voice: known.name }, text))),
      );
      missing.push(...some.filter((_, index) => isKept[index] !== true));
    }
    return missing;
  };
}
