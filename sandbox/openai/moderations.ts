import { randomBytes } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { badRequest } from "./errors.ts";
import { MODERATION_MODELS, requireModel } from "./models.ts";
import type { OpenaiEnv } from "./request-life.ts";

const ModerationRequest = z.looseObject({
  model: z.string().default("omni-moderation-latest"),
  input: z.union([z.string(), z.array(z.string()).min(1)]),
});

/** Words that the stand-in flags; the real service reads, this one counts. */
const FLAGGED: Readonly<Record<string, RegExp>> = {
  harassment: /\b(idiots?|morons?|losers)\b/iu,
  hate: /\b(subhuman|vermin)\b/iu,
  "self-harm": /\bkill yourself\b/iu,
  sexual: /\b(porn|nude)\b/iu,
  violence: /\b(slaughter them|behead)\b/iu,
  illicit: /\b(build a bomb|cook meth)\b/iu,
};

/** `POST /v1/moderations`. */
export function moderationRoutes() {
  return new Hono<OpenaiEnv>().post("/v1/moderations", async (c) => {
    const parsed = ModerationRequest.safeParse(await c.req.json());
    if (!parsed.success) throw badRequest("Invalid value for 'input'.", "input");
    const { model, input } = parsed.data;
    requireModel(model, MODERATION_MODELS);
    const forced = c.get("fault")?.kind === "flagged";
    const results = [input].flat().map((text) => resultOf(text, forced));
    const answer = { id: `modr-${randomBytes(12).toString("hex")}`, model, results };
    c.set("work", { model, units: {}, request: parsed.data, answer });
    return c.json(answer);
  });
}

function resultOf(text: string, forced: boolean) {
  const hits = Object.entries(FLAGGED).map(([name, words]): [string, boolean] => [
    name,
    words.test(text) || (forced && name === "harassment"),
  ]);
  return {
    flagged: hits.some(([, isHit]) => isHit),
    categories: Object.fromEntries(hits),
    category_scores: Object.fromEntries(hits.map(([name, isHit]) => [name, isHit ? 0.97 : 0.0001])),
  };
}
