import { AppError, appErrorOf } from "../../domain/errors.ts";
import type { Script } from "../../domain/script/script.ts";
import { requireGlyphs } from "../rendering/fonts.ts";

const OWN_REMEDY = "Write the script in Latin, Greek, Cyrillic or Arabic letters.";

/** Every word that is shown or captioned has letters in the bundled fonts; what a person wrote is named as theirs. */
export async function requireDrawable(script: Script): Promise<void> {
  const shown = script.scenes.flatMap(({ heading, kicker, figure, points, sentences }) => [
    heading,
    kicker ?? "",
    figure ?? "",
    ...points,
    ...sentences,
  ]);
  try {
    await requireGlyphs(shown.join(" "));
  } catch (error) {
    const refused = appErrorOf(error);
    if (script.provider !== "own" || refused?.code !== "invalid_input") throw error;
    const field = "spec.script.ownKey";
    throw new AppError("invalid_input", refused.message, { cause: error, field, remedy: OWN_REMEDY });
  }
}
