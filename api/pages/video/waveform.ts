import { createHash } from "node:crypto";

import { PeakMeter, type Waveform, waveLayout } from "../../../domain/sound/waveform.ts";
import type { ApiDependencies } from "../../dependencies.ts";

type Storage = ApiDependencies["storage"];

const PEAKS = 480;
/** Enough for every head that a recorder writes before the samples. */
const HEAD_BYTES = 4_096;

/** The outline of a recording in the store, measured once; null when it is no WAV of 16 bits. */
export async function waveformOf(storage: Storage, audioKey: string): Promise<Waveform | null> {
  const key = `waveforms/${createHash("sha256").update(`${audioKey} ${PEAKS}`).digest("hex")}.json`;
  if (await storage.has(key)) return storage.getJson<Waveform>(key);
  const layout = waveLayout(await headOf(storage, audioKey));
  if (layout === null) return null;
  const { stream, bytes } = await storage.read(audioKey, { start: layout.dataStart });
  // A recorder that could not go back to its head leaves a length there that is not the file's.
  const dataBytes = Math.min(layout.dataBytes, bytes - layout.dataStart);
  const meter = new PeakMeter(dataBytes / 2, PEAKS);
  for await (const piece of stream) if (piece instanceof Uint8Array) meter.add(piece);
  const waveform = meter.waveform();
  await storage.putJson(key, waveform);
  return waveform;
}

async function headOf(storage: Storage, key: string): Promise<Uint8Array> {
  const { stream } = await storage.read(key, { start: 0, end: HEAD_BYTES - 1 });
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) if (piece instanceof Uint8Array) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** A picture that stretches to any width. One grey-blue reads on light and on dark ground. */
export function waveformSvg({ peaks }: Waveform): string {
  const edge = (sign: 1 | -1) =>
    peaks.map((peak, index) => `${index + 0.5} ${(50 - sign * Math.max(0.6, peak * 48)).toFixed(1)}`);
  const outline = [...edge(1), ...edge(-1).toReversed()].join("L");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${peaks.length} 100" preserveAspectRatio="none"><path fill="#7d8bb3" d="M${outline}Z"/></svg>`;
}
