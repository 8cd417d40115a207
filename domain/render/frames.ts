/** A message between two processes: a head as text and a body of raw bytes, both with their length in front. */
export interface Frame {
  readonly head: Uint8Array;
  readonly body: Uint8Array;
}

const LENGTHS_BYTES = 8;

export function encodeFrame(head: Uint8Array, body: Uint8Array = new Uint8Array()): Uint8Array {
  const bytes = new Uint8Array(LENGTHS_BYTES + head.length + body.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, head.length, true);
  view.setUint32(4, body.length, true);
  bytes.set(head, LENGTHS_BYTES);
  bytes.set(body, LENGTHS_BYTES + head.length);
  return bytes;
}

/** Puts frames together from whatever pieces a pipe delivers them in. */
export class FrameReader {
  #waiting: Uint8Array[] = [];
  #bytes = 0;

  push(chunk: Uint8Array): Frame[] {
    this.#waiting.push(chunk);
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame !== null; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | null {
    if (this.#bytes < LENGTHS_BYTES) return null;
    // Joined only when the lengths say that a frame is whole, or for the lengths themselves.
    if ((this.#waiting[0]?.length ?? 0) < LENGTHS_BYTES) this.#join();
    const first = this.#waiting[0] ?? new Uint8Array();
    const view = new DataView(first.buffer, first.byteOffset, first.byteLength);
    const headEnd = LENGTHS_BYTES + view.getUint32(0, true);
    const end = headEnd + view.getUint32(4, true);
    if (this.#bytes < end) return null;
    this.#join();
    const all = this.#waiting[0] ?? new Uint8Array();
    this.#waiting = [all.subarray(end)];
    this.#bytes -= end;
    return { head: all.subarray(LENGTHS_BYTES, headEnd), body: all.subarray(headEnd, end) };
  }

  #join(): void {
    if (this.#waiting.length < 2) return;
    const joined = new Uint8Array(this.#bytes);
    let offset = 0;
    for (const piece of this.#waiting) {
      joined.set(piece, offset);
      offset += piece.length;
    }
    this.#waiting = [joined];
  }
}
