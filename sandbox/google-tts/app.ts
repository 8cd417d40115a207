import { createHash } from "node:crypto";

import { Hono } from "hono";
import { z } from "zod";

import { waveFile } from "../../domain/sound/wave.ts";
import { type PaidEnv, type PaidLog, createPaidPlatform } from "../paid-platform.ts";
import type { Speaker } from "../speaker.ts";
import { type MarkedText, markedTextOf } from "./ssml.ts";
import { VOICES, type GoogleVoice } from "./voices.ts";

const PREFIX = "/google-tts";
const WORDS_PER_MINUTE = 165;
const INPUT_BYTES = 5_000;
const KEY = /^[\w-]{8,}$/;

const Request = z.object({
  input: z.union([z.object({ text: z.string() }).strict(), z.object({ ssml: z.string() }).strict()]),
  voice: z.object({ languageCode: z.string(), name: z.string().optional() }),
  audioConfig: z.object({
    audioEncoding: z.string(),
    sampleRateHertz: z.int().min(8_000).max(48_000).default(24_000),
    speakingRate: z.number().min(0.25).max(2).default(1),
  }),
  enableTimePointing: z.array(z.literal("SSML_MARK")).optional(),
});

/** The stand-in Google Text-to-Speech under `/google-tts`, with its switches `_faults` and `_log` beside. */
export function createGoogleTtsApp(log: PaidLog, speaker: Speaker): Hono<PaidEnv> {
  const synthesize = async (body: unknown, allowsTimePoints: boolean) => {
    const parsed = Request.safeParse(body);
    if (!parsed.success) return invalid(`Invalid JSON payload received. ${z.prettifyError(parsed.error)}`);
    const { input, voice: wanted, audioConfig, enableTimePointing = [] } = parsed.data;
    if (enableTimePointing.length > 0 && !allowsTimePoints) {
      return invalid('Invalid JSON payload received. Unknown name "enableTimePointing": Cannot find field.');
    }
    const voice = chosen(wanted);
    if (voice === undefined) return invalid(`Voice '${wanted.name}' does not exist. Is it misspelled?`);
    if (audioConfig.audioEncoding !== "LINEAR16") return invalid("This stand-in speaks LINEAR16 only.");
    const source = "ssml" in input ? input.ssml : input.text;
    if (Buffer.byteLength(source) > INPUT_BYTES) {
      return invalid("Either `input.text` or `input.ssml` is longer than the limit of 5000 bytes.");
    }
    if ("ssml" in input && !voice.marks) return invalid("This voice does not support SSML input.");
    const marked: MarkedText | null = "ssml" in input ? markedTextOf(source) : { text: source, marks: [] };
    if (marked === null) return invalid("Invalid SSML. Please check that your SSML is well-formed.");
    const spoken = await speaker.speak({
      text: marked.text,
      voice: voice.espeak,
      wordsPerMinute: Math.round(WORDS_PER_MINUTE * audioConfig.speakingRate),
      sampleRate: audioConfig.sampleRateHertz,
    });
    const timepoints = marked.marks.map(({ name, character }) => {
      const word = spoken.wordStarts.find((each) => each.character >= character) ?? spoken.wordStarts.at(-1);
      return { markName: name, timeSeconds: Math.round(word?.ms ?? 0) / 1000 };
    });
    const wave = waveFile(spoken.samples, spoken.sampleRate, 1);
    // The bill leaves out the marks themselves.
    const characters = Array.from(source.replaceAll(/<mark\b[^>]*>/g, "")).length;
    return { voice: voice.name, source, characters, wave, timepoints: enableTimePointing.length > 0 ? timepoints : [] };
  };

  const routes = new Hono<PaidEnv>().get("/v1/voices", (c) => {
    const language = c.req.query("languageCode");
    const voices = VOICES.filter(({ languageCodes }) => language === undefined || languageCodes.includes(language));
    return c.json({
      voices: voices.map(({ languageCodes, name, ssmlGender, naturalSampleRateHertz }) => ({
        languageCodes,
        name,
        ssmlGender,
        naturalSampleRateHertz,
      })),
    });
  });
  for (const version of ["v1", "v1beta1"]) {
    routes.post(`/${version}/:method{text:synthesize}`, async (c) => {
      const answer = await synthesize(await c.req.json(), version === "v1beta1");
      if (answer instanceof Response) return answer;
      const { voice, source, characters, wave, timepoints } = answer;
      c.set("work", { voice, characters, textSha256: createHash("sha256").update(source).digest("hex") });
      const audioContent = Buffer.from(wave).toString("base64");
      return c.json(version === "v1" ? { audioContent } : { audioContent, timepoints });
    });
  }

  return createPaidPlatform({
    prefix: PREFIX,
    log,
    routes,
    refusal,
    authorise: (c) => {
      const bearer = /^Bearer (.+)$/.exec(c.req.header("authorization") ?? "")?.[1];
      const key = c.req.header("x-goog-api-key") ?? c.req.query("key") ?? bearer;
      if (key === undefined) return refusal(403, { message: "The request is missing a valid API key." });
      return KEY.test(key) ? null : invalid("API key not valid. Please pass a valid API key.");
    },
  });
}

function chosen({ name, languageCode }: { name?: string | undefined; languageCode: string }): GoogleVoice | undefined {
  return VOICES.find((voice) =>
    name === undefined ? voice.languageCodes.includes(languageCode) : voice.name === name,
  );
}

function invalid(message: string): Response {
  return refusal(400, { message });
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  400: "INVALID_ARGUMENT",
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "NOT_FOUND",
  429: "RESOURCE_EXHAUSTED",
  500: "INTERNAL",
  503: "UNAVAILABLE",
};

function refusal(code: number, given: { readonly reason?: string; readonly message?: string }): Response {
  const status = given.reason ?? STATUS_WORDS[code] ?? "UNKNOWN";
  const message = given.message ?? (code === 429 ? "Quota exceeded for requests per minute." : "Internal error.");
  return Response.json({ error: { code, message, status } }, { status: code });
}
