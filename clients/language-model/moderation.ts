import { z } from "zod";

import { appErrorOf } from "../../domain/errors.ts";
import { drawnWords } from "../../domain/script/drawn-words.ts";
import type { Script } from "../../domain/script/script.ts";
import { MODERATIONS, type Session, post } from "./request.ts";

const Answer = z.object({
  results: z.array(z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean()) })).min(1),
});

const MODEL = "omni-moderation-latest";
const MISSING = Symbol("no moderation");
const UNREADABLE = "The service's moderation sent an answer that cannot be read, so nobody has checked these words.";

export interface Moderation {
  /** Categories, in the service's words. */
  readonly flagged: readonly string[];
  /** What a person must know who relies on it. */
  readonly notes: readonly string[];
}

/**
 * What a script is flagged for, by all that is spoken, shown or published of it; nothing where the service has no
 * moderation (many compatible ones have none).
 */
export async function moderated(session: Session, script: Script): Promise<Moderation> {
  const { title, hook, description, tags, scenes } = script;
  const input = [title, hook, description, ...tags, ...scenes.map((scene) => drawnWords(scene))].join("\n");
  const answer = await post(session, MODERATIONS, { model: MODEL, input }).catch((error: unknown) => {
    // A service without this path, or without this model, says 404; the drafts themselves went through.
    if (appErrorOf(error)?.code === "platform_refused") return MISSING;
    throw error;
  });
  if (answer === MISSING) return { flagged: [], notes: [] };
  const parsed = Answer.safeParse(answer);
  if (!parsed.success) return { flagged: [], notes: [UNREADABLE] };
  const categories = parsed.data.results.flatMap((result) =>
    result.flagged ? Object.entries(result.categories).flatMap(([name, isFlagged]) => (isFlagged ? [name] : [])) : [],
  );
  return { flagged: [...new Set(categories)], notes: [] };
}
