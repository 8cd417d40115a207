import type { ObjectStore } from "../../clients/storage/storage.ts";
import { buysSpeech } from "../../domain/cost/providers.ts";
import { appErrorOf } from "../../domain/errors.ts";
import type { Script } from "../../domain/script/script.ts";
import { scriptCharacters } from "../../domain/speech/billing.ts";
import type { VideoSpec } from "../../domain/video/video.ts";

/** Characters that a bought voice bills for a stored script; undefined where none is bought, or the script is gone. */
export async function charactersToBuy(
  storage: Pick<ObjectStore, "getJson">,
  { spec, scriptKey }: { readonly spec: VideoSpec; readonly scriptKey: string | undefined },
): Promise<number | undefined> {
  if (scriptKey === undefined || !buysSpeech(spec)) return undefined;
  try {
    const { scenes } = await storage.getJson<Script>(scriptKey);
    return scriptCharacters(scenes, spec.voice, spec.narration?.pronunciations);
  } catch (error) {
    // The attempt itself will not find it either, and says so before it buys anything.
    if (appErrorOf(error)?.code === "not_found") return undefined;
    throw error;
  }
}
