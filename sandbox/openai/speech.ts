import { createHash } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { waveFile } from "../../domain/sound/wave.ts";
import { type Speaker, pcmBytes } from "../speaker.ts";
import { badRequest } from "./errors.ts";
import { SPEECH_MODELS, requireModel } from "./models.ts";
import type { OpenaiEnv } from "./request-life.ts";

const SAMPLE_RATE = 24_000;
const WORDS_PER_MINUTE = 165;
/** Real voices differ in their pace. */
const QUICKER: Readonly<Record<string, number>> = { onyx: 1.2 };

/** Who speaks for OpenAI's voices here. */
const VOICES: Readonly<Record<string, string>> = {
  alloy: "en-us+f2",
  ash: "en-us+m2",
  ballad: "en-gb+m4",
  coral: "en-us+f3",
  echo: "en-us+m3",
  fable: "en-gb+m1",
  onyx: "en-us+m7",
  nova: "en-us+f4",
  sage: "en-us+f5",
  shimmer: "en-gb+f1",
  verse: "en-us+m5",
};

const Request = z.object({
  model: z.string(),
  input: z.string().min(1).max(4_096),
  voice: z.string(),
  response_format: z.enum(["mp3", "opus", "aac", "flac", "wav", "pcm"]).default("mp3"),
  speed: z.number().min(0.25).max(4).default(1),
});

/** `POST /v1/audio/speech`, as `pcm` and `wav`. */
export function speechRoutes(speaker: Speaker) {
  return new Hono<OpenaiEnv>().post("/v1/audio/speech", async (c) => {
    const parsed = Request.safeParse(await c.req.json());
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw badRequest(issue?.message ?? "Invalid request", issue?.path.join("."));
    }
    const { model, input, voice, response_format: format, speed } = parsed.data;
    requireModel(model, SPEECH_MODELS);
    const espeak = VOICES[voice];
    if (espeak === undefined) {
      throw badRequest(`Invalid value: '${voice}'. Supported voices are: ${Object.keys(VOICES).join(", ")}.`, "voice");
    }
    if (format !== "pcm" && format !== "wav") throw badRequest("This stand-in speaks pcm and wav.", "response_format");
    const wordsPerMinute = Math.round(WORDS_PER_MINUTE * speed * (QUICKER[voice] ?? 1));
    const spoken = await speaker.speak({ text: input, voice: espeak, wordsPerMinute, sampleRate: SAMPLE_RATE });
    const bytes = format === "pcm" ? new Uint8Array(pcmBytes(spoken)) : waveFile(spoken.samples, SAMPLE_RATE, 1);
    c.set("work", {
      model,
      units: { character: Array.from(input).length },
      request: { ...parsed.data, input: createHash("sha256").update(input).digest("hex") },
      answer: createHash("sha256").update(bytes).digest("hex"),
    });
    return c.body(new Uint8Array(bytes), 200, { "Content-Type": format === "pcm" ? "audio/pcm" : "audio/wav" });
  });
}
