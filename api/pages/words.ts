import { html } from "hono/html";

export type Html = ReturnType<typeof html>;

/** $2.50; below a cent two digits that say something: $0.0042, $0.00012, $0.000003. */
export function usd(microUsd: number): string {
  const size = Math.abs(Math.round(microUsd));
  const digits = size === 0 || size >= 10_000 ? 2 : size >= 1_000 ? 4 : size >= 100 ? 5 : 6;
  return `$${(microUsd / 1_000_000).toFixed(digits)}`;
}

/** `1:02`, `1:02:03`. */
export function clock(ms: number): string {
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, "0")}:${tail}` : `${minutes}:${tail}`;
}

/** `1:02.4`: where a tenth decides which frame is meant. */
export function moment(ms: number): string {
  return `${clock(ms)}.${Math.floor((ms % 1_000) / 100)}`;
}

/** `840 ms`, `12.4 s`, `3 min 5 s`, `2 h 4 min`, `3 d`. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  // From here on the tenths would round up to "60.0 s".
  if (ms < 59_950) return `${(ms / 1_000).toFixed(1)} s`;
  const wholeSeconds = Math.round(ms / 1_000);
  const [minutes, seconds] = [Math.floor(wholeSeconds / 60), wholeSeconds % 60];
  if (minutes < 60) return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d`;
}

export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1_000).toFixed(0)} kB`;
  return count < 1e9 ? `${(count / 1e6).toFixed(1)} MB` : `${(count / 1e9).toFixed(2)} GB`;
}

/** `in 3 min 5 s`, `2 h 4 min ago`, with the exact instant (UTC) for machines and on hover. */
export function instant(at: string | Date, nowMs: number): Html {
  const iso = new Date(at).toISOString();
  const awayMs = Date.parse(iso) - nowMs;
  const near = Math.abs(awayMs) < 1_000;
  const text = near ? "now" : awayMs > 0 ? `in ${duration(awayMs)}` : `${duration(-awayMs)} ago`;
  return html`<time datetime="${iso}" title="${iso.slice(0, 19).replace("T", " ")} UTC">${text}</time>`;
}

const TONES: Readonly<Record<string, string>> = {
  queued: "",
  processing: "busy",
  running: "busy",
  completed: "good",
  published: "good",
  passed: "good",
  active: "good",
  ok: "good",
  failed: "bad",
  halted: "bad",
  critical: "bad",
  cancelled: "",
  lost: "warn",
  paused: "warn",
  draining: "warn",
  warn: "warn",
  reduced: "warn",
  waiting: "warn",
};

/** A word of state with its dot. */
export function status(word: string, text = word.replaceAll("_", " ")): Html {
  return html`<span class="status ${TONES[word] ?? ""}">${text}</span>`;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
}
