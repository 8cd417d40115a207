import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { applications } from "./applications.ts";
import { givenVariables, inheritedVariables, platformVariables, type Variables } from "./environment.ts";
import { cacheFolder, embeddedPaths, type EmbeddedPaths } from "./paths.ts";
import { tryLock, type PidLock } from "./pid-lock.ts";
import { takePortBlock } from "./ports.ts";
import { postgresqlServer } from "./postgresql.ts";
import { redisServer } from "./redis-server.ts";
import { announcePlatform, withdrawPlatform } from "./running-platform.ts";
import { keepSecrets } from "./secrets.ts";
import type { ServerContext } from "./server-context.ts";
import type { ChildSpec, SupervisedChild } from "./supervised-child.ts";
import { createSupervisor } from "./supervisor.ts";
import { requireTools } from "./system-packages.ts";
import { temporalServer } from "./temporal-server.ts";

export const CHILDREN = ["temporal", "postgres", "redis", "sandbox", "platform", "orchestration", "media"] as const;
export type ChildName = (typeof CHILDREN)[number];

export interface PlatformOptions {
  readonly dataDir: string;
  /** The children to run; absent means all. */
  readonly only?: readonly ChildName[];
  /**
   * Platform variables that win over the embedded values. DATABASE_URL, REDIS_URL, TEMPORAL_ADDRESS, CLICKHOUSE_URL
   * and YOUTUBE_API_URL mean "use that, start none". Those of this process do not count: tests must not share.
   */
  readonly env?: Variables;
  readonly onLine?: (line: string) => void;
  /** Ends a start that is still under way; the start then throws AppError `cancelled`. */
  readonly signal?: AbortSignal;
}

export interface PlatformUrls {
  readonly api: string;
  readonly temporalUi: string;
  readonly sandbox: string;
}

export interface EmbeddedPlatform {
  /** The platform's variables, for a test or a command that joins it. */
  readonly env: Variables;
  readonly urls: PlatformUrls;
  readonly paths: EmbeddedPaths;
  readonly children: readonly SupervisedChild[];
  /** True when this start made the secrets: the moment to show the first admin key. */
  readonly isFirstStart: boolean;
  child(name: ChildName): SupervisedChild;
  stop(): Promise<void>;
}

/** Variables that say where something already runs, and the child that is then not started. */
const STANDS_IN_FOR: Readonly<Record<string, ChildName>> = {
  TEMPORAL_ADDRESS: "temporal",
  DATABASE_URL: "postgres",
  REDIS_URL: "redis",
  YOUTUBE_API_URL: "sandbox",
};

/**
 * Brings up the embedded platform on a data folder of its own and keeps it running until `stop`.
 * Throws AppError: `conflict` when the folder is in use, `missing_tool`, or `unavailable` with a child's last lines.
 */
export async function startPlatform(options: PlatformOptions): Promise<EmbeddedPlatform> {
  const onLine = options.onLine ?? (() => undefined);
  const given = givenVariables(options.env ?? {});
  const isRoot = process.getuid?.() === 0;
  const paths = embeddedPaths({ cache: cacheFolder(process.env), data: options.dataDir, isRoot });
  mkdirSync(paths.data, { recursive: true, mode: 0o700 });
  const lock = lockDataFolder(paths.data);
  const releases: (() => void)[] = [() => lock.release()];
  const releaseAll = () => releases.forEach((release) => release());
  try {
    const { secrets, made } = keepSecrets(paths.data);
    const block = await takePortBlock(paths);
    releases.push(() => block.release());
    const { ports } = block;
    const env = platformVariables({ paths, ports, secrets }, given);
    const wanted = wantedChildren(options.only ?? CHILDREN, given);
    const context = { paths, ports, secrets, onLine, env: { ...inheritedVariables(process.env), ...env } };
    const specs = await describeChildren(wanted, context);
    const supervisor = createSupervisor(specs, { logs: paths.logs, onLine });
    const stopOnce = once(async () => {
      withdrawPlatform(paths.data);
      await supervisor.stop();
      releaseAll();
    });
    try {
      options.signal?.throwIfAborted();
      options.signal?.addEventListener("abort", () => void stopOnce(), { once: true });
      await supervisor.start();
    } catch (error) {
      await stopOnce();
      throw error;
    }
    announcePlatform(paths.data, env);
    return {
      env,
      urls: {
        api: env.LONGTAKE_PUBLIC_URL ?? "",
        temporalUi: env.LONGTAKE_UI_URL ?? "",
        sandbox: `http://127.0.0.1:${ports.sandbox}`,
      },
      paths,
      children: supervisor.children,
      isFirstStart: made,
      child: (name) => findChild(supervisor.children, name),
      stop: stopOnce,
    };
  } catch (error) {
    releaseAll();
    throw error;
  }
}

/** Removes a stopped platform's files, those outside its data folder included. */
export function removePlatformFiles(paths: EmbeddedPaths): void {
  if (existsSync(join(paths.data, "supervisor.lock"))) throw new Error(`${paths.data} is in use`);
  rmSync(paths.postgresql.data, { recursive: true, force: true });
  if (paths.postgresql.socket !== paths.data) rmSync(paths.postgresql.socket, { recursive: true, force: true });
  rmSync(paths.data, { recursive: true, force: true });
}

function lockDataFolder(data: string): PidLock {
  const attempt = tryLock(join(data, "supervisor.lock"));
  if ("lock" in attempt) return attempt.lock;
  throw new AppError("conflict", `Process ${attempt.heldBy} already runs Longtake on ${data}`, {
    remedy: `Stop it (kill ${attempt.heldBy}), or set LONGTAKE_DATA_DIR to another folder.`,
  });
}

function wantedChildren(only: readonly ChildName[], given: Variables): readonly ChildName[] {
  const elsewhere = Object.keys(given).map((name) => STANDS_IN_FOR[name]);
  return only.filter((name) => !elsewhere.includes(name));
}

async function describeChildren(wanted: readonly ChildName[], context: ServerContext): Promise<readonly ChildSpec[]> {
  if (wanted.includes("media")) await requireTools(["ffmpeg", "ffprobe", "espeak-ng", "fc-list"], context.onLine);
  const servers: Promise<ChildSpec>[] = [];
  if (wanted.includes("temporal")) servers.push(temporalServer(context));
  if (wanted.includes("postgres")) servers.push(postgresqlServer(context));
  if (wanted.includes("redis")) servers.push(redisServer(context));
  const ours = applications(context).filter(({ name }) => wanted.some((each) => each === name));
  return [...(await Promise.all(servers)), ...ours];
}

function findChild(children: readonly SupervisedChild[], name: ChildName): SupervisedChild {
  const found = children.find((child) => child.name === name);
  if (found === undefined) throw new AppError("not_found", `${name} is not among the children of this platform`);
  return found;
}

function once(stop: () => Promise<void>): () => Promise<void> {
  let stopping: Promise<void> | null = null;
  return () => (stopping ??= stop());
}
