import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Ffmpeg } from "../../clients/ffmpeg/ffmpeg.ts";
import type { SpeechEngine } from "../../clients/speech/speech.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import { SPEECH_BAND, readLoudness } from "../../domain/sound/audio-filters.ts";
import { AppError } from "../../domain/errors.ts";
import { wordsOf } from "../../domain/speech/pronunciation.ts";
import type { Scene } from "../../domain/script/script.ts";
import { withoutPauses } from "../../domain/speech/pauses.ts";
import { sentencesHeardIn, slice, spokenPart } from "../../domain/speech/segmentation.ts";
import { type Sound, silences } from "../../domain/speech/silence.ts";
import { espeakVoiceOf } from "../../domain/speech/voices.ts";
import { soundOfWave } from "../../domain/speech/wave.ts";
import { OWN_RECORDING, type RecordedSentence, type TimeRange, timeNarration } from "../../domain/speech/speech.ts";
import { SECONDS_MAX } from "../../domain/video/video.ts";
import { type TimedSound, wordsHeardIn } from "../../domain/speech/word-timing.ts";
import { inTurns } from "../in-turns.ts";
import type { RecordedNarration } from "./recording.ts";

export interface OwnNarrationDeps {
  readonly storage: ObjectStore;
  readonly ffmpeg: Ffmpeg;
  readonly speech: SpeechEngine;
}

