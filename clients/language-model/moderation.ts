import { z } from "zod";

import { appErrorOf } from "../../domain/errors.ts";
import type { Scene, Script } from "../../domain/script/script.ts";
import { MODERATIONS, type Session, post } from "./request.ts";

const Moderation = z.object({
  results: z.array(z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean()) })).min(1),
});

const MODEL = "omni-moderation-latest";

/** What a script is flagged for; nothing where the service has no moderation (many compatible ones have none). */
export async function flaggedCategories(session: Session, script: Script): Promise<readonly string[]> {
  const input = [script.title, ...script.scenes.flatMap(wordsOf)].join("\n");
  const answer = await moderated(session, input);
  const parsed = Moderation.safeParse(answer);
  if (!parsed.success) return [];
  const categories = parsed.data.results.flatMap((result) =>
    result.flagged ? Object.entries(result.categories).flatMap(([name, isFlagged]) => (isFlagged ? [name] : [])) : [],
  );
  return [...new Set(categories)];
}

function wordsOf({ heading, sentences, chart, map }: Scene): readonly string[] {
  const drawn = [...(chart === undefined ? [] : [...chart.labels, chart.source]), ...(map?.places ?? [])];
  return [heading, ...sentences, ...drawn.map((each) => (typeof each === "string" ? each : each.name))];
}

async function moderated(session: Session, input: string): Promise<unknown> {
  try {
    return await post(session, MODERATIONS, { model: MODEL, input });
  } catch (error) {
    // A service without this path, or without this model, says 404; the drafts themselves went through.
    if (appErrorOf(error)?.code === "platform_refused") return null;
    throw error;
  }
}
