export interface Part {
  readonly contentType: string;
  readonly body: Buffer;
}

/** Splits a `multipart/related` body (RFC 2387), the shape of Google's uploads that carry metadata; null when it is none. */
export function readMultipartRelated(contentType: string, body: Buffer): readonly Part[] | null {
  const boundary = /^multipart\/related\b.*boundary="?([^";]+)"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return null;
  const delimiter = Buffer.from(`--${boundary}`);
  const parts: Part[] = [];
  let at = body.indexOf(delimiter);
  while (at !== -1) {
    const from = at + delimiter.length;
    const next = body.indexOf(delimiter, from);
    if (next === -1 || body.toString("latin1", from, from + 2) === "--") break;
    parts.push(readPart(body.subarray(from, next)));
    at = next;
  }
  return parts;
}

function readPart(bytes: Buffer): Part {
  const headersEnd = bytes.indexOf("\r\n\r\n");
  const headers = bytes.toString("latin1", 0, headersEnd);
  const contentType = /^content-type:\s*(.+?)\s*$/im.exec(headers)?.[1] ?? "application/octet-stream";
  // The line break before the next delimiter belongs to the delimiter.
  return { contentType, body: bytes.subarray(headersEnd + 4, bytes.length - 2) };
}