export interface OwnNarrationRequest {
  readonly recordingKey: string;
  readonly scenes: readonly Pick<Scene, "sentences">[];
  readonly language: string | undefined;
  /** Where its files may lie. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

const SAMPLE_RATE = 48_000;
const UPLOAD_KEY = /^uploads\/[0-9a-f]{64}\.[a-z0-9]{1,5}$/;
/** What is a recording by itself; playlists and lists of other files are not. */
const FORMATS =
  "wav,w64,mp3,flac,ogg,mov,matroska,aac,aiff,caf,amr,asf,au,ac3,eac3,mpegts,mpeg,avi,flv,wv,ape,tta,mpc,mpc8,voc";
const LONGEST_SECONDS = SECONDS_MAX * 1.5;
const SHORTEST_MS = 500;
const DECODE_MS = 60_000;
/** Level of the spoken track before the mix, which sets the final one. */
const SPEECH_LUFS = -18;
const MOST_GAIN_DB = 30;
/** The recording may last this many times longer or shorter than the script when spoken calmly. */
const PACE_RANGE = 2.5;
const REFERENCE_WORDS_PER_MINUTE = 160;
/** A pause inside a sentence that quality control would ask about. */
const NOTICED_PAUSE_MS = 400;

/** A person's own recording as a narration: levelled, cut into the script's sentences at its own pauses, its words timed. */
export async function ownNarration(deps: OwnNarrationDeps, request: OwnNarrationRequest): Promise<RecordedNarration> {
  const { scenes, language, signal } = request;
  const sound = await decoded(deps, request);
  const lines = scenes.flatMap(({ sentences }, scene) => sentences.map(withoutPauses).map((text) => ({ text, scene })));
  const references = await deps.speech.speak({
    sentences: lines.map(({ text }) => text),
    voice: espeakVoiceOf(language),
    wordsPerMinute: REFERENCE_WORDS_PER_MINUTE,
    signal,
  });
  requireSamePace(sound, references);
  const places = await inTurns(sentencesHeardIn(sound, references), signal);
  const sentences: RecordedSentence[] = [];
  for (const [index, line] of lines.entries()) {
    // Between sentences the process tends to its other work: heartbeats, cancellation.
    await nextTurn();
    signal.throwIfAborted();
    sentences.push(recordedSentence(line, sound, places[index] ?? NOWHERE, references[index], places[index + 1]));
  }
  const timings = timeNarration(sentences, OWN_RECORDING);
  const samples = new Int16Array(Math.ceil((timings.durationMs * SAMPLE_RATE) / 1000));
  for (const [index, { fromMs }] of places.entries()) {
    // With the pause after it: a room's own silence is not nothing.
    const piece = slice(sound, { fromMs, toMs: places[index + 1]?.fromMs ?? spokenPart(sound).toMs });
    const offset = Math.round(((timings.sentences[index]?.startMs ?? 0) * SAMPLE_RATE) / 1000);
    samples.set(piece.samples.subarray(0, samples.length - offset), offset);
  }
  return { timings, samples, sampleRate: SAMPLE_RATE, usage: [] };
}

const NOWHERE: TimeRange = { fromMs: 0, toMs: 0 };

function recordedSentence(
  { text, scene }: { text: string; scene: number },
  sound: Sound,
  place: TimeRange,
  reference: TimedSound | undefined,
  next: TimeRange | undefined,
): RecordedSentence {
  const part = slice(sound, place);
  const heard = reference === undefined ? [] : wordsHeardIn(part, reference);
  const written = wordsOf(text);
  const words = written.map((word, index) => ({ text: word, startMs: heard[index]?.startMs ?? 0 }));
  const pauses = silences(part, NOTICED_PAUSE_MS);
  return {
    text,
    scene,
    durationMs: place.toMs - place.fromMs,
    words,
    ...(pauses.length === 0 ? {} : { pauses }),
    ...(next === undefined ? {} : { gapAfterMs: next.fromMs - place.toMs }),
  };
}

/** Mono samples at an even level. Nothing but one sound stream of one file is read, for a limited time. */
async function decoded({ storage, ffmpeg }: OwnNarrationDeps, request: OwnNarrationRequest): Promise<Sound> {
  const { recordingKey, folder, signal } = request;
  if (!UPLOAD_KEY.test(recordingKey)) throw unusable("is no uploaded file");
  const source = await storage.getFile(recordingKey);
  const plain = join(folder, "own.wav");
  const level = join(folder, "levelled.wav");
  const options = { signal, timeoutMs: DECODE_MS };
  try {
    const limits = ["-protocol_whitelist", "file", "-format_whitelist", FORMATS];
    const chosen = ["-map", "0:a:0", "-vn", "-sn", "-dn", "-t", String(LONGEST_SECONDS + 1)];
    const filter = `aformat=sample_rates=${SAMPLE_RATE}:channel_layouts=mono,${SPEECH_BAND},ebur128=peak=true`;
    const { stderr } = await ffmpeg.runFfmpeg(
      [...limits, "-i", source, ...chosen, "-af", filter, ...WAVE, plain],
      options,
    );
    const loudness = readLoudness(stderr)?.integratedLufs ?? Number.NEGATIVE_INFINITY;
    if (!Number.isFinite(loudness) || loudness <= -65) throw unusable("holds nothing to hear");
    const gainDb = Math.min(MOST_GAIN_DB, SPEECH_LUFS - loudness);
    const even = `volume=${gainDb.toFixed(2)}dB,acompressor=threshold=0.1:ratio=2.5:attack=8:release=180,alimiter=limit=0.85:level=0`;
    await ffmpeg.runFfmpeg(["-i", plain, "-af", even, ...WAVE, level], options);
  } catch (error) {
    // Whatever ffmpeg cannot read is the file's fault; a full disk or a missing ffmpeg is not.
    if (error instanceof AppError && (error.code === "render_failed" || error.code === "stage_timeout")) {
      throw unusable("cannot be read as sound", error);
    }
    throw error;
  }
  const sound = soundOfWave(await readFile(level));
  const lengthMs = sound === null ? 0 : (sound.samples.length * 1000) / sound.sampleRate;
  if (sound === null || lengthMs < SHORTEST_MS) throw unusable("lasts less than half a second");
  if (lengthMs > LONGEST_SECONDS * 1000) throw unusable(`lasts longer than ${LONGEST_SECONDS / 60} minutes`);
  return sound;
}

const WAVE = ["-c:a", "pcm_s16le", "-fflags", "+bitexact", "-map_metadata", "-1", "-y"];

/** Another text than the recording's would give captions that nobody says. */
function requireSamePace(sound: Sound, references: readonly Sound[]): void {
  const pauses = silences(sound, NOTICED_PAUSE_MS).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
  const heardMs = (sound.samples.length * 1000) / sound.sampleRate - pauses;
  const wantedMs = references.reduce((sum, { samples, sampleRate }) => sum + (samples.length * 1000) / sampleRate, 0);
  if (heardMs > wantedMs / PACE_RANGE && heardMs < wantedMs * PACE_RANGE) return;
  const seconds = (ms: number): string => `${Math.round(ms / 1000)} s`;
  throw unusable(`holds ${seconds(heardMs)} of speech, and the script takes about ${seconds(wantedMs)}`);
}

function unusable(why: string, cause?: unknown): AppError {
  return new AppError("invalid_input", `the recording ${why}`, {
    field: "narration.recordingKey",
    remedy: "Upload a recording of the script as it is written, in any common sound format.",
    cause,
  });
}
