import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";
import type { ApiEnv } from "../dependencies.ts";

/** A working day; a longer one would outlive the person at the screen. */
export const SESSION_LIFETIME_SECONDS = 12 * 60 * 60;

const isHttps = (publicUrl: string) => publicUrl.startsWith("https:");
/** `__Host-` makes the browser refuse a cookie set by another host or without TLS. */
const nameFor = (publicUrl: string) => (isHttps(publicUrl) ? "__Host-longtake_session" : "longtake_session");

export function readSessionCookie(c: Context<ApiEnv>, publicUrl: string): string | undefined {
  return getCookie(c, nameFor(publicUrl));
}

export function writeSessionCookie(c: Context<ApiEnv>, publicUrl: string, token: string): void {
  setCookie(c, nameFor(publicUrl), token, {
    httpOnly: true,
    sameSite: "Lax",
    secure: isHttps(publicUrl),
    path: "/",
    maxAge: SESSION_LIFETIME_SECONDS,
  });
}

export function clearSessionCookie(c: Context<ApiEnv>, publicUrl: string): void {
  deleteCookie(c, nameFor(publicUrl), { path: "/", secure: isHttps(publicUrl) });
}
