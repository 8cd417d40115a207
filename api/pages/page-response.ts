import type { Context } from "hono";

import type { ApiEnv } from "../dependencies.ts";
import type { Html } from "./words.ts";

/** Nothing inline and nothing from elsewhere: an escape that failed somewhere still runs no script. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "media-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Answers with a page. Pages show what only their reader may see, so no cache keeps them. */
export async function respond(page: Html, status = 200): Promise<Response> {
  const headers = {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": POLICY,
    "cache-control": "no-store",
  };
  return new Response(String(await page), { status, headers });
}

/** The file of a form that asks for one; null where none was chosen. */
export async function fileOf(c: Context<ApiEnv>): Promise<File | null> {
  const { file } = await c.req.parseBody();
  return file instanceof File && file.size > 0 ? file : null;
}

/** The text fields of a form; repeated fields are not asked for anywhere. */
export async function fieldsOf(c: Context<ApiEnv>): Promise<Record<string, string>> {
  const fields = Object.entries(await c.req.parseBody());
  return Object.fromEntries(fields.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
