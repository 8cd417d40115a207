import type { Noun, RunnableCommand } from "./command.ts";
import { defineCommand } from "./command.ts";
import { choice, flagName, required } from "./flags.ts";
import { globalOptions } from "./global-options.ts";

const SHELLS = ["bash", "zsh"] as const;

/** A verb that knows all others, so it is made from them. */
export function createCompletion(nouns: readonly Noun[], verbs: readonly RunnableCommand[]): RunnableCommand {
  const completion = defineCommand({
    name: "completion",
    summary: "Print a script that completes nouns, verbs and flags in your shell",
    example: `source <(longtake completion \\
    --shell bash)`,
    flags: { shell: required(choice("--shell <Shell>", "Shell to complete in", SHELLS)) },
    async run(context, { shell }) {
      const script = completionScript(nouns, [...verbs, completion], shell);
      context.output.value({ shell, script }, () => []);
      context.output.note(script);
    },
  });
  return completion;
}

function completionScript(
  nouns: readonly Noun[],
  verbs: readonly RunnableCommand[],
  shell: (typeof SHELLS)[number],
): string {
  const globals = globalOptions().map((option) => option.long ?? "");
  const flagsOf = (command: RunnableCommand) =>
    [...Object.values(command.flags).map((flag) => flagName(flag.spelling)), ...globals, "--help"].join(" ");
  const cases = [
    ...nouns.map((noun) => `    "${noun.name}") words="${namesOf(noun.commands)}" ;;`),
    ...nouns.flatMap((noun) =>
      noun.commands.map((command) => `    "${noun.name} ${command.name}") words="${flagsOf(command)}" ;;`),
    ),
    ...verbs.map((verb) => `    "${verb.name}") words="${flagsOf(verb)}" ;;`),
  ];
  return [
    ...(shell === "zsh" ? ["autoload -U +X bashcompinit && bashcompinit"] : []),
    "_longtake() {",
    '  local place="" word words="" index',
    "  for ((index = 1; index < COMP_CWORD && index <= 2; index++)); do",
    '    word="${COMP_WORDS[index]}"',
    '    case "$word" in -*) break ;; esac',
    '    place="${place:+$place }$word"',
    "  done",
    '  case "$place" in',
    `    "") words="${namesOf(nouns)} ${namesOf(verbs)}" ;;`,
    ...cases,
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))',
    "}",
    "complete -o default -F _longtake longtake temporal-longtake",
  ].join("\n");
}

function namesOf(commands: readonly { readonly name: string }[]): string {
  return commands.map((each) => each.name).join(" ");
}
