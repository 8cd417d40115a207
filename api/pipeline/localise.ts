import { createRoute, z } from "@hono/zod-openapi";
import type { VoiceCatalog } from "../../clients/speech/voice-catalog.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { allow, principalOf } from "../access/authorization.ts";
import { randomBase32 } from "../access/tokens.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { onceAfterAsking } from "../idempotency.ts";
import { videoLinks, VideoLinksSchema } from "../operations/links.ts";
import { createRoutes, json, jsonBody, writeProblems } from "../route.ts";
import { IdempotencyHeader, InstantSchema, VideoIdSchema, VideoParams } from "../vocabulary.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { enqueueLinked, localisedSpec, STARTS_PRIVATE } from "./linked-video.ts";
import type { WordsDeps } from "./require-words.ts";
import { LanguageSchema, uploadKey, VoiceSchema } from "./video-settings-schemas.ts";

type Deps = Pick<ApiDependencies, "db" | "temporal" | "environment" | "settings" | "storage"> &
  WordsDeps & { readonly dispatcher: Dispatcher; readonly voices: VoiceCatalog };

const LocaliseRequest = z
  .strictObject({
    language: LanguageSchema.openapi({ example: "de" }),
    voice: VoiceSchema.optional().openapi({ description: "Left out it follows the language" }),
    script_key: uploadKey(["txt", "md", "json"], "txt")
      .optional()
      .openapi({ description: "A translation of your own, scene by scene; left out one is made" }),
  })
  .openapi("LocaliseRequest", { example: { language: "de" } });

const Localised = z
  .object({
    video_id: VideoIdSchema.openapi({ description: "Of the new video" }),
    parent_video_id: VideoIdSchema,
    position: z.int(),
    eta: InstantSchema,
    links: VideoLinksSchema,
    notes: z.array(z.string()).openapi({ description: "What to know of it", example: [STARTS_PRIVATE] }),
  })
  .openapi("Localised");

const localise = createRoute({
  method: "post",
  path: "/pipeline/videos/{video_id}/localise",
  tags: ["pipeline"],
  summary: "Make a finished or approved video in another language, with the same pictures",
  description: "A linked video, private until it is made public, whoever may see the one that it is made from.",
  middleware: allow("execute"),
  request: { params: VideoParams, headers: IdempotencyHeader, body: jsonBody(LocaliseRequest) },
  responses: { 202: json(Localised, "Queued as a video of its own, linked to this one"), ...writeProblems(404, 409) },
});

export function localiseRoutes(deps: Deps) {
  return createRoutes().openapi(localise, async (c) => {
    const { video_id: parentVideoId } = c.req.valid("param");
    const request = c.req.valid("json");
    const principal = principalOf(c);
    const answer = await onceAfterAsking(
      c,
      deps,
      { request, status: 202 },
      {
        ask: async () => {
          const { language, voice, script_key: scriptKey } = request;
          if (scriptKey !== undefined && !(await deps.storage.has(scriptKey))) {
            const told = { field: "script_key", remedy: "Upload it first." };
            throw new AppError("invalid_input", "there is no such file", told);
          }
          const parent = await getVideo(deps.db, principal, { videoId: parentVideoId });
          const into = { language, ...(voice ? { voice } : {}), ...(scriptKey ? { scriptKey } : {}) };
          return { parent, spec: await localisedSpec(deps, parent, into) };
        },
        work: async (tx, { parent, spec }) => {
          const videoId = `vid_${randomBase32(20)}`;
          const { position, etaAt } = await enqueueLinked(deps, tx, principal, parent, { videoId, spec });
          const links = videoLinks(deps, videoId);
          return {
            video_id: videoId,
            parent_video_id: parentVideoId,
            position,
            eta: etaAt,
            links,
            notes: [STARTS_PRIVATE],
          };
        },
      },
    );
    deps.dispatcher.wake();
    return c.json(answer, 202);
  });
}
