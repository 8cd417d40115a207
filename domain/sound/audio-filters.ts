/** Filters of the audio master. Measured facts behind them: the reference on video generation, recipes "Mix" and "Loudness". */

const MUSIC_FADE_IN_SECONDS = 1;
const MUSIC_FADE_OUT_SECONDS = 3;
const END_FADE_SECONDS = 0.5;

/** Level of the synthesised bed before it ducks; a licensed recording is brought to the same loudness. */
const BED_GAIN_DB = -13;
export const BED_LUFS = -31;

export interface MixSettings {
  /** Where the speech begins. */
  readonly narrationStartMs?: number;
  /** Null leaves the music out. */
  readonly bedGainDb?: number | null;
}

/** What of a recording is speech: below it is rumble, which costs loudness. */
export const SPEECH_BAND = "highpass=f=70";

/** EBU R 128; sound passes through it, and the log of each tenth of a second is left out. */
const LOUDNESS_METER = "ebur128=framelog=verbose";

const COMPRESSOR = "acompressor=threshold=0.14:ratio=4:attack=5:release=120:makeup=2";

/** A recording (input 0) as it is kept, `[kept]`: mono, without rumble. The log tells how loud it is once it is compressed. */
export const KEPT_SPEECH = `[0:a]aformat=channel_layouts=mono,${SPEECH_BAND},asplit[kept][heard];[heard]${COMPRESSOR},${LOUDNESS_METER},anullsink`;

/** Quieter than this is silence: no gain brings it to a loudness. */
export const SILENCE_LUFS = -69;

/** Of the voices that come with espeak-ng, within half a unit. */
const USUAL_VOICE_LUFS = -18.8;

/** Loudness that the mix will have, to a tenth or two. `voiceLufs`: of the compressed speech; null where nobody speaks. */
export function expectedLufs(voiceLufs: number | null | undefined): number {
  return voiceLufs === null ? BED_LUFS : (voiceLufs ?? USUAL_VOICE_LUFS);
}

/**
 * Speech (input 0) over music (input 1) that ducks under it. The speech is compressed first, so that one gain can bring
 * the mix to its loudness without flattening it; that happens in mono at the recording's own rate, where it is cheapest.
 */
export function mixFilter(durationMs: number, settings: MixSettings = {}): string {
  const { narrationStartMs = 0, bedGainDb = BED_GAIN_DB } = settings;
  const seconds = durationMs / 1000;
  const layout = "aformat=sample_rates=48000:channel_layouts=stereo";
  const musicFadeStart = Math.max(0, seconds - MUSIC_FADE_OUT_SECONDS).toFixed(3);
  const endFadeStart = Math.max(0, seconds - END_FADE_SECONDS).toFixed(3);
  const delay = narrationStartMs === 0 ? "" : `adelay=${narrationStartMs}:all=1,`;
  const padded = `${delay}apad=whole_dur=${seconds.toFixed(3)}`;
  // Named here, the new rate is made after the compressor; left to ffmpeg, it and stereo would be made before.
  const voice = `[0:a]aformat=channel_layouts=mono,${padded},${COMPRESSOR},aresample=48000`;
  const ending = `afade=t=out:st=${endFadeStart}:d=${END_FADE_SECONDS},atrim=end=${seconds.toFixed(3)}[mix]`;
  if (bedGainDb === null) return `${voice},${layout},${ending}`;
  // normalize=0: amix would otherwise halve both.
  return [
    `${voice},asplit=2[mono][key];[mono]${layout}[voice]`,
    `[1:a]${layout},${gain(bedGainDb)},afade=t=in:d=${MUSIC_FADE_IN_SECONDS},afade=t=out:st=${musicFadeStart}:d=${MUSIC_FADE_OUT_SECONDS}[bed]`,
    "[bed][key]sidechaincompress=threshold=0.042:ratio=8:attack=20:release=350[ducked]",
    "[voice][ducked]amix=inputs=2:duration=first:normalize=0[sum]",
    `[sum]${ending}`,
  ].join(";");
}

/** In the numbers of its neighbours, which are all double: ffmpeg would turn them single for it, and back. */
function gain(db: number): string {
  return `volume=${db.toFixed(3)}dB:precision=double`;
}

/** How long the end of a recording sounds under its own beginning where it is repeated. */
const LOOP_FADE_SECONDS = 2;

/**
 * A recording (input 0) made into a loop without a seam: its end fades over into its beginning. Null where it is too
 * short for that, and is repeated as it is.
 */
export function seamlessLoopFilter(seconds: number): string | null {
  const fade = LOOP_FADE_SECONDS;
  if (seconds < fade * 4) return null;
  const bodyEnd = (seconds - fade).toFixed(3);
  return [
    "[0:a]aformat=sample_rates=48000:channel_layouts=stereo,asplit=3[a][b][c]",
    `[a]atrim=start=${bodyEnd}:end=${seconds.toFixed(3)},asetpts=PTS-STARTPTS[tail]`,
    `[b]atrim=end=${fade}[head]`,
    `[tail][head]acrossfade=d=${fade - 0.01}:c1=qsin:c2=qsin[joint]`,
    `[c]atrim=start=${fade}:end=${bodyEnd},asetpts=PTS-STARTPTS[body]`,
    "[joint][body]concat=n=2:v=0:a=1[loop]",
  ].join(";");
}

/** Readers by file ending: a recording may be nothing but sound, and open nothing but itself. */
export const MUSIC_READERS: Readonly<Record<string, string>> = {
  mp3: "mp3",
  wav: "wav",
  flac: "flac",
  ogg: "ogg",
  opus: "ogg",
  m4a: "mov",
};

/** The same with the true peak, which takes half as long again. */
export const PEAK_METER = `${LOUDNESS_METER}:peak=true`;

/** Gain, then a limiter of the samples, and the meter: peaks between samples, and what the encoder adds, need a margin. */
export function masterFilter(gainDb: number, ceilingDb: number): string {
  const ceiling = (10 ** (ceilingDb / 20)).toFixed(6);
  const limiter = `alimiter=limit=${ceiling}:attack=4:release=60:level=disabled`;
  return `${gain(gainDb)},${limiter},${LOUDNESS_METER},aformat=sample_fmts=s16:channel_layouts=stereo`;
}

export interface Loudness {
  readonly integratedLufs: number;
  readonly truePeakDbtp: number;
}

/** Reads the summary that `PEAK_METER` leaves in ffmpeg's log. */
export function readLoudness(log: string): Loudness | null {
  const integratedLufs = readIntegratedLufs(log);
  const peak = /Peak:\s+(-?[\d.]+|-inf) dBFS/.exec(summaryOf(log))?.[1];
  if (integratedLufs === null || peak === undefined) return null;
  return { integratedLufs, truePeakDbtp: peak === "-inf" ? -120 : Number(peak) };
}

/** Reads what either meter leaves in ffmpeg's log. */
export function readIntegratedLufs(log: string): number | null {
  const integrated = /I:\s+(-?[\d.]+) LUFS/.exec(summaryOf(log))?.[1];
  return integrated === undefined ? null : Number(integrated);
}

function summaryOf(log: string): string {
  return log.slice(log.lastIndexOf("Summary:"));
}
