import { createWriteStream } from "node:fs";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";

import { AppError } from "../../domain/errors.ts";
import type { MediaKind } from "../../domain/media/candidate.ts";
import { BYTES_AT_MOST } from "../../domain/media/facts.ts";
import { formatOf, type MediaFormat, SIGNATURE_BYTES } from "../../domain/media/signature.ts";

export interface DownloadRequest {
  readonly url: string;
  readonly kind: MediaKind;
  /** Written to; incomplete when this throws. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/**
 * Streams a foreign file to a path. Throws AppError `media_failed` for one that is not what it should be (type, size,
 * first bytes), `platform_unavailable` when the server fails or is too slow.
 */
export type DownloadMedia = (request: DownloadRequest) => Promise<MediaFormat>;

export interface DownloadSettings {
  /** Hosts that files may come from, with their subdomains; anything else in an answer is not followed. */
  readonly hosts: readonly string[];
  /** Origins named in full, as a stand-in on this machine is. */
  readonly origins: readonly string[];
  readonly timeLimitMs?: number;
  readonly silenceLimitMs?: number;
  readonly bytesAtMost?: Readonly<Record<MediaKind, number>>;
}

const REDIRECTS_AT_MOST = 3;
const TIME_LIMIT_MS = 180_000;
const SILENCE_LIMIT_MS = 15_000;

export function createMediaDownload(settings: DownloadSettings): DownloadMedia {
  const { timeLimitMs = TIME_LIMIT_MS, silenceLimitMs = SILENCE_LIMIT_MS, bytesAtMost = BYTES_AT_MOST } = settings;
  return async ({ url, kind, path, signal }) => {
    const limit = AbortSignal.timeout(timeLimitMs);
    const stop = AbortSignal.any([signal, limit]);
    try {
      const answer = await open(new URL(url), settings, stop);
      await requireType(answer, kind);
      if (answer.body === null) throw damaged("it is empty");
      const checked = new CheckedBytes(kind, bytesAtMost[kind], silenceLimitMs);
      await pipeline(Readable.fromWeb(answer.body), checked, createWriteStream(path), { signal: stop });
      return checked.format();
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof AppError) throw cause;
      const why = limit.aborted ? `took longer than ${timeLimitMs / 1000} s` : "broke off";
      throw new AppError("platform_unavailable", `the download from ${new URL(url).host} ${why}`, {
        cause,
        retryable: true,
      });
    }
  };
}

async function open(url: URL, settings: DownloadSettings, signal: AbortSignal): Promise<Response> {
  let at = url;
  for (let hop = 0; hop <= REDIRECTS_AT_MOST; hop += 1) {
    if (!mayComeFrom(at, settings)) throw damaged(`it lies on ${at.origin}, which is not the library's`);
    const answer = await fetch(at, { signal, redirect: "manual" });
    const location = answer.headers.get("location");
    if (answer.status >= 300 && answer.status < 400 && location !== null) {
      await answer.body?.cancel();
      at = new URL(location, at);
      continue;
    }
    if (answer.ok) return answer;
    await answer.body?.cancel();
    const said = `${at.host} answered ${answer.status} for a file`;
    if (answer.status < 500 && answer.status !== 429) throw damaged(said);
    throw new AppError("platform_unavailable", said, { retryable: true });
  }
  throw damaged("it is redirected without end");
}

function mayComeFrom(url: URL, { hosts, origins }: DownloadSettings): boolean {
  if (origins.includes(url.origin)) return true;
  return url.protocol === "https:" && hosts.some((host) => url.hostname === host || url.hostname.endsWith(`.${host}`));
}

/** Some storage servers call every file a stream of bytes; a page is never a picture. */
async function requireType(answer: Response, kind: MediaKind): Promise<void> {
  const type = (answer.headers.get("content-type") ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";
  const wanted = kind === "photo" ? "image/" : "video/";
  if (type.startsWith(wanted) || type === "application/octet-stream" || type === "binary/octet-stream") return;
  await answer.body?.cancel();
  throw damaged(`its server calls it ${type === "" ? "nothing" : type}`);
}

/** Lets bytes through as long as they are few enough, begin as they should and keep coming. */
class CheckedBytes extends Transform {
  readonly #kind: MediaKind;
  readonly #bytesAtMost: number;
  readonly #silence: NodeJS.Timeout;
  #head = Buffer.alloc(0);
  #bytes = 0;
  #format: MediaFormat | null = null;

  constructor(kind: MediaKind, bytesAtMost: number, silenceLimitMs: number) {
    super();
    this.#kind = kind;
    this.#bytesAtMost = bytesAtMost;
    this.#silence = setTimeout(() => this.destroy(new Error(`silent for ${silenceLimitMs} ms`)), silenceLimitMs);
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, data?: Buffer) => void) {
    this.#silence.refresh();
    this.#bytes += chunk.length;
    if (this.#bytes > this.#bytesAtMost) return done(damaged(`it is larger than ${this.#bytesAtMost} bytes`));
    if (this.#format === null) {
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, SIGNATURE_BYTES)]);
      if (this.#head.length >= SIGNATURE_BYTES) {
        this.#format = formatOf(this.#head);
        if (this.#format?.kind !== this.#kind) return done(damaged("it does not begin like a picture or clip"));
      }
    }
    return done(null, chunk);
  }

  override _flush(done: (error?: Error | null) => void): void {
    done(this.#format === null ? damaged(`it is ${this.#bytes} bytes long`) : null);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#silence);
    done(error);
  }

  format(): MediaFormat {
    if (this.#format === null) throw damaged("it is empty");
    return this.#format;
  }
}

function damaged(reason: string): AppError {
  return new AppError("media_failed", reason);
}
