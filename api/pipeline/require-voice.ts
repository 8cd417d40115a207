import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { AppError, appErrorOf } from "../../domain/errors.ts";

/** Who speaks, and what a request says of it. */
export interface AskedVoice {
  /** As the video would be spoken. */
  readonly voice: string;
  readonly asked: { readonly voice?: unknown; readonly language?: unknown };
  /** Where in the request voice and language are, as in `spec`. */
  readonly within?: string;
}

/**
 * Refuses a voice that nobody has before anything is written: its stage would only say so minutes later. Throws
 * `invalid_input` naming the voice, or the language where that alone was asked for and has no voice of its own.
 */
export async function requireVoice(
  { voices }: { readonly voices: VoiceCatalog },
  { voice, asked, within }: AskedVoice,
): Promise<void> {
  try {
    await voices.requireVoice(voice);
  } catch (error) {
    const refused = appErrorOf(error);
    if (refused?.code !== "invalid_input") throw error;
    const { message, remedy } = refused;
    const isOfLanguage = typeof asked.voice !== "string" && typeof asked.language === "string";
    const field = [...(within === undefined ? [] : [within]), isOfLanguage ? "language" : "voice"].join(".");
    const told = isOfLanguage ? LANGUAGE_REMEDY : remedy;
    throw new AppError("invalid_input", message, {
      cause: error,
      field,
      ...(told === undefined ? {} : { remedy: told }),
    });
  }
}

const LANGUAGE_REMEDY =
  "No voice is of this language by itself: name one that speaks it, or another language, such as en or de; GET /voices and longtake voice list show all.";
