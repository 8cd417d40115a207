import { Hono } from "hono";

import { modelNotFound } from "./errors.ts";
import type { OpenaiEnv } from "./request-life.ts";

export const CHAT_MODELS = ["gpt-4o-mini", "gpt-4o", "gpt-4.1-mini"] as const;
export const MODERATION_MODELS = ["omni-moderation-latest"] as const;
export const SPEECH_MODELS = ["tts-1", "tts-1-hd", "gpt-4o-mini-tts"] as const;

const MODELS = [...CHAT_MODELS, ...MODERATION_MODELS, ...SPEECH_MODELS].map((id) => ({
  id,
  object: "model",
  created: 1_721_172_741,
  owned_by: "system",
}));

/** `GET /v1/models`, `GET /v1/models/{id}`. */
export function modelRoutes() {
  return new Hono<OpenaiEnv>()
    .get("/v1/models", (c) => c.json({ object: "list", data: MODELS }))
    .get("/v1/models/:id", (c) => {
      const model = MODELS.find(({ id }) => id === c.req.param("id"));
      if (model === undefined) throw modelNotFound(c.req.param("id"));
      return c.json(model);
    });
}

export function requireModel(model: string, of: readonly string[]): void {
  if (!of.includes(model)) throw modelNotFound(model);
}
