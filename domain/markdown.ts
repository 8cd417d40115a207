/** What Temporal's Web UI would take for markup; a pair of dollar signs is mathematics there. */
const MARKUP = /[\\`*_{}[\]<>#|~$]/g;
const COMMAND = /\blongtake [a-z][^,;\n]*/;

/**
 * Plain text as Markdown that reads the same. A command line of ours becomes code, so that `--flags` keep both dashes;
 * it is the end of its sentence.
 */
export function markdownText(text: string): string {
  const line = text.replace(/\s+/g, " ");
  const command = COMMAND.exec(line)?.[0] ?? "";
  if (command === "") return line.replace(MARKUP, "\\$&");
  const [before = "", after = ""] = line.split(command);
  return `${before.replace(MARKUP, "\\$&")}\`${command.replaceAll("`", "'")}\`${after.replace(MARKUP, "\\$&")}`;
}
