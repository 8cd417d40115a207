import { badRequest } from "./errors.ts";

export const CHUNK_MULTIPLE_BYTES = 262_144;

export interface ByteRange {
  readonly kind: "bytes";
  /** First byte of this request, counted from 0. */
  readonly from: number;
  /** One past its last byte. */
  readonly end: number;
  readonly totalBytes: number;
}

// What a PUT on a session says: `bytes 0-9/100` sends those bytes, `bytes */100` with no body asks what arrived.
export function readContentRange(
  contentRange: string | undefined,
  contentLength: string | undefined,
  declaredTotalBytes: number | null,
): ByteRange | { readonly kind: "query" } {
  const lengthBytes = Number(contentLength ?? Number.NaN);
  if (contentRange === undefined) {
    if (!Number.isSafeInteger(lengthBytes) || lengthBytes === 0) throw refused("Content-Length is required.");
    return checked({ kind: "bytes", from: 0, end: lengthBytes, totalBytes: lengthBytes }, declaredTotalBytes);
  }
  if (/^bytes \*\/(\d+|\*)$/.test(contentRange)) {
    if (lengthBytes > 0) throw refused("A status query has no body.");
    return { kind: "query" };
  }
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(contentRange) ?? [];
  if (first === undefined || last === undefined || total === undefined)
    throw refused(`Failed to parse Content-Range header: ${contentRange}`);
  const range: ByteRange = { kind: "bytes", from: Number(first), end: Number(last) + 1, totalBytes: Number(total) };
  if (lengthBytes !== range.end - range.from) throw refused("Content-Length does not match Content-Range.");
  return checked(range, declaredTotalBytes);
}

function checked(range: ByteRange, declaredTotalBytes: number | null): ByteRange {
  if (range.end <= range.from || range.end > range.totalBytes) throw refused("Content-Range ends outside the file.");
  if (declaredTotalBytes !== null && range.totalBytes !== declaredTotalBytes) {
    throw refused("Content-Range total differs from X-Upload-Content-Length.");
  }
  const isLast = range.end === range.totalBytes;
  if (!isLast && (range.end - range.from) % CHUNK_MULTIPLE_BYTES !== 0) {
    throw refused(
      `The number of bytes uploaded is required to be a multiple of ${CHUNK_MULTIPLE_BYTES}, except for the final request.`,
    );
  }
  return range;
}

function refused(message: string) {
  return badRequest("badRequest", message, "Content-Range");
}
