import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { tryLock } from "./pid-lock.ts";

const FIRST_BLOCK = 7233;
const PORTS_PER_BLOCK = 20;
const BLOCKS = 40;

/** Temporal keeps its usual port in the first block. */
export function portsOf(base: number) {
  return {
    temporal: base,
    temporalUi: base + 1,
    postgres: base + 2,
    redis: base + 3,
    api: base + 4,
    sandbox: base + 5,
    temporalMetrics: base + 6,
  };
}

export type Ports = Readonly<ReturnType<typeof portsOf>>;

export interface PortBlock {
  readonly base: number;
  readonly ports: Ports;
  release(): void;
}

/**
 * Takes a block of ports that nobody listens on, and keeps it by a lock file while this process lives.
 * The block that the data folder had before comes first, so that links stay good.
 */
export async function takePortBlock(place: { cache: string; data: string }): Promise<PortBlock> {
  const memory = join(place.data, "port-block");
  for (const base of candidateBases(memory)) {
    const attempt = tryLock(join(place.cache, "ports", `${base}.lock`));
    if (!("lock" in attempt)) continue;
    if (await isBlockFree(base)) {
      mkdirSync(place.data, { recursive: true });
      writeFileSync(memory, `${base}\n`);
      return { base, ports: portsOf(base), release: () => attempt.lock.release() };
    }
    attempt.lock.release();
  }
  const last = FIRST_BLOCK + BLOCKS * PORTS_PER_BLOCK - 1;
  throw new AppError("unavailable", `No free block of ${PORTS_PER_BLOCK} ports between ${FIRST_BLOCK} and ${last}`, {
    remedy: "Stop a running Longtake, or free some of these ports.",
  });
}

function candidateBases(memory: string): readonly number[] {
  const all = Array.from({ length: BLOCKS }, (_, index) => FIRST_BLOCK + index * PORTS_PER_BLOCK);
  const remembered = existsSync(memory) ? Number.parseInt(readFileSync(memory, "utf8"), 10) : Number.NaN;
  return all.includes(remembered) ? [remembered, ...all.filter((base) => base !== remembered)] : all;
}

async function isBlockFree(base: number): Promise<boolean> {
  const free = await Promise.all(Object.values(portsOf(base)).map(isPortFree));
  return free.every(Boolean);
}

/** Binding is the only honest test: connecting cannot tell a free port from one that is slow to answer. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
