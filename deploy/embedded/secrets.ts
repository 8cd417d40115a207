import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { newApiKey } from "../../api/access/tokens.ts";
import { isSystemError } from "./system-error.ts";

/** Environment variables whose values the embedded bring-up makes itself, once per data folder. */
const SECRET_NAMES = [
  "LONGTAKE_PAYLOAD_KEYS",
  "LONGTAKE_CREDENTIAL_KEYS",
  "LONGTAKE_JWT_SECRET",
  "LONGTAKE_CODEC_TOKEN",
  "LONGTAKE_AUDIT_SALT",
  "LONGTAKE_ADMIN_KEY",
  "LONGTAKE_ADMIN_PASSWORD",
  "YOUTUBE_CLIENT_ID",
  "YOUTUBE_CLIENT_SECRET",
  "POSTGRES_PASSWORD",
  "REDIS_PASSWORD",
] as const;

/** A file of an older version may lack a newer secret. */
const SecretsFile = z.partialRecord(z.enum(SECRET_NAMES), z.string().min(1));

export type SecretName = (typeof SECRET_NAMES)[number];
export type Secrets = Readonly<Record<SecretName, string>>;

export function secretsFile(data: string): string {
  return join(data, "secrets.json");
}

/** The data folder's secrets; `made` says that this call made them. The file is private (0600) and part of a backup. */
export function keepSecrets(data: string): { readonly secrets: Secrets; readonly made: boolean } {
  const file = secretsFile(data);
  const before = readSecrets(file);
  if (before !== null && isComplete(before)) return { secrets: before, made: false };
  const secrets = { ...makeSecrets(), ...before };
  if (before === null) createOnce(file, secrets);
  else replace(file, secrets);
  const kept = readSecrets(file);
  if (kept === null || !isComplete(kept)) throw new Error(`${file} could not be written`);
  return { secrets: kept, made: before === null };
}

function makeSecrets(): Secrets {
  return {
    LONGTAKE_PAYLOAD_KEYS: makeKeyRing(),
    LONGTAKE_CREDENTIAL_KEYS: makeKeyRing(),
    LONGTAKE_JWT_SECRET: makeToken(),
    LONGTAKE_CODEC_TOKEN: makeToken(),
    LONGTAKE_AUDIT_SALT: makeToken(),
    LONGTAKE_ADMIN_KEY: newApiKey().key,
    LONGTAKE_ADMIN_PASSWORD: makeToken(),
    YOUTUBE_CLIENT_ID: `sandbox-${randomBytes(6).toString("hex")}`,
    YOUTUBE_CLIENT_SECRET: makeToken(),
    POSTGRES_PASSWORD: makeToken(),
    REDIS_PASSWORD: makeToken(),
  };
}

function isComplete(secrets: Partial<Secrets>): secrets is Secrets {
  return SECRET_NAMES.every((name) => secrets[name] !== undefined);
}

function readSecrets(file: string): Partial<Secrets> | null {
  try {
    return SecretsFile.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    if (isSystemError(error, "ENOENT")) return null;
    throw error;
  }
}

/** A hard link fails where the file exists: of two first starts at once, both go on with the same secrets. */
function createOnce(file: string, secrets: Secrets): void {
  const draft = writeDraft(file, secrets);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (!isSystemError(error, "EEXIST")) throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** A newer version knows more secrets than the file: the old ones stay, the new ones join. */
function replace(file: string, secrets: Secrets): void {
  renameSync(writeDraft(file, secrets), file);
}

function writeDraft(file: string, secrets: Secrets): string {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600, flag: "w" });
  return draft;
}

/** `<key id>:<base64 of 32 bytes>`: the form of a ring with one key. */
function makeKeyRing(): string {
  return `k${randomBytes(4).toString("hex")}:${randomBytes(32).toString("base64")}`;
}

function makeToken(): string {
  return randomBytes(32).toString("base64url");
}
