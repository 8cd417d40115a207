import { run } from "../../cli/run.ts";
import type { Surroundings } from "../../cli/run.ts";
import { AppError } from "../../domain/errors.ts";

export interface CommandLineResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one command line in this process, with no terminal and no environment but the given one. */
export async function runCommandLine(
  args: readonly string[],
  given: Partial<Surroundings> = {},
): Promise<CommandLineResult> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const exitCode = await run(args, {
    version: "1.2.3",
    environment: {},
    stdout: { write: (text) => stdout.push(text) },
    stderr: { write: (text) => stderr.push(text) },
    interrupt: new AbortController().signal,
    connectTemporal: () => Promise.reject(new AppError("unavailable", "no Temporal in this test")),
    settings: () => Promise.reject(new AppError("internal", "no settings in this test")),
    ask: () => Promise.resolve(""),
    confirm: () => Promise.resolve(false),
    ...given,
  });
  return { exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}
