import { quotaDay } from "../quota-day.ts";

/** How a channel's videos are asked for by themselves (GEN-16). */

export interface OffPeak {
  /** Hours of the day in `timeZone`, 0–24; equal hours are no limit, and a window may pass midnight. */
  readonly fromHour: number;
  readonly toHour: number;
  /** IANA name. */
  readonly timeZone: string;
}

/** Temporal's Schedule and the workflows that it starts: `production/<scheduleId>`, then the time it fired for. */
export function productionWorkflowId(scheduleId: string): string {
  return `production/${scheduleId}`;
}

const STEP_MS = 15 * 60_000;
/** Longer than any wait for an hour of the day, a change of the clocks included. */
const SEARCH_MS = 26 * 3_600_000;

/** The first instant from now on at which work may begin, in Unix ms; zones shift by quarters of an hour. */
export function windowOpensAt(nowMs: number, offPeak: OffPeak): number {
  if (isOpen(nowMs, offPeak)) return nowMs;
  const firstStepMs = Math.ceil(nowMs / STEP_MS) * STEP_MS;
  for (let atMs = firstStepMs; atMs <= nowMs + SEARCH_MS; atMs += STEP_MS) if (isOpen(atMs, offPeak)) return atMs;
  // The one hour of the window was left out by a change of the clocks: then the next day's.
  return windowOpensAt(nowMs + SEARCH_MS, offPeak);
}

function isOpen(atMs: number, { fromHour, toHour, timeZone }: OffPeak): boolean {
  if (fromHour % 24 === toHour % 24) return true;
  const hour = hourOf(atMs, timeZone);
  return fromHour < toHour ? hour >= fromHour && hour < toHour : hour >= fromHour || hour < toHour;
}

function hourOf(atMs: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" }).formatToParts(atMs);
  return Number(parts.find(({ type }) => type === "hour")?.value);
}

/** Calendar date of an instant in a zone, `YYYY-MM-DD`. */
export function dayOf(atMs: number, timeZone: string): string {
  return quotaDay(atMs, timeZone);
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

const FIELDS = [
  { name: "minute", min: 0, max: 59, words: [] },
  { name: "hour", min: 0, max: 23, words: [] },
  { name: "day of the month", min: 1, max: 31, words: [] },
  { name: "month", min: 1, max: 12, words: "jan feb mar apr may jun jul aug sep oct nov dec".split(" ") },
  { name: "day of the week", min: 0, max: 6, words: "sun mon tue wed thu fri sat".split(" ") },
] as const;

/** What is wrong with a cron line of five fields; null when nothing is. */
export function cadenceFault(cadence: string): string | null {
  const fields = cadence.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) return `expected five fields as in "0 6 * * 1-5", got ${fields.length}`;
  for (const [index, { name, min, max, words }] of FIELDS.entries()) {
    const text = fields[index] ?? "";
    if (!text.split(",").every((part) => isRange(part, { min, max, words }))) {
      return `expected a ${name} from ${min} to ${max}, *, a range, a step or a list of them, got "${text}"`;
    }
  }
  return null;
}

function isRange(
  part: string,
  { min, max, words }: { readonly min: number; readonly max: number; readonly words: readonly string[] },
): boolean {
  const [, from = "", to, step] = /^(\*|[a-z0-9]+)(?:-([a-z0-9]+))?(?:\/([1-9]\d{0,2}))?$/i.exec(part) ?? [];
  const valueOf = (text: string): number => {
    const word = words.indexOf(text.toLowerCase());
    return word >= 0 ? word + min : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN;
  };
  if (step !== undefined && Number(step) > max) return false;
  if (from === "*") return to === undefined;
  const [first, last] = [valueOf(from), to === undefined ? valueOf(from) : valueOf(to)];
  return first >= min && last <= max && first <= last;
}

/** Why a firing made no video; kept beside it, so that a person sees what became of each. */
export const SKIPS = {
  paused: "the schedule is paused",
  cap: "the day's videos of this schedule are made",
  noTopics: "every topic of the list is used",
  noNews: "the feed holds nothing new",
  noTrends: "nothing new that fits is searched for much now",
} as const;
