import { createEspeakEngine } from "../clients/speech/espeak.ts";
import type { SpeechEngine, SpokenRecording } from "../clients/speech/speech.ts";
import { spread, wordsHeardIn } from "../domain/speech/word-timing.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { quantile, shown } from "./measure.ts";
import { SPOKEN_TEXTS } from "./captions/texts.ts";
import { FESTIVAL_SENTENCES, hasFestival, spokenByFestival } from "./captions/festival.ts";
import { onsetErrors } from "./captions/onsets.ts";

const EVENTS_GOAL_MS = 20;
const UNTIMED_GOAL_MS = 150;
const REFERENCE_RATE = 160;
const EVENT_RATES = [135, 160, 185];
/** The voices that stand for engines without word times: another throat, another pace. */
const SPEAKERS = [
  { variant: "f3", wordsPerMinute: 135 },
  { variant: "m7", wordsPerMinute: 185 },
];

/** How far a word lights up from the moment it is heard, for voices with word times and for those without. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const espeak = createEspeakEngine();
  try {
    const events = await eventErrors(espeak);
    const figures = [...judged("word highlight error, espeak-ng's own events", events, EVENTS_GOAL_MS)];
    const every: number[] = [];
    const even: number[] = [];
    const usedBefore = process.cpuUsage();
    let soundMs = 0;
    for (const { language, sentences } of SPOKEN_TEXTS) {
      const errors = { aligned: [] as number[], even: [] as number[] };
      for (const { variant, wordsPerMinute } of SPEAKERS) {
        const spoken = await espeak.speak({ sentences, voice: `${language}+${variant}`, wordsPerMinute });
        const references = await espeak.speak({ sentences, voice: language, wordsPerMinute: REFERENCE_RATE });
        for (const [index, target] of spoken.entries()) {
          const reference = references[index];
          if (reference === undefined) continue;
          soundMs += lengthMs(target);
          errors.aligned.push(...differences(wordsHeardIn(target, reference), target.words));
          errors.even.push(...differences(spread(reference, 0, lengthMs(target)), target.words));
        }
      }
      onLine(`${language}: ${errors.aligned.length} words`);
      figures.push(...judged(`word highlight error, untimed voice, ${language}`, errors.aligned, UNTIMED_GOAL_MS));
      every.push(...errors.aligned);
      even.push(...errors.even);
    }
    const used = process.cpuUsage(usedBefore);
    const cpuSeconds = (used.user + used.system) / 1e6;
    return [
      ...figures,
      ...judged("word highlight error, untimed voice, all languages", every, UNTIMED_GOAL_MS, quantile(even, 0.95)),
      ...(await festivalFigures(espeak, onLine)),
      shown("processor time to time the words of an untimed voice", cpuSeconds / (soundMs / 1000), "CPU-s per second"),
    ];
  } finally {
    await espeak.close();
  }
}

/** The engine's events against the sound: after a comma or a dash the beginning of a word can be heard for sure. */
async function eventErrors(espeak: SpeechEngine): Promise<number[]> {
  const errors: number[] = [];
  for (const { language, sentences } of SPOKEN_TEXTS) {
    for (const wordsPerMinute of EVENT_RATES) {
      const recordings = await espeak.speak({ sentences, voice: language, wordsPerMinute });
      errors.push(...recordings.flatMap(onsetErrors));
    }
  }
  return errors;
}

/** The same for a voice of another maker, where it is installed. */
async function festivalFigures(espeak: SpeechEngine, onLine: BenchContext["onLine"]): Promise<Figure[]> {
  if (!hasFestival()) {
    onLine("Festival is not installed: no figure for a voice of another maker");
    return [];
  }
  const aligned: number[] = [];
  const even: number[] = [];
  const request = { sentences: FESTIVAL_SENTENCES, voice: "en-us", wordsPerMinute: REFERENCE_RATE };
  for (const [index, reference] of (await espeak.speak(request)).entries()) {
    const target = spokenByFestival(FESTIVAL_SENTENCES[index] ?? "");
    aligned.push(...differences(wordsHeardIn(target, reference), target.words));
    even.push(...differences(spread(reference, 0, lengthMs(target)), target.words));
  }
  const figure = "word highlight error, untimed voice, Festival's kal_diphone";
  return judged(figure, aligned, UNTIMED_GOAL_MS, quantile(even, 0.95));
}

function differences(found: readonly { startMs: number }[], truth: readonly { startMs: number }[]): number[] {
  return truth.map(({ startMs }, index) => Math.abs((found[index]?.startMs ?? Number.NaN) - startMs));
}

function judged(figure: string, errors: readonly number[], goalMs: number, evenMs?: number): Figure[] {
  const p95 = quantile(errors, 0.95);
  const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
  const peer = evenMs === undefined ? {} : { peer: "phoneme lengths alone", peerValue: evenMs };
  return [
    shown(`${figure}, mean of ${errors.length}`, mean, "ms"),
    { figure: `${figure}, p95`, value: p95, unit: "ms", goal: `≤ ${goalMs}`, ok: p95 <= goalMs, ...peer },
  ];
}

function lengthMs({ samples, sampleRate }: SpokenRecording): number {
  return (samples.length * 1000) / sampleRate;
}
