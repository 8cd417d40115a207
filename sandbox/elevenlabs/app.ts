import { createHash, randomBytes } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { type PaidEnv, type PaidLog, createPaidPlatform } from "../paid-platform.ts";
import { type Speaker, pcmBytes } from "../speaker.ts";
import { alignmentOf } from "./alignment.ts";
import { SPEAKERS, VOICES } from "./voices.ts";

const PREFIX = "/elevenlabs";
const RATES: Readonly<Record<string, number>> = {
  pcm_16000: 16_000,
  pcm_22050: 22_050,
  pcm_24000: 24_000,
  pcm_44100: 44_100,
};
const MODELS = ["eleven_multilingual_v2", "eleven_turbo_v2_5", "eleven_flash_v2_5"];
const WORDS_PER_MINUTE = 165;
const KEY = /^[\w-]{8,}$/;

const Request = z.object({
  text: z.string().min(1).max(10_000),
  model_id: z.string().default("eleven_multilingual_v2"),
  voice_settings: z.object({ speed: z.number().min(0.7).max(1.2).default(1) }).optional(),
});

/** The stand-in ElevenLabs under `/elevenlabs`, with its switches `/elevenlabs/_faults` and `/elevenlabs/_log`. */
export function createElevenlabsApp(log: PaidLog, speaker: Speaker): Hono<PaidEnv> {
  const speak = async (voiceId: string, format: string, body: unknown) => {
    const voice = SPEAKERS[voiceId];
    if (voice === undefined) {
      return refusal(404, { reason: "voice_not_found", message: `A voice with voice_id ${voiceId} was not found.` });
    }
    const request = Request.safeParse(body);
    if (!request.success) {
      const detail = request.error.issues.map(({ path, message, code }) => ({
        loc: ["body", ...path],
        msg: message,
        type: code,
      }));
      return Response.json({ detail }, { status: 422 });
    }
    const { text, model_id: model, voice_settings: { speed } = { speed: 1 } } = request.data;
    if (!MODELS.includes(model)) {
      return refusal(400, { reason: "model_not_found", message: `A model with model ID ${model} does not exist.` });
    }
    const sampleRate = RATES[format];
    if (sampleRate === undefined) {
      return refusal(400, { reason: "output_format_not_allowed", message: `${format} is not allowed here.` });
    }
    const wordsPerMinute = Math.round(WORDS_PER_MINUTE * speed);
    return { text, spoken: await speaker.speak({ text, voice, wordsPerMinute, sampleRate }) };
  };

  const routes = new Hono<PaidEnv>()
    .get("/v1/voices", (c) => c.json({ voices: VOICES }))
    .get("/v1/models", (c) =>
      c.json(MODELS.map((model) => ({ model_id: model, name: model, can_do_text_to_speech: true }))),
    )
    .post("/v1/text-to-speech/:voice/with-timestamps", async (c) => {
      const voice = c.req.param("voice");
      const answer = await speak(voice, c.req.query("output_format") ?? "mp3_44100_128", await c.req.json());
      if (answer instanceof Response) return answer;
      const { text, spoken } = answer;
      c.set("work", workOf(voice, text));
      const alignment = alignmentOf(text, spoken);
      return c.json({
        audio_base64: pcmBytes(spoken).toString("base64"),
        alignment,
        normalized_alignment: alignment,
      });
    })
    .post("/v1/text-to-speech/:voice", async (c) => {
      const voice = c.req.param("voice");
      const answer = await speak(voice, c.req.query("output_format") ?? "mp3_44100_128", await c.req.json());
      if (answer instanceof Response) return answer;
      c.set("work", workOf(voice, answer.text));
      return c.body(new Uint8Array(pcmBytes(answer.spoken)), 200, { "Content-Type": "audio/pcm" });
    });

  return createPaidPlatform({
    prefix: PREFIX,
    log,
    routes,
    refusal,
    authorise: (c) => {
      const key = c.req.header("xi-api-key");
      if (key === undefined || key === "") {
        return refusal(401, {
          reason: "needs_authorization",
          message: "Neither authorization header nor xi-api-key received, please provide one.",
        });
      }
      return KEY.test(key) ? null : refusal(401, { reason: "invalid_api_key", message: "Invalid API key" });
    },
    headers: ({ characters }) => ({
      "request-id": randomBytes(10).toString("hex"),
      "current-concurrent-requests": "1",
      "maximum-concurrent-requests": "5",
      ...(characters === undefined ? {} : { "character-cost": String(characters) }),
    }),
  });
}

function workOf(voice: string, text: string) {
  const textSha256 = createHash("sha256").update(text).digest("hex");
  return { voice, characters: Array.from(text).length, textSha256 };
}

const USUAL: Readonly<Record<number, { reason: string; message: string }>> = {
  429: { reason: "too_many_concurrent_requests", message: "Too many concurrent requests." },
  500: { reason: "internal_error", message: "Something went wrong." },
  503: { reason: "system_busy", message: "The system is busy, try again later." },
};

function refusal(status: number, given: { readonly reason?: string; readonly message?: string }): Response {
  const usual = USUAL[status] ?? { reason: "refused", message: "The request was refused." };
  return Response.json(
    { detail: { status: given.reason ?? usual.reason, message: given.message ?? usual.message } },
    { status },
  );
}
