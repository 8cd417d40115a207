import type { CheckPolicy, Observation } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { Pcm } from "./inspection-sync.ts";

/** Half a second: long enough to tell speech from music, short enough for one gain of the compressor. */
const WINDOW_MS = 500;
const SEARCH_MS = 15;
/** Windows in which the narration is quieter than −40 dBFS hold no speech. */
const SPEECH_RMS = 328;

/**
 * Check 10: level of the speech over everything else in the master while somebody speaks, in dB.
 *
 * Speech is what of the master correlates with the narration (its projection, window by window); the rest is music plus
 * whatever the mix distorted, so the figure is a lower bound.
 */
export function checkSpeechOverMusic(narration: Pcm, master: Pcm, policy: CheckPolicy): Observation {
  const size = Math.round((WINDOW_MS * narration.sampleRateHz) / 1000);
  let speechEnergy = 0;
  let restEnergy = 0;
  let windows = 0;
  for (let start = 0; start + size <= narration.samples.length; start += size) {
    const split = splitWindow({ narration, master, start, size });
    if (split === null) continue;
    speechEnergy += split.speech;
    restEnergy += split.rest;
    windows += 1;
  }
  if (windows === 0) return unknown("speech_over_music", "no speech in the narration");
  const ratioDb = Math.min(60, 10 * Math.log10(speechEnergy / Math.max(restEnergy, 1)));
  const measured = `speech at least ${ratioDb.toFixed(1)} dB over the rest`;
  const message = `${measured}, ${policy.fullAt} wanted`;
  const toMs = (master.samples.length * 1000) / master.sampleRateHz;
  return observed("speech_over_music", ratioDb, measured, [{ fromMs: 0, toMs, message, mend: "audio", share: 1 }]);
}

interface VoiceWindow {
  readonly narration: Pcm;
  readonly master: Pcm;
  readonly start: number;
  readonly size: number;
}

/** Energies of the projection on the narration and of what is left; null where nobody speaks. */
function splitWindow(window: VoiceWindow): { speech: number; rest: number } | null {
  const { narration, master, start, size } = window;
  const voice = energy(narration.samples, start, size);
  if (Math.sqrt(voice / size) < SPEECH_RMS) return null;
  const reach = Math.round((SEARCH_MS * narration.sampleRateHz) / 1000);
  let best = { match: 0, lag: 0 };
  for (let lag = -reach; lag <= reach; lag += 1) {
    const match = product(window, lag);
    if (match > best.match) best = { match, lag };
  }
  const total = energy(master.samples, start + best.lag, size);
  const speech = Math.min(total, best.match ** 2 / voice);
  return { speech, rest: total - speech };
}

function product({ narration, master, start, size }: VoiceWindow, lag: number): number {
  let sum = 0;
  for (let index = start; index < start + size; index += 1) {
    sum += (narration.samples[index] ?? 0) * (master.samples[index + lag] ?? 0);
  }
  return sum;
}

function energy(samples: Int16Array, start: number, size: number): number {
  let sum = 0;
  for (let index = start; index < start + size; index += 1) sum += (samples[index] ?? 0) ** 2;
  return sum;
}
