/** `00:01:02,500`; a dot in place of the comma is common, and taken. */
const STAMP = String.raw`(\d{2,}):([0-5]\d):([0-5]\d)[,.](\d{3})`;
const TIMES = new RegExp(`^${STAMP} --> ${STAMP}$`);

/** Why a text is no SubRip file, naming the line from 1; null for one that is. */
export function subRipFault(text: string): string | null {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\r|\n/);
  let cues = 0;
  for (let at = 0; at < lines.length;) {
    if (isEmpty(lines[at])) {
      at += 1;
      continue;
    }
    const first = lines[at]?.trim() ?? "";
    const timed = /^\d+$/.test(first) ? at + 1 : at;
    const times = TIMES.exec(lines[timed]?.trim() ?? "");
    if (times === null) return `line ${timed + 1}: expected times as in 00:00:01,000 --> 00:00:02,500`;
    const [from, to] = [msOf(times.slice(1, 5)), msOf(times.slice(5, 9))];
    if (to <= from) return `line ${timed + 1}: ends before it begins`;
    if (isEmpty(lines[timed + 1])) return `line ${timed + 2}: expected words`;
    cues += 1;
    at = timed + 1;
    while (!isEmpty(lines[at])) at += 1;
  }
  return cues === 0 ? "it has no line of subtitles" : null;
}

function isEmpty(line: string | undefined): boolean {
  return line === undefined || line.trim() === "";
}

function msOf([hours, minutes, seconds, ms]: readonly string[]): number {
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms);
}
