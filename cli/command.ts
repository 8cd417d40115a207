import type { CommandContext } from "./context.ts";
import type { Flag, Flags, FlagValues } from "./flags.ts";

/** One verb: what `longtake <noun> <verb>` reads from the line, and what it does. */
export interface CommandSpec<F extends Flags> {
  readonly name: string;
  /** One sentence that completes "This command will …", without a full stop. */
  readonly summary: string;
  /** What the summary leaves out; plain paragraphs. */
  readonly details?: string;
  /** Runnable, long flags, one flag a line, metavariables such as `YourVideoId`. */
  readonly example: string;
  readonly flags: F;
  /** Set where the command answers to `--output csv` too. */
  readonly csv?: true;
  readonly run: (context: CommandContext, flags: FlagValues<F>) => Promise<void>;
}

/** A command whose flag types are closed over, so that commands of all shapes sit in one list. */
export interface RunnableCommand {
  readonly name: string;
  readonly summary: string;
  readonly details?: string;
  readonly example: string;
  readonly flags: Readonly<Record<string, Flag<unknown>>>;
  readonly csv?: true;
  readonly run: (context: CommandContext, raw: Readonly<Record<string, unknown>>) => Promise<void>;
}

export interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly commands: readonly RunnableCommand[];
}

export function defineCommand<F extends Flags>(spec: CommandSpec<F>): RunnableCommand {
  return { ...spec, run: (context, raw) => spec.run(context, readFlags(spec.flags, raw)) };
}

function readFlags<F extends Flags>(flags: F, raw: Readonly<Record<string, unknown>>): FlagValues<F> {
  const values = Object.entries(flags).map(([key, flag]) => [key, flag.read(raw[key])]);
  // Each value comes from the `read` of the flag under the same key.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return Object.fromEntries(values) as FlagValues<F>;
}
