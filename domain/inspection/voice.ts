import type { CheckPolicy, Observation } from "./inspection.ts";
import { observed, unknown } from "./inspection.ts";
import type { Pcm } from "./sync.ts";

/** Short enough that the compressor's gain is one; half a second of it puts a mix of 20 dB at 10, 30 ms at 17. */
const WINDOW_MS = 30;
const SEARCH_MS = 15;
const LAG_WINDOWS = 8;
/** Windows in which the narration is quieter than −40 dBFS hold no speech. */
const SPEECH_RMS = 328;

/**
 * Check 10: level of the speech over everything else in the master while somebody speaks, in dB.
 *
 * Speech is what of the master correlates with the narration (its projection, window by window); the rest is music plus
 * whatever the mix distorted, so the figure is a lower bound.
 */
export function checkSpeechOverMusic(
  { narration, master, startMs = 0 }: VoicePair & { /** Where the narration begins. */ readonly startMs?: number },
  policy: CheckPolicy,
): Observation {
  const windows = speechWindows(narration);
  if (windows.length === 0) return unknown("speech_over_music", "no speech in the narration");
  const lag = commonLag(windows, { narration, master }, Math.round((startMs * narration.sampleRateHz) / 1000));
  let speechEnergy = 0;
  let restEnergy = 0;
  for (const { start, size, energy: voiceEnergy } of windows) {
    const total = energy(master.samples, start + lag, size);
    const match = product({ narration, master }, { start, size, lag });
    const speech = Math.min(total, match ** 2 / voiceEnergy);
    speechEnergy += speech;
    restEnergy += total - speech;
  }
  const ratioDb = Math.min(60, 10 * Math.log10(speechEnergy / Math.max(restEnergy, 1)));
  const measured = `speech at least ${ratioDb.toFixed(1)} dB over the rest`;
  const message = `${measured}, ${policy.fullAt} wanted`;
  const toMs = (master.samples.length * 1000) / master.sampleRateHz;
  return observed("speech_over_music", ratioDb, measured, [{ fromMs: 0, toMs, message, mend: "audio", share: 1 }]);
}

interface VoiceWindow {
  readonly start: number;
  readonly size: number;
  readonly energy: number;
}

function speechWindows({ samples, sampleRateHz }: Pcm): VoiceWindow[] {
  const size = Math.round((WINDOW_MS * sampleRateHz) / 1000);
  const count = Math.floor(samples.length / size);
  return Array.from({ length: count }, (_, index) => {
    return { start: index * size, size, energy: energy(samples, index * size, size) };
  }).filter((window) => Math.sqrt(window.energy / size) >= SPEECH_RMS);
}

interface VoicePair {
  readonly narration: Pcm;
  readonly master: Pcm;
}

/** How many samples later the narration is in the master: its start, and the limiter's look-ahead, the same all along. */
function commonLag(windows: readonly VoiceWindow[], pair: VoicePair, expected: number): number {
  const loudest = windows.toSorted((a, b) => b.energy - a.energy).slice(0, LAG_WINDOWS);
  const reach = Math.round((SEARCH_MS * pair.narration.sampleRateHz) / 1000);
  let best = { match: 0, lag: expected };
  for (let lag = expected - reach; lag <= expected + reach; lag += 1) {
    const match = loudest.reduce((sum, { start, size }) => sum + product(pair, { start, size, lag }), 0);
    if (match > best.match) best = { match, lag };
  }
  return best.lag;
}

function product({ narration, master }: VoicePair, at: { start: number; size: number; lag: number }): number {
  const from = Math.max(at.start, -at.lag);
  const to = Math.min(at.start + at.size, narration.samples.length, master.samples.length - at.lag);
  let sum = 0;
  for (let index = from; index < to; index += 1) {
    sum += (narration.samples[index] ?? 0) * (master.samples[index + at.lag] ?? 0);
  }
  return sum;
}

function energy(samples: Int16Array, start: number, size: number): number {
  let sum = 0;
  for (let index = Math.max(0, start); index < Math.min(start + size, samples.length); index += 1) {
    sum += (samples[index] ?? 0) ** 2;
  }
  return sum;
}
