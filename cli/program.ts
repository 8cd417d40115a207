import { Command, Option } from "commander";
import type { RunnableCommand, Noun } from "./command.ts";
import { flagKey } from "./flags.ts";
import type { Flag } from "./flags.ts";
import { globalOptions } from "./global-options.ts";
import type { GlobalOptions } from "./global-options.ts";

const HELP_COLUMNS = 80;

export interface Invocation {
  readonly command: RunnableCommand;
  readonly globals: GlobalOptions;
  readonly raw: Readonly<Record<string, unknown>>;
}

/** The whole command line as a commander tree; the chosen command goes to `invoke`. */
export function createProgram(options: {
  readonly version: string;
  readonly nouns: readonly Noun[];
  readonly verbs: readonly RunnableCommand[];
  readonly write: (text: string) => void;
  readonly invoke: (invocation: Invocation) => Promise<void>;
}): Command {
  const program = new Command("longtake");
  program
    .description("Longtake runs a video business on durable workflows.")
    .version(options.version, "--version", "Print the version")
    .configureHelp({ helpWidth: HELP_COLUMNS, showGlobalOptions: true })
    // What commander would print on a wrong line is printed once, by main, in the chosen format.
    .configureOutput({ writeOut: options.write, writeErr: () => undefined, getOutHasColors: () => false })
    .exitOverride();
  for (const option of globalOptions()) program.addOption(option);
  for (const noun of options.nouns) {
    const group = program.command(noun.name).summary(noun.summary).description(`${noun.summary}.`);
    for (const command of noun.commands) addCommand(group, command, options.invoke);
  }
  for (const verb of options.verbs) addCommand(program, verb, options.invoke);
  return program;
}

function addCommand(
  parent: Command,
  command: RunnableCommand,
  invoke: (invocation: Invocation) => Promise<void>,
): void {
  const details = command.details === undefined ? "" : `\n\n${command.details}`;
  const child = parent
    .command(command.name)
    .summary(command.summary)
    .description(`This command will ${lowerFirst(command.summary)}.${details}`)
    .addHelpText("after", `\nExample:\n${command.example.replaceAll(/^/gm, "  ")}`)
    .action(async (_options: unknown, self: Command) => {
      await invoke({ command, globals: self.optsWithGlobals<GlobalOptions>(), raw: self.opts() });
    });
  for (const [key, flag] of Object.entries(command.flags)) {
    if (flagKey(flag.spelling) !== key)
      throw new Error(`${command.name}: flag ${flag.spelling} must stand under ${key}`);
    child.addOption(commanderOption(flag));
  }
}

function commanderOption(flag: Flag<unknown>): Option {
  const option = new Option(flag.spelling, flag.description);
  if (flag.choices !== undefined) option.choices(flag.choices);
  if (flag.required) option.makeOptionMandatory();
  if (flag.repeats) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  }
  return option;
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
