import { existsSync } from "node:fs";
import { availableParallelism, cpus, loadavg, totalmem } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { AppError } from "../domain/errors.ts";
import { table } from "../deploy/embedded/text-table.ts";
import type { BenchContext, BenchModule, Figure } from "./figure.ts";

interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly node: string;
  /** Of the last minute, before and after the bench: what others did on the machine meanwhile. */
  readonly loadBefore: number;
  readonly loadAfter: number;
}

/**
 * `npm run bench -- <name> [-o text|json] [--full]`: runs `bench/<name>.ts` and shows its figures.
 * Exit code 1 when a figure misses its goal.
 */
export async function bench(args: readonly string[]): Promise<number> {
  const options = { output: { type: "string", short: "o", default: "text" }, full: { type: "boolean" } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [name = ""] = positionals;
  const module = await loadBench(name);
  const asJson = values.output === "json";
  const context: BenchContext = {
    full: values.full ?? false,
    // The JSON alone goes to stdout.
    onLine: (line) => console.error(line),
  };
  const loadBefore = loadavg();
  const figures = await module.run(context);
  const machine = describeMachine(loadBefore);
  if (asJson) console.log(JSON.stringify({ bench: name, machine, figures }));
  else console.log(`${name} on ${inWords(machine)}\n${show(figures)}`);
  return figures.every(({ ok }) => ok) ? 0 : 1;
}

async function loadBench(name: string): Promise<BenchModule> {
  const file = join(import.meta.dirname, `${name}.ts`);
  if (!/^[a-z][a-z-]*$/.test(name) || name === "main" || name === "figure" || !existsSync(file)) {
    throw new AppError("invalid_input", `There is no bench "${name}"`, { remedy: "See the files in bench/." });
  }
  const module: unknown = await import(pathToFileURL(file).href);
  if (isBenchModule(module)) return module;
  throw new AppError("invalid_input", `bench/${name}.ts exports no run(context)`);
}

function isBenchModule(module: unknown): module is BenchModule {
  return typeof module === "object" && module !== null && "run" in module && typeof module.run === "function";
}

function show(figures: readonly Figure[]): string {
  const rows = figures.map(({ figure, value, unit, goal, ok, peer, peerValue }) => [
    figure,
    `${round(value)} ${unit}`,
    goal,
    ok ? "ok" : "MISSED",
    peer === undefined || peerValue === undefined ? "" : `${peer}: ${round(peerValue)} ${unit}`,
    peerValue === undefined || value === 0 ? "" : `${round(peerValue / value)}×`,
  ]);
  return table(["figure", "ours", "goal", "", "peer", "peer ÷ ours"], rows);
}

function round(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(3);
}

function inWords({ cpu, cores, memoryGiB, loadBefore, loadAfter }: Machine): string {
  const load = `load average ${loadBefore.toFixed(1)} before, ${loadAfter.toFixed(1)} after`;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB, ${load}`;
}

function describeMachine([loadBefore = 0]: readonly number[]): Machine {
  const [loadAfter = 0] = loadavg();
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    node: process.version,
    loadBefore,
    loadAfter,
  };
}
