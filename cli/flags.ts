import { AppError } from "../domain/errors.ts";
import { isRecord } from "./json-record.ts";

/** One command-line flag: how it is written, and how its text becomes a value. */
export interface Flag<Value> {
  /** Commander's spelling: `-w, --workflow-id <YourWorkflowId>`. */
  readonly spelling: string;
  readonly description: string;
  readonly required: boolean;
  readonly repeats: boolean;
  readonly choices?: readonly string[];
  /** Throws AppError `invalid_input` naming the flag. `raw` is undefined when the flag is absent. */
  readonly read: (raw: unknown) => Value;
}

export type Flags = Readonly<Record<string, Flag<unknown>>>;
export type FlagValues<F extends Flags> = { readonly [Name in keyof F]: F[Name] extends Flag<infer V> ? V : never };

const LONG_NAME = /--([a-z][a-z-]*)/;

/** `-w, --workflow-id <…>` → `--workflow-id`. */
export function flagName(spelling: string): string {
  return LONG_NAME.exec(spelling)?.[0] ?? spelling;
}

/** `-w, --workflow-id <…>` → `workflowId`, `--no-browser` → `browser`: the key under which commander keeps the value. */
export function flagKey(spelling: string): string {
  const words = (LONG_NAME.exec(spelling)?.[1] ?? spelling).replace(/^no-/, "");
  return words.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

export function wrongFlag(spelling: string, expected: string, got: string): AppError {
  const name = flagName(spelling);
  return new AppError("invalid_input", `${name}: expected ${expected}, got "${got}"`, { field: name });
}

function parsed<Value>(spelling: string, description: string, parse: (text: string) => Value): Flag<Value | undefined> {
  const read = (raw: unknown) => (typeof raw === "string" ? parse(raw) : undefined);
  return { spelling, description, required: false, repeats: false, read };
}

export function required<Value>(flag: Flag<Value | undefined>): Flag<Value> {
  const read = (raw: unknown): Value => {
    const value = flag.read(raw);
    if (value === undefined) throw new AppError("invalid_input", `${flagName(flag.spelling)} is required`);
    return value;
  };
  return { ...flag, required: true, read };
}

export function withDefault<Value extends string | number>(flag: Flag<Value | undefined>, value: Value): Flag<Value> {
  return { ...flag, description: `${flag.description} (default ${value})`, read: (raw) => flag.read(raw) ?? value };
}

export function text(spelling: string, description: string): Flag<string | undefined> {
  return parsed(spelling, description, (value) => value);
}

/** Two texts with a sign between them: `--pronunciation Nguyen=win`. */
export function pair(spelling: string, description: string): Flag<readonly [string, string] | undefined> {
  return parsed(spelling, description, (value) => {
    const at = value.indexOf("=");
    const [left, right] = [value.slice(0, Math.max(at, 0)).trim(), value.slice(at + 1).trim()];
    if (left === "" || right === "") throw wrongFlag(spelling, "two texts with = between them", value);
    return [left, right] as const;
  });
}

export function integer(
  spelling: string,
  description: string,
  range: { readonly min: number; readonly max: number },
): Flag<number | undefined> {
  return parsed(spelling, description, (value) => {
    const number = Number(value);
    if (/^-?\d+$/.test(value) && number >= range.min && number <= range.max) return number;
    throw wrongFlag(spelling, `a whole number from ${range.min} to ${range.max}`, value);
  });
}

export function choice<const Choice extends string>(
  spelling: string,
  description: string,
  choices: readonly Choice[],
): Flag<Choice | undefined> {
  const flag = parsed(spelling, description, (value) => {
    const chosen = choices.find((each) => each === value);
    if (chosen !== undefined) return chosen;
    throw wrongFlag(spelling, `one of ${choices.join(", ")}`, value);
  });
  return { ...flag, choices };
}

/** An instant with zone, as ISO text. */
export function instant(spelling: string, description: string): Flag<string | undefined> {
  return parsed(spelling, description, (value) => {
    if (/(Z|[+-]\d\d:?\d\d)$/.test(value) && !Number.isNaN(Date.parse(value))) return new Date(value).toISOString();
    throw wrongFlag(spelling, "an ISO instant with zone such as 2026-11-21T18:00:00Z", value);
  });
}

const DURATION = /^(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** `1d12h`, `5m`, `90s`, `250ms` → milliseconds; undefined when the text is none of these. */
export function parseDurationMs(value: string): number | undefined {
  const found = DURATION.exec(value);
  if (found === null || value === "") return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0, milliseconds = 0] = found
    .slice(1)
    .map((part) => Number(part ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000 + milliseconds;
}

export function duration(spelling: string, description: string): Flag<number | undefined> {
  return parsed(spelling, description, (value) => {
    const durationMs = parseDurationMs(value);
    if (durationMs !== undefined) return durationMs;
    throw wrongFlag(spelling, "a duration such as 5m, 90s or 1h30m", value);
  });
}

/** US dollars → micro-dollars, without a detour over binary fractions. */
export function dollars(spelling: string, description: string): Flag<number | undefined> {
  return parsed(spelling, description, (value) => {
    const found = /^\$?(\d{1,6})(?:\.(\d{1,6}))?$/.exec(value);
    if (found !== null) return Number(found[1]) * 1_000_000 + Number((found[2] ?? "").padEnd(6, "0"));
    throw wrongFlag(spelling, "an amount in US dollars such as 4.50", value);
  });
}

/** Any JSON value. */
export function json(spelling: string, description: string): Flag<unknown> {
  return parsed(spelling, description, (value) => parseJson(spelling, value));
}

export function jsonObject(spelling: string, description: string): Flag<Readonly<Record<string, unknown>> | undefined> {
  return parsed(spelling, description, (value) => {
    const parsedValue = parseJson(spelling, value);
    if (isRecord(parsedValue)) return parsedValue;
    throw wrongFlag(spelling, "a JSON object", value);
  });
}

function parseJson(spelling: string, value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw wrongFlag(spelling, "JSON (a text needs its quotes: '\"YourText\"')", value);
  }
}

/** A flag that may be given many times; the values in order. */
export function repeated<Value>(flag: Flag<Value | undefined>): Flag<readonly Value[]> {
  const read = (raw: unknown): readonly Value[] => {
    const values = Array.isArray(raw) ? raw : [];
    return values.map((each: unknown) => flag.read(each)).filter((each) => each !== undefined);
  };
  return { ...flag, repeats: true, read };
}

/** Present or absent: `--yes`. */
export function toggle(spelling: string, description: string): Flag<boolean> {
  return { spelling, description, required: false, repeats: false, read: (raw) => raw === true };
}

/** On unless `--no-…` is given. */
export function unless(spelling: string, description: string): Flag<boolean> {
  return { spelling, description, required: false, repeats: false, read: (raw) => raw !== false };
}

type Given<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };

/** Only what a line gave. */
export function given<T extends object>(values: T): Given<T> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- fromEntries forgets which keys it was given
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}
