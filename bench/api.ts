import { Agent, get } from "node:http";
import { z } from "zod";
import { type BenchPlatform, enqueue, onPlatform } from "./bench-platform.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown, spread, timed } from "./measure.ts";

const CLIENTS = 50;
const ROUNDS = 3;
/** Of each address, a client and round. */
const REQUESTS = 10;
const LIMIT = { limit: 500, of: "p95" } as const;
const VIDEOS = 60;
const VIDEO = { topic: "How deep is the ocean?", seconds: 5, size: "360p" } as const;

/** GEN-10: what readers wait for when fifty of them ask all the time, on a queue of sixty videos and seven runs. */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  // Without a media worker the runs stay open, and nothing but the readers uses the processor.
  const only = ["temporal", "postgres", "redis", "sandbox", "platform", "orchestration"] as const;
  return onPlatform("api", { only }, async (bench) => {
    const paths = await seed(bench);
    const latencies = new Map(Object.keys(paths).map((name): [string, number[]] => [name, []]));
    const errors: string[] = [];
    const agent = new Agent({ keepAlive: true, maxSockets: CLIENTS });
    let requests = 0;
    let ms = 0;
    for (let round = 0; round <= ROUNDS; round += 1) {
      onLine(round === 0 ? "warming up" : `round ${round} of ${ROUNDS}: ${CLIENTS} clients`);
      const client = async (number: number): Promise<void> => {
        for (let n = 0; n < REQUESTS; n += 1) {
          for (const [name, path] of rotated(Object.entries(paths), number)) {
            const answer = await timed(() => ask(bench, agent, path));
            if (answer.result !== 200) errors.push(`${answer.result} ${path}`);
            if (round > 0) latencies.get(name)?.push(answer.ms);
          }
        }
      };
      const all = await timed(() => Promise.all(Array.from({ length: CLIENTS }, (_, number) => client(number))));
      if (round === 0) continue;
      ms += all.ms;
      requests += CLIENTS * REQUESTS * Object.keys(paths).length;
    }
    agent.destroy();
    for (const error of new Set(errors)) onLine(error);
    return [
      ...[...latencies].flatMap(([name, values]) => spread(name, values, "ms", LIMIT)),
      shown("answers a second, all together", requests / (ms / 1000), "1/s"),
      exactly("errors", errors.length, 0, `of ${requests}`),
    ];
  });
}

async function seed(bench: BenchPlatform): Promise<Readonly<Record<string, string>>> {
  const ids: string[] = [];
  for (let n = 0; n < VIDEOS; n += 1) ids.push(await enqueue(bench, VIDEO));
  await bench.api.call("GET", "/pipeline/queue", z.unknown());
  return {
    "GET /pipeline/status/{id}, running": `/pipeline/status/${ids[0]}`,
    "GET /pipeline/status/{id}, waiting": `/pipeline/status/${ids.at(-1)}`,
    "GET /pipeline/queue": "/pipeline/queue",
    "GET /pipeline/videos": "/pipeline/videos",
    "GET /workflows": "/workflows",
    "GET /pipeline/metrics": "/pipeline/metrics",
  };
}

/** Each client begins at another address, so that all of them are asked at all times. */
function rotated<T>(values: readonly T[], by: number): readonly T[] {
  const start = by % values.length;
  return [...values.slice(start), ...values.slice(0, start)];
}

/** Plain `node:http`: fetch would take more processor time than the server does. Resolves to the status. */
function ask({ platform }: BenchPlatform, agent: Agent, path: string): Promise<number> {
  const headers = { Authorization: `Bearer ${platform.env.LONGTAKE_ADMIN_KEY}` };
  return new Promise((resolve, reject) => {
    get(platform.urls.api + path, { agent, headers }, (response) => {
      response.resume();
      response.once("end", () => resolve(response.statusCode ?? 0));
      response.once("error", reject);
    }).once("error", reject);
  });
}
