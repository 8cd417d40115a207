import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { AppError } from "../domain/errors.ts";

/** One line from the person at the terminal. Throws AppError `invalid_input` when there is none. */
export async function askOnTerminal(
  question: string,
  options: { readonly secret?: boolean; readonly signal: AbortSignal },
): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new AppError("invalid_input", `"${question}" needs a terminal`, {
      remedy: "Give the answer as a flag; `--help` lists them.",
    });
  }
  process.stderr.write(`${question} `);
  // Echo goes through the interface's own output, so a silent one hides what is typed.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({
    input: process.stdin,
    output: options.secret ? silent : process.stderr,
    terminal: true,
  });
  try {
    return (await lines.question("", { signal: options.signal })).trim();
  } finally {
    lines.close();
    if (options.secret) process.stderr.write("\n");
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
