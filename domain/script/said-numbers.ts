import { countWord } from "./wording.ts";

/** A sign is none inside a range ("10-20") or a word ("mid-20"); digits inside a word ("H2O") are no number. */
const NUMBER =
  /(?<![\p{L}\d])((?:[−-]|minus\s)?)(?<![\p{L}\d])(\d{1,3}(?:[.,'’ \u00A0\u202F]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?!\d)(?:[\s\u00A0]?(thousand|million|billion|trillion)\b)?/giu;
const TIMES: Readonly<Record<string, number>> = { thousand: 1e3, million: 1e6, billion: 1e9, trillion: 1e12 };
const COUNT_WORDS = new Map(Array.from({ length: 12 }, (_, at) => [countWord(at + 1), at + 1]));

/**
 * Every number that a text says, in digits or as an English word up to twelve. "12,500" is read as both languages write
 * it, "8 million" as eight and as eight million: a chart may count either.
 */
export function saidNumbers(text: string): number[] {
  const inDigits = Array.from(text.matchAll(NUMBER)).flatMap(([, sign = "", digits = "", times = ""]) => {
    const factor = TIMES[times.toLowerCase()] ?? 1;
    const values = readings(digits).flatMap((value) => [value, value * factor]);
    return sign === "" ? values : values.map((value) => -value);
  });
  const inWords = (text.toLowerCase().match(/\p{L}+/gu) ?? []).map((word) => COUNT_WORDS.get(word));
  return [...new Set([...inDigits, ...inWords.filter((value) => value !== undefined)])];
}

/** True where one of the said numbers is this one; "a loss of 3 %" says −3 as well. */
export function isSaid(value: number, said: readonly number[]): boolean {
  const near = (number: number): boolean => Math.abs(number - value) <= 1e-9 * Math.abs(value);
  return said.some((number) => near(number) || (value < 0 && near(-number)));
}

/** With the point as the decimal sign, then with the comma. */
function readings(digits: string): number[] {
  const bare = digits.replace(/['’ \u00A0\u202F]/gu, "");
  return [bare.replaceAll(",", ""), bare.replaceAll(".", "").replace(",", ".")]
    .map(Number)
    .filter((value) => Number.isFinite(value));
}
