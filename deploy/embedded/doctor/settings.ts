import { existsSync, statSync } from "node:fs";
import { readQualityPolicy } from "../../../clients/quality-policy.ts";
import { loadSettings, settingsPath } from "../../../config.ts";
import { AppError } from "../../../domain/errors.ts";
import { dataFolder } from "../paths.ts";
import { secretsFile } from "../secrets.ts";
import type { Finding } from "./finding.ts";

/** The settings file, the secrets and the keys of outside services; values are never shown. */
export async function settingFindings(): Promise<readonly Finding[]> {
  return [
    await settings(),
    secrets(),
    languageModel(),
    optionalKey("YOUTUBE_API_URL", "videos are published to the YouTube stand-in"),
    optionalKey("OIDC_ISSUER", "people sign in by password"),
    optionalKey("S3_BUCKET", "objects lie in the data folder"),
  ];
}

async function settings(): Promise<Finding> {
  const path = settingsPath({ LONGTAKE_CONFIG: process.env.LONGTAKE_CONFIG });
  try {
    await readQualityPolicy(loadSettings(path).quality.policyFile);
    return { what: "Settings", state: "ok", found: path };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const [first = "", ...lines] = error.message.split("\n");
    return { what: "Settings", state: "missing", found: lines.join(";").trim() || first, remedy: error.remedy ?? "" };
  }
}

function secrets(): Finding {
  const file = secretsFile(dataFolder(process.env));
  if (!existsSync(file)) return { what: "Secrets", state: "ok", found: "not yet; made at the first start" };
  if ((statSync(file).mode & 0o077) === 0) return { what: "Secrets", state: "ok", found: `${file} (0600)` };
  return { what: "Secrets", state: "missing", found: `${file} is open to others`, remedy: `chmod 600 ${file}` };
}

function languageModel(): Finding {
  const isSet = (variable: string): boolean => (process.env[variable] ?? "") !== "";
  const what = "OPENAI_API_KEY, OPENAI_MODEL";
  if (isSet("OPENAI_API_KEY") && isSet("OPENAI_MODEL")) {
    return { what, state: "ok", found: "set: scripts come from the language model" };
  }
  if (isSet("OPENAI_MODEL") || isSet("OPENAI_BASE_URL")) {
    const found = "a language model is named without its OPENAI_API_KEY or OPENAI_MODEL";
    return { what, state: "missing", found, remedy: "Set both, or neither." };
  }
  const keyAlone = isSet("OPENAI_API_KEY") ? "no OPENAI_MODEL, the key is for voices alone" : "not set";
  return { what, state: "note", found: `${keyAlone}: scripts come from the built-in grammar` };
}

function optionalKey(variable: string, otherwise: string): Finding {
  const isSet = (process.env[variable] ?? "") !== "";
  if (isSet) return { what: variable, state: "ok", found: "set" };
  return { what: variable, state: "note", found: `not set: ${otherwise}` };
}
