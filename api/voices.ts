import { createRoute, z } from "@hono/zod-openapi";
import { LIST_STATES, type VoiceCatalog } from "../clients/speech/voice-catalog.ts";
import { SPEECH_SERVICES, voiceSpeaks } from "../domain/speech/voices.ts";
import { allow } from "./access/authorization.ts";
import { LanguageSchema } from "./pipeline/video-settings-schemas.ts";
import { createRoutes, json, readProblems } from "./route.ts";

const Provider = z.enum(SPEECH_SERVICES);

const VoicesSchema = z
  .object({
    voices: z.array(
      z.object({
        voice: z.string().openapi({ description: "As a request names it", example: "google:de-DE-Wavenet-B" }),
        provider: Provider,
        name: z.string(),
        languages: z
          .array(z.string())
          .openapi({ description: "BCP 47; empty where it speaks whatever it is given", example: ["de-DE"] }),
      }),
    ),
    providers: z.array(
      z.object({
        provider: Provider,
        state: z.enum(LIST_STATES).openapi({
          description: "fixed_list: written down here, because the service lists none; it may have others",
        }),
        reason: z.string().nullable().openapi({ description: "Why it has no voices here" }),
      }),
    ),
  })
  .openapi("Voices");

const list = createRoute({
  method: "get",
  path: "/voices",
  tags: ["voices"],
  summary: "List the voices that can speak, and what is known of each provider",
  middleware: allow("read"),
  request: {
    query: z.object({
      provider: Provider.optional(),
      language: LanguageSchema.optional().openapi({ description: "Only voices that speak it", example: "de" }),
    }),
  },
  responses: { 200: json(VoicesSchema, "The voices"), ...readProblems() },
});

export function voiceRoutes({ voices: catalog }: { readonly voices: VoiceCatalog }) {
  return createRoutes().openapi(list, async (c) => {
    const { provider, language } = c.req.valid("query");
    const all = await catalog.list();
    const asked = all.filter((each) => provider === undefined || each.provider === provider);
    const voices = asked
      .flatMap((each) => each.voices)
      .filter((voice) => language === undefined || voiceSpeaks(voice, language))
      .map(({ languages, ...voice }) => ({ ...voice, languages: [...languages] }));
    const providers = asked.map(({ provider: name, state, reason }) => ({ provider: name, state, reason }));
    return c.json({ voices, providers }, 200);
  });
}
