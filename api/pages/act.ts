import type { Context } from "hono";
import { z } from "zod";

import type { ApiEnv } from "../dependencies.ts";
import type { Notice } from "./layout.ts";

/** The app's own `fetch`: a form does exactly what the JSON route does, its checks and its audit rows included. */
export type Dispatch = (request: Request, bindings: ApiEnv["Bindings"]) => Response | Promise<Response>;

/** Why a call was refused, and the status that said so. */
export interface Refusal extends Notice {
  readonly status: number;
  /** The fields at fault, as the JSON route names them; none where no field is. */
  readonly faults: readonly FieldFault[];
}

interface FieldFault {
  readonly field: string;
  readonly detail: string;
  readonly remedy: string;
}

export interface JsonCall {
  readonly method: "POST" | "PUT" | "PATCH" | "DELETE" | "GET";
  readonly path: string;
  readonly body?: object;
  /** The same form sent twice, as by a double click, is one request. */
  readonly idempotencyKey?: string;
}

/** What the caller's own JSON request would have had: who asks, from where. */
const PASSED_ON = ["cookie", "origin", "host", "user-agent", "x-forwarded-for", "x-request-id"];

/** Calls a JSON route of this app as the person who sent the form. */
export async function callJson(
  dispatch: Dispatch,
  c: Context<ApiEnv>,
  { method, path, body, idempotencyKey }: JsonCall,
): Promise<Response> {
  const sent = body && { contentType: "application/json", body: JSON.stringify(body) };
  return call(dispatch, c, { method, path, sent, idempotencyKey });
}

/** Gives the file of a form as POST /files takes it: the body as it is. */
export async function giveFile(dispatch: Dispatch, c: Context<ApiEnv>, file: File): Promise<Response> {
  const name = file.name.trim().slice(0, 200);
  const path = `/files${name === "" ? "" : `?${new URLSearchParams({ name }).toString()}`}`;
  return call(dispatch, c, { method: "POST", path, sent: { contentType: "application/octet-stream", body: file } });
}

interface Call {
  readonly method: JsonCall["method"];
  readonly path: string;
  readonly sent: { readonly contentType: string; readonly body: string | File } | undefined;
  readonly idempotencyKey?: string | undefined;
}

async function call(
  dispatch: Dispatch,
  c: Context<ApiEnv>,
  { method, path, sent, idempotencyKey }: Call,
): Promise<Response> {
  const headers = new Headers({ accept: "application/json" });
  for (const name of PASSED_ON) {
    const value = c.req.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const session = c.get("session");
  if (session) headers.set("x-csrf-token", session.csrfToken);
  if (sent) headers.set("content-type", sent.contentType);
  if (idempotencyKey !== undefined) headers.set("idempotency-key", idempotencyKey);
  const request = new Request(new URL(path, c.req.url), { method, headers, ...(sent && { body: sent.body }) });
  return dispatch(request, c.env);
}

/** The words of a problem+json answer; null when the call went well. */
export async function problemOf(response: Response): Promise<Refusal | null> {
  if (response.ok) return null;
  const { status } = response;
  const { detail = `The server answered ${status}.`, remedy, field, errors } = Problem.parse(await response.json());
  // The words for a single field begin with its name.
  const words = field !== undefined && detail.startsWith(`${field}: `) ? detail.slice(field.length + 2) : detail;
  const only = field === undefined ? [] : [{ field, detail: words, remedy: remedy ?? "" }];
  return { tone: "bad", text: detail, remedy, status, faults: errors ?? only };
}

const Problem = z.object({
  detail: z.string().optional(),
  remedy: z.string().optional(),
  field: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), detail: z.string(), remedy: z.string() })).optional(),
});

/** A cookie that the JSON route set or cleared reaches the browser. */
export function passCookies(answer: Response, c: Context<ApiEnv>): void {
  for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
}
