import type { Client } from "@temporalio/client";
import { CommanderError } from "commander";
import { AppError } from "../domain/errors.ts";
import type { ApiClient } from "./api-client.ts";
import { createApiClient } from "./api-client.ts";
import type { CommandContext } from "./context.ts";
import { reportError } from "./error-report.ts";
import { parseDurationMs } from "./flags.ts";
import type { GlobalOptions } from "./global-options.ts";
import { NOUNS, VERBS } from "./nouns.ts";
import { createOutput } from "./output/output.ts";
import type { OutputStream } from "./output/output.ts";
import { createPaint } from "./output/paint.ts";
import { createProgressBar } from "./output/progress-bar.ts";
import { createProgram } from "./program.ts";
import type { Invocation } from "./program.ts";
import { readProfile } from "./profile.ts";
import { explainTemporalError } from "./temporal/explain-error.ts";

/** What the process gives to one run of the command line; tests give their own. */
export interface Surroundings {
  readonly version: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Aborted by Ctrl-C. */
  readonly interrupt: AbortSignal;
  readonly connectTemporal: (globals: GlobalOptions) => Promise<Client>;
  readonly settings: CommandContext["settings"];
  readonly ask: (
    question: string,
    options: { readonly secret?: boolean; readonly signal: AbortSignal },
  ) => Promise<string>;
  readonly confirm: (question: string, signal: AbortSignal) => Promise<boolean>;
}

const EXIT_OK = 0;
/** Temporal's CLI knows one failure code, wrong usage included. */
const EXIT_FAILED = 1;

/** Runs one command line; `args` start after the program's name. Returns the exit code, throws nothing. */
export async function run(args: readonly string[], surroundings: Surroundings): Promise<number> {
  const program = createProgram({
    version: surroundings.version,
    nouns: NOUNS,
    verbs: VERBS,
    write: (text) => surroundings.stdout.write(text),
    invoke: (invocation) => invoke(invocation, surroundings),
  });
  try {
    await program.parseAsync(args, { from: "user" });
    return EXIT_OK;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT_OK;
    // A bare noun asks for its verbs.
    if (error instanceof CommanderError && error.code === "commander.help") {
      const noun = program.commands.find((each) => args.includes(each.name()));
      surroundings.stderr.write((noun ?? program).helpInformation());
      return EXIT_FAILED;
    }
    reportError(error, { args, stream: surroundings.stderr, environment: surroundings.environment });
    return EXIT_FAILED;
  }
}

async function invoke(invocation: Invocation, surroundings: Surroundings): Promise<void> {
  const { command, globals, raw } = invocation;
  if (globals.output === "csv" && command.csv !== true) {
    throw new AppError("invalid_input", `--output: ${command.name} has no table to print as csv`, {
      field: "--output",
      remedy: "Use text, json, jsonl or none.",
    });
  }
  const timeout = timeoutSignal(globals.commandTimeout);
  const signal = timeout === undefined ? surroundings.interrupt : AbortSignal.any([surroundings.interrupt, timeout]);
  const connections: Client[] = [];
  try {
    await command.run(createContext(globals, signal, surroundings, connections), raw);
    if (surroundings.interrupt.aborted) throw new AppError("cancelled", "Interrupted");
  } catch (error) {
    if (timeout?.aborted) throw new AppError("cancelled", `Gave up after ${globals.commandTimeout}`, { cause: error });
    if (surroundings.interrupt.aborted) throw new AppError("cancelled", "Interrupted", { cause: error });
    throw explainTemporalError(error);
  } finally {
    for (const client of connections) await client.connection.close();
  }
}

function timeoutSignal(text: string | undefined): AbortSignal | undefined {
  if (text === undefined) return undefined;
  const durationMs = parseDurationMs(text);
  if (durationMs !== undefined) return AbortSignal.timeout(durationMs);
  throw new AppError("invalid_input", `--command-timeout: expected a duration such as 5m, got "${text}"`);
}

function createContext(
  globals: GlobalOptions,
  signal: AbortSignal,
  surroundings: Surroundings,
  connections: Client[],
): CommandContext {
  const { environment, stdout, stderr } = surroundings;
  const paint = createPaint(globals.color, stdout, environment["NO_COLOR"]);
  const cells = { timeFormat: globals.timeFormat, nowMs: Date.now() };
  let api: ApiClient | undefined;
  return {
    output: createOutput({ format: globals.output, stream: stdout, paint, cells }),
    environment,
    signal,
    stderr,
    globals,
    api: () => (api ??= createApiClient({ ...apiAccess(globals, environment), signal })),
    async temporal() {
      const client = await surroundings.connectTemporal(globals);
      connections.push(client);
      // Closing fails the call in flight, which is how Ctrl-C ends a long wait.
      signal.addEventListener("abort", () => void client.connection.close(), { once: true });
      return client;
    },
    progressBar: () => createProgressBar(stderr, globals.output),
    settings: surroundings.settings,
    confirm: (question) => surroundings.confirm(question, signal),
    ask: (question, options = {}) => surroundings.ask(question, { ...options, signal }),
  };
}

/** Flag before environment before profile; an empty variable counts as none. */
function apiAccess(
  globals: GlobalOptions,
  environment: NodeJS.ProcessEnv,
): { readonly url: string; readonly apiKey: string | undefined } {
  const variable = (name: string) => environment[name] || undefined;
  const profile = readProfile(environment, globals.profile ?? variable("LONGTAKE_PROFILE"));
  const url = globals.apiUrl ?? variable("LONGTAKE_API_URL") ?? profile.apiUrl ?? variable("LONGTAKE_PUBLIC_URL");
  if (url === undefined) {
    throw new AppError("invalid_input", "No API is known", {
      remedy: "Give --api-url, set LONGTAKE_API_URL, or run `longtake login` once.",
    });
  }
  const apiKey = globals.apiKey ?? variable("LONGTAKE_API_KEY") ?? profile.apiKey;
  // Beside a running embedded platform its first admin key stands in for a key of one's own.
  return { url, apiKey: apiKey ?? variable("LONGTAKE_ADMIN_KEY") };
}
