import { createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { AppError, isErrorCode } from "../../../domain/errors.ts";

export interface ApiClient {
  /** JSON in, JSON out, checked by `schema`; a problem answer becomes an AppError with its own code and words. */
  call<Schema extends z.ZodType>(
    method: string,
    path: string,
    schema: Schema,
    body?: object,
  ): Promise<z.output<Schema>>;
  /** Writes the bytes of `path` to `file`, which appears when complete. */
  download(path: string, file: string): Promise<void>;
}

const Problem = z.object({ detail: z.string(), code: z.string(), remedy: z.string().optional() });
const CALL_WITHIN_MS = 30_000;

export function createApiClient(origin: string, adminKey: string): ApiClient {
  const request = async (method: string, path: string, body?: object): Promise<Response> => {
    const headers: Record<string, string> = { Authorization: `Bearer ${adminKey}` };
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const init = { method, headers, signal: AbortSignal.timeout(CALL_WITHIN_MS) };
    const response = await fetch(origin + path, body === undefined ? init : { ...init, body: JSON.stringify(body) });
    if (response.ok) return response;
    throw await problemOf(`${method} ${path}`, response);
  };
  return {
    async call(method, path, schema, body) {
      const response = await request(method, path, body);
      return schema.parse(await response.json());
    },
    async download(path, file) {
      const { body } = await request("GET", path);
      if (body === null) throw new AppError("unavailable", `GET ${path} sent no bytes`);
      await pipeline(Readable.fromWeb(body), createWriteStream(`${file}.part`));
      await rename(`${file}.part`, file);
    },
  };
}

async function problemOf(what: string, response: Response): Promise<AppError> {
  const text = await response.text();
  const problem = Problem.safeParse(parseJson(text));
  if (!problem.success) return new AppError("unavailable", `${what}: ${response.status} ${text.slice(0, 300)}`);
  const { detail, code, remedy } = problem.data;
  const message = `${what}: ${response.status} ${code}: ${detail}`;
  const retryAfterS = Number(response.headers.get("retry-after") ?? Number.NaN);
  return new AppError(isErrorCode(code) ? code : "unavailable", message, {
    ...(remedy === undefined ? {} : { remedy }),
    ...(Number.isNaN(retryAfterS) ? {} : { retryAfterMs: retryAfterS * 1000 }),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
