import type { z } from "zod";
import { canonicalJson } from "../../domain/audit.ts";
import { AppError } from "../../domain/errors.ts";
import type { PlanResult } from "../../domain/video/production.ts";
import type { RenderPlan } from "../../domain/render/plan.ts";
import { ownScript } from "../../domain/script/own.ts";
import type { Script } from "../../domain/script/script.ts";
import { sha256Hex } from "../access/tokens.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { InputError } from "../input-errors.ts";
import { objectsOf, PlanDocument } from "./plan-document.ts";
import { ScriptDocument } from "./script-document.ts";

type Storage = ApiDependencies["storage"];

/** The script behind a key; one that was uploaded is checked field by field, as in `script.scenes.0.sentences`. */
export function readScript(storage: Storage, key: string): Promise<Script> {
  return readDocument(storage, { key, name: "script", schema: ScriptDocument });
}

/** The plan behind a key; one that was uploaded is checked field by field. */
export async function readPlan(storage: Storage, key: string): Promise<{ plan: RenderPlan; result: PlanResult }> {
  const plan = await readDocument(storage, { key, name: "plan", schema: PlanDocument });
  const { segments, frameCount, durationMs } = plan;
  return { plan, result: { planKey: key, segmentCount: segments.length, frameCount, durationMs } };
}

/** Everything that a plan shows and plays must be in the store before it is rendered; names each place that is not. */
export async function requireObjectsOf(storage: Storage, plan: RenderPlan): Promise<void> {
  const missing = [];
  for (const { path, key } of objectsOf(plan)) {
    if (!(await storage.has(key))) missing.push(notThere(`plan.${path}`, key));
  }
  if (missing.length > 0) throw new InputError(missing);
}

/** Keeps a person's own text as a script under its content's key. Throws `invalid_input` for a text of no or too many words. */
export async function keepOwnScript(storage: Storage, text: string): Promise<{ script: Script; scriptKey: string }> {
  const script = ownScriptOf(text);
  const scriptKey = `scripts/${sha256Hex(canonicalJson(script))}.json`;
  if (!(await storage.has(scriptKey))) await storage.putJson(scriptKey, script);
  return { script, scriptKey };
}

function ownScriptOf(text: string): Script {
  try {
    return ownScript(text, "");
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { remedy = "Correct the text." } = error;
    throw new InputError([{ field: "text", detail: error.message, remedy }]);
  }
}

/** Names the first of the keys that is not in the store. */
export async function requireObjects(
  storage: Storage,
  keys: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  for (const [field, key] of Object.entries(keys)) {
    if (key !== undefined && !(await storage.has(key))) throw new InputError([notThere(field, key)]);
  }
}

async function readDocument<T>(
  storage: Storage,
  { key, name, schema }: { readonly key: string; readonly name: string; readonly schema: z.ZodType<T> },
): Promise<T> {
  await requireObjects(storage, { [`${name}_key`]: key });
  const document = await storage.getJson<unknown>(key);
  // What our own activities wrote is as they wrote it.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  if (!key.startsWith("uploads/")) return document as T;
  const parsed = schema.safeParse(document);
  if (parsed.success) return parsed.data;
  throw InputError.fromIssues(parsed.error.issues, name);
}

function notThere(field: string, key: string) {
  return {
    field,
    detail: `there is no object ${key}`,
    remedy: "Make it with its own stage, or give it to POST /files.",
  };
}
