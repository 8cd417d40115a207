import { describe, expect, test } from "vitest";
import type { RunnableCommand } from "../../cli/command.ts";
import { NOUNS, VERBS } from "../../cli/nouns.ts";
import { createProgram } from "../../cli/program.ts";
import { runCommandLine } from "./command-line.ts";

const COMMANDS: readonly { readonly place: readonly string[]; readonly command: RunnableCommand }[] = [
  ...NOUNS.flatMap((noun) => noun.commands.map((command) => ({ place: [noun.name, command.name], command }))),
  ...VERBS.map((command) => ({ place: [command.name], command })),
];

/** The words of a shell line: quotes keep words together, a backslash continues the line. */
function shellWords(example: string): readonly string[] {
  const words = example.replaceAll("\\\n", " ").match(/'[^']*'|"[^"]*"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^(['"])(.*)\1$/s, "$2"));
}

describe.each(COMMANDS)("longtake $place", ({ place, command }) => {
  test("shows a summary, an example and its flags within 80 columns", async () => {
    const { exitCode, stdout } = await runCommandLine([...place, "--help"]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("This command will ");
    expect(stdout).toContain(`Example:\n`);
    expect(stdout).toContain(`longtake ${place.join(" ")}`);
    for (const flag of Object.values(command.flags)) expect(stdout).toContain(flag.spelling);
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(80);
    expect(command.summary.endsWith(".")).toBe(false);
  });

  test("has an example that the command line takes, in long flags", async () => {
    const words = shellWords(command.example.replace(/^source <\(|\)$/g, ""));
    expect(words[0]).toBe("longtake");
    expect(words.some((word) => /^-[a-zA-Z]$/.test(word))).toBe(false);
    const invoked: RunnableCommand[] = [];
    const program = createProgram({
      version: "1.2.3",
      nouns: NOUNS,
      verbs: VERBS,
      write: () => undefined,
      invoke: async (invocation) => {
        invoked.push(invocation.command);
        for (const [key, flag] of Object.entries(command.flags)) flag.read(invocation.raw[key]);
      },
    });
    await program.parseAsync(words.slice(1), { from: "user" });
    expect(invoked.map((each) => each.name)).toEqual([command.name]);
  });
});

test("every noun says what it is for", () => {
  for (const noun of NOUNS) {
    expect(noun.summary).toMatch(/^[A-Z].*[^.]$/);
    expect(noun.commands.length).toBeGreaterThan(0);
  }
});

test("completion knows every noun and verb", async () => {
  const { stdout, exitCode } = await runCommandLine(["completion", "--shell", "bash"]);
  expect(exitCode).toBe(0);
  for (const { place } of COMMANDS) expect(stdout).toContain(`"${place.join(" ")}")`);
});
