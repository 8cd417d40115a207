import { readFile } from "node:fs/promises";
import { parse, YAMLError } from "yaml";
import { AppError } from "../../domain/errors.ts";
import { isRecord } from "../json-record.ts";

const REMEDY = "Write the policy as YAML or JSON, in the form of assets/quality-policy.yaml.";

/** Thresholds and weights of a file of this machine; JSON is YAML as well. Throws `invalid_input` by the file's name. */
export async function readPolicyFile(path: string): Promise<Readonly<Record<string, unknown>>> {
  const policy = policyOf(path, await textOf(path));
  if (isRecord(policy)) return policy;
  throw unusable(path, "expected names with their values");
}

function policyOf(path: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof YAMLError) throw unusable(path, error.message);
    throw error;
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    throw new AppError("invalid_input", `There is no file ${path}`, { remedy: "Name a file of this machine." });
  }
}

function unusable(path: string, why: string): AppError {
  return new AppError("invalid_input", `${path} is no policy: ${why}`, { field: "policy", remedy: REMEDY });
}
