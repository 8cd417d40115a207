import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { AppError } from "../domain/errors.ts";

/** One line from standard input: typed by the person at the terminal, or piped in by a script. */
export async function askOnTerminal(
  question: string,
  options: { readonly secret?: boolean; readonly signal: AbortSignal },
): Promise<string> {
  const typed = process.stdin.isTTY;
  if (typed) process.stderr.write(`${question} `);
  // Echo goes through the interface's own output, so a silent one hides what is typed.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = typed && !options.secret ? process.stderr : silent;
  const lines = createInterface({ input: process.stdin, output, terminal: typed });
  const ended = Promise.withResolvers<string>();
  lines.once("close", () => ended.resolve(""));
  try {
    return (await Promise.race([lines.question("", { signal: options.signal }), ended.promise])).trim();
  } finally {
    lines.close();
    if (typed && options.secret) process.stderr.write("\n");
  }
}

/** `y` or `yes` in any case is a yes, everything else a no, as in Temporal's CLI. */
export async function confirmOnTerminal(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new AppError("invalid_input", `"${question}" needs an answer and there is no terminal`, {
      remedy: "Add --yes.",
    });
  }
  const answer = await askOnTerminal(`${question} y/N`, { signal });
  return /^y(es)?$/i.test(answer);
}
