export interface ResolvedRange {
  readonly start: number;
  /** Included, as in HTTP. */
  readonly end: number;
}

/**
 * The one range of a `Range` header (RFC 9110 §14.2) inside a file of `total` bytes. Null means the whole file: no
 * header, another unit, several ranges or a header that cannot be read, all of which a server may ignore.
 */
export function parseRange(header: string | undefined, total: number): ResolvedRange | "unsatisfiable" | null {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 || total === 0 ? "unsatisfiable" : { start: Math.max(0, total - suffix), end: total - 1 };
  }
  const start = Number(first);
  const end = last === "" ? total - 1 : Math.min(Number(last), total - 1);
  if (last !== "" && Number(last) < start) return null;
  return start >= total ? "unsatisfiable" : { start, end };
}
