import pLimit from "p-limit";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { CHECKOUT } from "../paths.ts";
import { tryCommand } from "../run-command.ts";
import { table } from "../text-table.ts";

const BIN = join(CHECKOUT, "node_modules", ".bin");

/** The longest first, so that the short ones fill the gaps. */
const STEPS: readonly { name: string; command: readonly string[] }[] = [
  { name: "unit tests", command: ["vitest", "run", "--project", "unit"] },
  { name: "workflow bundle", command: ["node", "workers/bundle-workflows.ts"] },
  { name: "lint", command: ["oxlint", "--type-aware", "--deny-warnings"] },
  { name: "types", command: ["tsc", "--noEmit"] },
  { name: "types of domain", command: ["tsc", "--noEmit", "-p", "domain"] },
  { name: "format", command: ["oxfmt", "--check", "."] },
];

/** `npm run check`: everything that needs no server, two steps at a time; the output of what failed is shown whole. */
export async function check(): Promise<number> {
  const limit = pLimit(Math.min(2, availableParallelism()));
  const startedMs = Date.now();
  const results = await Promise.all(
    STEPS.map(({ name, command: [program = "", ...args] }) =>
      limit(async () => {
        const stepStartedMs = Date.now();
        const result = await tryCommand(join(BIN, program), args, { cwd: CHECKOUT });
        const ok = result.exitCode === 0;
        if (!ok) console.log(`\n✗ ${name}: ${program} ${args.join(" ")}\n${result.stdout}${result.stderr}`);
        return { name, ok, ms: Date.now() - stepStartedMs };
      }),
    ),
  );
  const rows = results.map(({ name, ok, ms }) => [name, (ms / 1000).toFixed(1), ok ? "ok" : "failed"]);
  rows.push(["all", ((Date.now() - startedMs) / 1000).toFixed(1), results.every(({ ok }) => ok) ? "ok" : "failed"]);
  console.log(table(["step", "seconds", "result"], rows));
  return results.every(({ ok }) => ok) ? 0 : 1;
}
