import { createHash } from "node:crypto";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const CHECKOUT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Unix socket addresses hold 107 bytes; PostgreSQL appends `/.s.PGSQL.<port>` to the folder. */
const SOCKET_FOLDER_MAX_BYTES = 80;
const ROOT_BASE = "/var/lib/longtake";

export interface EmbeddedPaths {
  /** Downloads and builds, shared by all checkouts. */
  readonly cache: string;
  readonly data: string;
  readonly logs: string;
  readonly postgresql: PostgresqlPaths;
}

export interface PostgresqlPaths {
  /** Where the unpacked PostgreSQL lies; readable for the account that runs it. */
  readonly binaries: string;
  readonly data: string;
  readonly socket: string;
}

export function cacheFolder(env: NodeJS.ProcessEnv): string {
  return join(env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "longtake");
}

export function dataFolder(env: NodeJS.ProcessEnv): string {
  return resolve(env.LONGTAKE_DATA_DIR ?? join(CHECKOUT, ".longtake"));
}

/** PostgreSQL refuses to run as root, and root's home is closed to other accounts: then its files live elsewhere. */
export function embeddedPaths(place: { cache: string; data: string; isRoot: boolean }): EmbeddedPaths {
  const { cache, data, isRoot } = place;
  const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
  const ownBase = join(ROOT_BASE, hash);
  const postgresql = isRoot
    ? { binaries: ROOT_BASE, data: join(ownBase, "postgresql"), socket: ownBase }
    : { binaries: cache, data: join(data, "postgresql"), socket: socketFolder(data, hash) };
  return { cache, data, logs: join(data, "logs"), postgresql };
}

function socketFolder(data: string, hash: string): string {
  return Buffer.byteLength(data) <= SOCKET_FOLDER_MAX_BYTES ? data : join("/tmp", `longtake-${hash}`);
}
