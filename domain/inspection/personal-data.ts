/** What a video must not tell of anybody; the policy file names the kinds that are looked for. */
export const PERSONAL_DATA_KINDS = ["e-mail address", "telephone number"] as const;
export type PersonalDataKind = (typeof PERSONAL_DATA_KINDS)[number];

const FINDERS: Readonly<Record<PersonalDataKind, (line: string) => boolean>> = {
  "e-mail address": (line) => /[\w.+-]+@[\w-]+\.[a-z]{2,}/iu.test(line),
  "telephone number": hasTelephoneNumber,
};

/** The kinds that stand in the text; neither an address nor a number goes over the end of a line. */
export function personalDataIn(text: string, kinds: readonly PersonalDataKind[]): PersonalDataKind[] {
  const lines = text.split(/[\n\r\p{Zl}\p{Zp}]+/u);
  return kinds.filter((kind) => lines.some((line) => FINDERS[kind](line)));
}

/** E.164: fifteen digits at most; with fewer than nine a number looks like any other. */
const FEWEST_DIGITS = 9;
const MOST_DIGITS = 15;

/** Digits with what groups them, as long as it goes. */
const RUN = /\+?\(?\+?\d(?:[\d ()./-]*\d)?/gu;
const ISO_DATE = /(?<![\d./-])[12]\d{3}([-./])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])(?!\d)/gu;
/** Day and month in either order. */
const DATE = /(?<![\d./-])(?:0?[1-9]|[12]\d|3[01])([-./])(?:0?[1-9]|[12]\d|3[01])\1[12]\d{3}(?!\d)/gu;
const THOUSANDS = /^\+?\d{1,3}(?:[ .]\d{3})+$/u;
const YEARS = /^(?:1\d|20)\d{2}(?:\D+(?:1\d|20)\d{2})*$/u;

/** `(030) 1234 5678`, `01 23 45 67 89`: no quantity begins with a nought. All marks after the first are the same. */
const TRUNK = /^\(?0[1-9]\d{0,3}(?:\) ?|[ ./-])\d{2,8}(?:([ .-])\d{2,8}(?:\1\d{2,8})*)?$/u;
/** `(212) 555-0142`, `8 (495) 123-45-67` */
const AREA_IN_BRACKETS = /^(?:[18][ -])?\(\d{2,3}\)[ -]?\d{2,5}(?:([ -])\d{2,5}(?:\1\d{2,5})*)?$/u;
/** How countries group what begins with neither a plus nor a nought; a shape that quantities have too is left out. */
const NATIONAL_SHAPES: readonly RegExp[] = [
  /^(?:1[ .-])?[2-9]\d{2}(?:\.[2-9]\d{2}\.|[ -][2-9]\d{2}[ -])\d{4}$/u, // North America
  /^8[ -]\d{3}[ -]\d{3}[ -]\d{2}[ -]\d{2}$/u, // Russia
  /^[689]\d{2} \d{2} \d{2} \d{2}$|^9\d \d{3} \d{2} \d{2}$/u, // Spain
  /^[1-9]\d{2}-\d{3}-\d{3}$/u, // Poland
  /^1[3-9]\d[ -]\d{4}[ -]\d{4}$/u, // China
  /^[6-9]\d{4} \d{5}$/u, // India
  /^[1-9]{2} 9\d{4}-\d{4}$/u, // Brazil
];

/** A telephone number as people write it: international with its plus, or grouped as its country groups. */
function hasTelephoneNumber(line: string): boolean {
  const plain = line
    .normalize("NFKC")
    .replaceAll(/\p{Pd}/gu, "-")
    .replaceAll(/\.(?=\s)/gu, ";")
    .replaceAll(/\s+/gu, " ")
    .replaceAll(/ ?([-/]) ?/gu, "$1")
    .replaceAll(ISO_DATE, "date")
    .replaceAll(DATE, "date");
  return [...plain.matchAll(RUN)].some((run) => isAlone(plain, run) && isTelephoneNumber(run[0]));
}

/** No part of a word, of a price, of a figure with a comma, a time of day or a share. */
function isAlone(text: string, { 0: run, index }: RegExpExecArray): boolean {
  const before = text.slice(Math.max(0, index - 2), index);
  const after = text.slice(index + run.length, index + run.length + 2);
  return !/[\p{L}\p{N}_$€£¥]$|\p{N}[.,:]$/u.test(before) && !/^[\p{L}\p{N}_]|^[.,:]\p{N}|^ ?[%‰°€$£]/u.test(after);
}

function isTelephoneNumber(run: string): boolean {
  const digits = run.replaceAll(/\D/gu, "").length;
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS + 2) return false;
  if (run.includes("+") || /^00[ -]?[1-9]/u.test(run)) return isInternational(run.replace(/^00/u, "+"));
  if (digits > MOST_DIGITS || THOUSANDS.test(run) || YEARS.test(run)) return false;
  return [TRUNK, AREA_IN_BRACKETS, ...NATIONAL_SHAPES].some((shape) => shape.test(run));
}

/** A country's code of one digit is 1 or 7; the nought in `+44 (0)20` is not dialled. */
function isInternational(run: string): boolean {
  const [code = "", ...groups] = run.replace("(0)", " ").match(/\d+/gu) ?? [];
  const digits = code.length + groups.join("").length;
  if (digits < FEWEST_DIGITS || digits > MOST_DIGITS || code.startsWith("0")) return false;
  // Points beside other marks are those of figures: +40.7128 -74.0060.
  if (/\d\.\d/u.test(run) && /[ ()/-]/u.test(run)) return false;
  // A signed quantity may be grouped the same way: Spain's eleven digits are a telephone's, nine are anything's.
  if (THOUSANDS.test(run) && digits < 11) return false;
  if (groups.length === 0) return true;
  return (code.length > 1 || /[17]/u.test(code)) && groups.every((group) => group.length > 1);
}
