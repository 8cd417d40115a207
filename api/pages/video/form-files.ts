import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { ApiEnv } from "../../dependencies.ts";

/** A form is held in memory until it is whole, so it takes pictures and short clips, not films. */
const FORM_FILE_BYTES_MAX = 32 * 1024 * 1024;
const FORM_WITH_FILE = /^\/videos\/[^/]+\/(scene-picture|own-thumbnail|subtitles|thumbnail-experiment|localise)$/;

/** Said by the address after the redirect. */
export const TOO_LARGE = "too-large";

export function isFormWithFile(path: string): boolean {
  return FORM_WITH_FILE.test(path);
}

/** The limit of such a form; who sends more is back on the page, which says so. */
export const limitForm: MiddlewareHandler<ApiEnv> = bodyLimit({
  maxSize: FORM_FILE_BYTES_MAX,
  onError: (c) => c.redirect(`${c.req.path.replace(/\/[^/]+$/, "")}?refused=${TOO_LARGE}`, 303),
});
