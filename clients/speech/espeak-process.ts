import { once } from "node:events";

import koffi from "koffi";

import { FrameReader, encodeFrame } from "../../domain/render/frames.ts";

/**
 * The child process that holds libespeak-ng: a fault in the library ends this process and not the worker.
 * Answers the frames on stdin one after the other on stdout until stdin ends. Interface: espeak-ng's speak_lib.h.
 */
export interface EspeakRequest {
  readonly voice: string;
  readonly wordsPerMinute: number;
  /** Null only asks whether the voice is there. */
  readonly sentence: string | null;
}

/** Asks for all voices. */
export interface EspeakListRequest {
  readonly list: "voices";
}

export interface EspeakVoice {
  /** What the voice is asked for by, as in `en-gb`. */
  readonly language: string;
  readonly name: string;
}

/** The head of an answer; the body of `spoken` is 16-bit little-endian mono. */
export type EspeakAnswer =
  | { readonly kind: "unknown_voice"; readonly voices: readonly string[] }
  | { readonly kind: "voices"; readonly voices: readonly EspeakVoice[] }
  | { readonly kind: "missing_library"; readonly message: string }
  | {
      readonly kind: "spoken";
      readonly version: string;
      readonly sampleRate: number;
      readonly events: readonly EspeakWordEvent[];
    };

export interface EspeakWordEvent {
  /** 1-based position of the word's first character in the text. */
  readonly textPosition: number;
  readonly audioMs: number;
}

const OUTPUT_SYNCHRONOUS = 2;
const CHARS_UTF8 = 1;
const PARAMETER_RATE = 1;
const EVENT_LIST_TERMINATED = 0;
const EVENT_WORD = 1;
/** What a process that never called srand begins with. */
const FIRST_SEED = 1;

const espeakEvent = koffi.struct("espeak_EVENT", {
  type: "int",
  uniqueIdentifier: "uint",
  textPosition: "int",
  length: "int",
  audioPosition: "int",
  sample: "int",
  userData: "void *",
  id: "int64",
});
const espeakVoice = koffi.struct("espeak_VOICE", {
  name: "const char *",
  languages: "const char *",
  identifier: "const char *",
});
const EVENT_BYTES = koffi.sizeof(espeakEvent);
const synthCallback = koffi.proto("int SynthCallback(void *samples, int count, void *events)");

function openLibrary() {
  const library = koffi.load("libespeak-ng.so.1");
  return {
    library,
    seedRandom: koffi.load(null).func("void srand(uint seed)"),
    initialize: library.func("int espeak_Initialize(int output, int bufferMs, const char *path, int options)"),
    terminate: library.func("int espeak_Terminate()"),
    info: library.func("const char *espeak_Info(const char **path)"),
    setVoiceByName: library.func("int espeak_SetVoiceByName(const char *name)"),
    listVoices: library.func("void *espeak_ListVoices(void *specification)"),
    setParameter: library.func("int espeak_SetParameter(int parameter, int value, int relative)"),
    setSynthCallback: library.func("void espeak_SetSynthCallback(SynthCallback *callback)"),
    synth: library.func(
      "int espeak_Synth(const char *text, size_t bytes, uint position, int positionType, uint endPosition, uint flags, void *id, void *userData)",
    ),
  };
}

type EspeakLibrary = ReturnType<typeof openLibrary>;

interface Answered {
  readonly answer: EspeakAnswer;
  readonly samples?: Buffer;
}

const pieces: Buffer[] = [];
const events: EspeakWordEvent[] = [];
const callback = koffi.register(hear, koffi.pointer(synthCallback));

/** The library keeps traces of what it said before; loaded anew, it gives one sentence the same bytes always. */
function answerTo(request: EspeakRequest | EspeakListRequest): Answered {
  let espeak: EspeakLibrary;
  try {
    espeak = openLibrary();
  } catch (error) {
    return { answer: { kind: "missing_library", message: error instanceof Error ? error.message : String(error) } };
  }
  try {
    const sampleRate: number = espeak.initialize(OUTPUT_SYNCHRONOUS, 0, null, 0);
    if (sampleRate <= 0) return { answer: { kind: "missing_library", message: "espeak-ng found no voice data" } };
    if ("list" in request) {
      const voices = listVoices(espeak).map(({ language, name }) => ({ language, name }));
      return { answer: { kind: "voices", voices } };
    }
    if (!chooseVoice(espeak, request.voice)) {
      return { answer: { kind: "unknown_voice", voices: listVoices(espeak).map(({ language }) => language) } };
    }
    espeak.setParameter(PARAMETER_RATE, request.wordsPerMinute, 0);
    pieces.length = 0;
    events.length = 0;
    if (request.sentence !== null) speak(espeak, request.sentence);
    const version: string = espeak.info(null);
    return {
      answer: { kind: "spoken", version, sampleRate, events },
      samples: Buffer.concat(pieces),
    };
  } finally {
    espeak.terminate();
    espeak.library.unload();
  }
}

function speak(espeak: EspeakLibrary, sentence: string): void {
  espeak.seedRandom(FIRST_SEED);
  espeak.setSynthCallback(callback);
  espeak.synth(sentence, Buffer.byteLength(sentence) + 1, 0, 0, 0, CHARS_UTF8, null, null);
}

function hear(samples: unknown, count: number, eventList: unknown): number {
  if (samples !== null && count > 0) {
    const values: number[] = koffi.decode(samples, "int16_t", count);
    pieces.push(Buffer.from(Int16Array.from(values).buffer));
  }
  if (eventList === null) return 0;
  for (let offset = 0; ; offset += EVENT_BYTES) {
    const event = koffi.decode(eventList, offset, espeakEvent);
    if (event.type === EVENT_LIST_TERMINATED) return 0;
    if (event.type === EVENT_WORD) events.push({ textPosition: event.textPosition, audioMs: event.audioPosition });
  }
}

/** By the library's own name, as in `en-us`, else by the language code that it lists: `en-gb` is its voice `en`. */
function chooseVoice(espeak: EspeakLibrary, wanted: string): boolean {
  if (espeak.setVoiceByName(wanted) === 0) return true;
  const [language = "", variant] = wanted.split("+");
  const listed = listVoices(espeak).find((voice) => voice.language === language.toLowerCase());
  if (listed === undefined) return false;
  return espeak.setVoiceByName(`${listed.identifier}${variant === undefined ? "" : `+${variant}`}`) === 0;
}

function listVoices(espeak: EspeakLibrary): (EspeakVoice & { readonly identifier: string })[] {
  const list: unknown = espeak.listVoices(null);
  const voices: (EspeakVoice & { readonly identifier: string })[] = [];
  if (list === null) return voices;
  for (let index = 0; ; index += 1) {
    const pointer: unknown = koffi.decode(list, index * koffi.sizeof("void *"), "void *");
    if (pointer === null) return voices;
    const voice = koffi.decode(pointer, espeakVoice);
    // The first byte of `languages` is a priority.
    voices.push({
      language: String(voice.languages).slice(1).toLowerCase(),
      name: String(voice.name),
      identifier: String(voice.identifier),
    });
  }
}

const reader = new FrameReader();
for await (const chunk of process.stdin) {
  for (const { head } of reader.push(chunk)) {
    const request: EspeakRequest | EspeakListRequest = JSON.parse(Buffer.from(head).toString("utf8"));
    const { answer, samples } = answerTo(request);
    const written = process.stdout.write(encodeFrame(Buffer.from(JSON.stringify(answer)), samples));
    if (!written) await once(process.stdout, "drain");
  }
}
