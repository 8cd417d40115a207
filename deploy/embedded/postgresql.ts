import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { AppError } from "../../domain/errors.ts";
import { postgresqlBinaries } from "./postgresql-binaries.ts";
import { postgresqlAnswers } from "./readiness.ts";
import { runCommand, tryCommand } from "./run-command.ts";
import type { ServerContext } from "./server-context.ts";
import type { ChildSpec } from "./supervised-child.ts";

/** Owner of the processes and files where the bring-up runs as root, which PostgreSQL refuses. */
const SYSTEM_ACCOUNT = "longtake";
/** Superuser inside PostgreSQL, and the database. */
const ROLE = "longtake";

export function databaseUrl({ ports, secrets }: Pick<ServerContext, "ports" | "secrets">, database = ROLE): string {
  return `postgres://${ROLE}:${secrets.POSTGRES_PASSWORD}@127.0.0.1:${ports.postgres}/${database}`;
}

/** PostgreSQL 16 with pgvector, durable as in production (fsync on), reached by password over TCP. */
export async function postgresqlServer(context: ServerContext): Promise<ChildSpec> {
  const { paths, ports, env, onLine } = context;
  const place = paths.postgresql;
  const bin = await postgresqlBinaries(place.binaries, onLine);
  const account = process.getuid?.() === 0 ? SYSTEM_ACCOUNT : undefined;
  if (account !== undefined) await ensureAccount(account);
  await prepareFolders([dirname(place.data), place.socket], account);
  if (existsSync(place.data)) keepOwnCluster(context);
  if (!existsSync(place.data)) await createCluster(bin, context, account);
  return {
    name: "postgres",
    tier: "server",
    after: [],
    command: join(bin, "postgres"),
    args: [
      ["-D", place.data, "-k", place.socket, "-p", String(ports.postgres)],
      ["-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"],
      ["-c", "shared_buffers=128MB", "-c", "jit=off"],
    ].flat(),
    env,
    cwd: dirname(place.data),
    account,
    // After a kill -9 the start is refused until the old backends have left; the supervisor tries again.
    isReady: () => postgresqlAnswers(databaseUrl(context)),
    readyWithinMs: 90_000,
    // "Fast" shutdown: ends the sessions instead of waiting for them.
    stopSignal: "SIGINT",
  };
}

const fingerprintFile = (data: string) => `${data}.secrets-sha256`;

function fingerprint({ secrets }: Pick<ServerContext, "secrets">): string {
  return createHash("sha256").update(secrets.POSTGRES_PASSWORD).digest("hex");
}

/**
 * As root the files lie apart from the data folder and outlive it: new secrets cannot open them. Beside a data folder that
 * is new as well, as after a second clone into the same place, they are set aside.
 */
export function keepOwnCluster({ paths, secrets, onLine }: Pick<ServerContext, "paths" | "secrets" | "onLine">): void {
  const { data } = paths.postgresql;
  const file = fingerprintFile(data);
  if (!existsSync(file) || readFileSync(file, "utf8") === fingerprint({ secrets })) return;
  // Every start leaves logs.
  if (!existsSync(paths.logs)) {
    const aside = `${data}.${Date.now()}`;
    renameSync(data, aside);
    onLine(`Set the PostgreSQL data of an earlier ${paths.data} aside, in ${aside}`);
    return;
  }
  throw new AppError("conflict", `${data} was made with other secrets than those of ${paths.data}`, {
    remedy: `Put the former secrets.json back into ${paths.data}, or remove ${dirname(data)} to begin anew.`,
  });
}

async function ensureAccount(account: string): Promise<void> {
  const known = await tryCommand("id", ["-u", account]);
  if (known.exitCode === 0) return;
  const made = await tryCommand("useradd", ["--system", "--user-group", "--no-create-home", account]);
  // 9: another bring-up made it meanwhile.
  if (made.exitCode !== 0 && made.exitCode !== 9) await runCommand("id", ["-u", account]);
}

async function prepareFolders(folders: readonly string[], account: string | undefined): Promise<void> {
  for (const folder of new Set(folders)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (account === undefined) continue;
    chmodSync(dirname(folder), 0o755);
    await runCommand("chown", [`${account}:${account}`, folder]);
  }
}

/** initdb into a draft, the database made in it, then moved into place: a half-made cluster is never used. */
async function createCluster(bin: string, context: ServerContext, account: string | undefined): Promise<void> {
  const { paths, secrets, env, onLine } = context;
  const { data } = paths.postgresql;
  onLine("Creating the PostgreSQL data folder");
  const draft = `${data}.draft`;
  rmSync(draft, { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, secrets.POSTGRES_PASSWORD, { mode: 0o600 });
  try {
    if (account !== undefined) await runCommand("chown", [account, passwordFile]);
    const locale = process.platform === "linux" ? "C.UTF-8" : "en_US.UTF-8";
    await runAs(account, join(bin, "initdb"), {
      args: [
        ["-D", draft, "-U", ROLE, "--encoding=UTF8", `--locale=${locale}`],
        ["--auth=scram-sha-256", `--pwfile=${passwordFile}`],
      ].flat(),
      env,
      cwd: dirname(data),
    });
    await runAs(account, join(bin, "postgres"), {
      args: ["--single", "-D", draft, "postgres"],
      env,
      cwd: dirname(data),
      input: `create database ${ROLE}\n`,
    });
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeFileSync(fingerprintFile(data), fingerprint(context), { mode: 0o600 });
  renameSync(draft, data);
}

async function runAs(
  account: string | undefined,
  command: string,
  { args, ...options }: { args: readonly string[]; env: NodeJS.ProcessEnv; cwd: string; input?: string },
): Promise<void> {
  if (account === undefined) await runCommand(command, args, options);
  else {
    const credentials = ["--reuid", account, "--regid", account, "--init-groups", "--"];
    await runCommand("setpriv", [...credentials, command, ...args], options);
  }
}
