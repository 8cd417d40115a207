import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { redisAnswers } from "./readiness.ts";
import type { ServerContext } from "./server-context.ts";
import type { ChildSpec } from "./supervised-child.ts";
import { requireTools } from "./system-packages.ts";

export function redisUrl({ ports, secrets }: Pick<ServerContext, "ports" | "secrets">): string {
  return `redis://:${secrets.REDIS_PASSWORD}@127.0.0.1:${ports.redis}`;
}

/** Redis with an append-only file: at most one second is lost with the machine, nothing with the process. */
export async function redisServer(context: ServerContext): Promise<ChildSpec> {
  const { paths, ports, secrets, env, onLine } = context;
  const [command] = await requireTools(["redis-server"], onLine);
  const folder = join(paths.data, "redis");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const configFile = join(folder, "redis.conf");
  writeFileSync(
    configFile,
    [
      "bind 127.0.0.1",
      `port ${ports.redis}`,
      `requirepass ${secrets.REDIS_PASSWORD}`,
      `dir "${folder}"`,
      "appendonly yes",
      "appendfsync everysec",
      'save ""',
      "maxmemory-policy noeviction",
      "daemonize no",
      "",
    ].join("\n"),
    { mode: 0o600 },
  );
  return {
    name: "redis",
    tier: "server",
    after: [],
    command: command ?? "redis-server",
    args: [configFile],
    env,
    cwd: folder,
    isReady: () => redisAnswers(redisUrl(context)),
    readyWithinMs: 60_000,
    stopSignal: "SIGTERM",
  };
}
