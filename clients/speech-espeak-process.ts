import { once } from "node:events";
import { text } from "node:stream/consumers";

import koffi from "koffi";

/**
 * The child process that holds libespeak-ng: a fault in the library ends this process and not the worker.
 * Reads one JSON request from stdin, writes one JSON answer to stdout. Interface: espeak-ng's speak_lib.h.
 */
export interface EspeakRequest {
  readonly voice: string;
  readonly wordsPerMinute: number;
  readonly sentences: readonly string[];
}

export type EspeakAnswer =
  | { readonly kind: "unknown_voice"; readonly voices: readonly string[] }
  | { readonly kind: "missing_library"; readonly message: string }
  | {
      readonly kind: "spoken";
      readonly version: string;
      readonly sampleRate: number;
      readonly recordings: readonly EspeakRecording[];
    };

export interface EspeakRecording {
  /** 16-bit little-endian mono, base64. */
  readonly pcm: string;
  readonly events: readonly EspeakWordEvent[];
}

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

function openLibrary() {
  const library = koffi.load("libespeak-ng.so.1");
  const callback = koffi.proto("int SynthCallback(void *samples, int count, void *events)");
  return {
    callback,
    initialize: library.func("int espeak_Initialize(int output, int bufferMs, const char *path, int options)"),
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

function answer(request: EspeakRequest): EspeakAnswer {
  let espeak: EspeakLibrary;
  try {
    espeak = openLibrary();
  } catch (error) {
    return { kind: "missing_library", message: error instanceof Error ? error.message : String(error) };
  }
  const sampleRate: number = espeak.initialize(OUTPUT_SYNCHRONOUS, 0, null, 0);
  if (sampleRate <= 0) return { kind: "missing_library", message: "espeak-ng found no voice data" };
  if (espeak.setVoiceByName(request.voice) !== 0) return { kind: "unknown_voice", voices: listVoices(espeak) };
  espeak.setParameter(PARAMETER_RATE, request.wordsPerMinute, 0);
  // The library carries a trace of state from one sentence to the next, so only whole requests repeat byte for byte.
  const recordings = request.sentences.map((sentence) => speak(espeak, sentence));
  return { kind: "spoken", version: espeak.info(null), sampleRate, recordings };
}

function speak(espeak: EspeakLibrary, sentence: string): EspeakRecording {
  const pieces: Buffer[] = [];
  const events: EspeakWordEvent[] = [];
  const callback = koffi.register((samples: unknown, count: number, eventList: unknown) => {
    if (samples !== null && count > 0) {
      const values: number[] = koffi.decode(samples, "int16_t", count);
      pieces.push(Buffer.from(Int16Array.from(values).buffer));
    }
    if (eventList === null) return 0;
    for (let offset = 0; ; offset += EVENT_BYTES) {
      const event = koffi.decode(eventList, offset, espeakEvent);
      if (event.type === EVENT_LIST_TERMINATED) break;
      if (event.type === EVENT_WORD) events.push({ textPosition: event.textPosition, audioMs: event.audioPosition });
    }
    return 0;
  }, koffi.pointer(espeak.callback));
  try {
    espeak.setSynthCallback(callback);
    espeak.synth(sentence, Buffer.byteLength(sentence) + 1, 0, 0, 0, CHARS_UTF8, null, null);
  } finally {
    koffi.unregister(callback);
  }
  return { pcm: Buffer.concat(pieces).toString("base64"), events };
}

/** Language codes of the installed voices, as `setVoiceByName` takes them. */
function listVoices(espeak: EspeakLibrary): string[] {
  const list: unknown = espeak.listVoices(null);
  const names: string[] = [];
  if (list === null) return names;
  for (let index = 0; ; index += 1) {
    const pointer: unknown = koffi.decode(list, index * koffi.sizeof("void *"), "void *");
    if (pointer === null) break;
    const voice = koffi.decode(pointer, espeakVoice);
    // The first byte of `languages` is a priority.
    names.push(String(voice.languages).slice(1));
  }
  return names;
}

const request: EspeakRequest = JSON.parse(await text(process.stdin));
if (!process.stdout.write(JSON.stringify(answer(request)))) await once(process.stdout, "drain");
