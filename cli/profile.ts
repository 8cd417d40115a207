import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { AppError } from "../domain/errors.ts";
import { isRecord, parseRecord } from "./json-record.ts";

/** What `longtake login` keeps, so that later commands need no flags. */
export interface Profile {
  readonly apiUrl?: string;
  readonly apiKey?: string;
}

const DEFAULT_PROFILE = "default";

/** `LONGTAKE_CLI_CONFIG`, else `longtake/cli.json` in the user's configuration folder. */
export function profilePath(environment: NodeJS.ProcessEnv): string {
  const named = environment["LONGTAKE_CLI_CONFIG"];
  if (named) return named;
  const configuration = environment["XDG_CONFIG_HOME"] || join(environment["HOME"] ?? homedir(), ".config");
  return join(configuration, "longtake", "cli.json");
}

function readProfiles(path: string): Record<string, Profile> {
  if (!existsSync(path)) return {};
  const file = parseRecord(readFileSync(path, "utf8"));
  if (file === undefined) {
    throw new AppError("invalid_input", `${path} is not a JSON object`, { remedy: "Correct or remove the file." });
  }
  return Object.fromEntries(Object.entries(file).map(([name, value]) => [name, profileOf(value)]));
}

function profileOf(value: unknown): Profile {
  if (!isRecord(value)) return {};
  const { apiUrl, apiKey } = value;
  return {
    ...(typeof apiUrl === "string" ? { apiUrl } : {}),
    ...(typeof apiKey === "string" ? { apiKey } : {}),
  };
}

export function readProfile(environment: NodeJS.ProcessEnv, name = DEFAULT_PROFILE): Profile {
  return readProfiles(profilePath(environment))[name] ?? {};
}

/** Replaces one profile; the file holds a key, so only its owner may read it. */
export function writeProfile(environment: NodeJS.ProcessEnv, profile: Profile, name = DEFAULT_PROFILE): string {
  const path = profilePath(environment);
  const profiles = { ...readProfiles(path), [name]: profile };
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, `${JSON.stringify(profiles, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
  return path;
}
