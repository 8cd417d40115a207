import { ownQualityPolicy } from "../../clients/quality-policy.ts";
import { canonicalJson } from "../../domain/audit.ts";
import type { QualityPolicy } from "../../domain/inspection/inspection.ts";
import { camelCase, snakeWord } from "../../domain/spelling.ts";
import { sha256Hex } from "../access/tokens.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { InputError } from "../input-errors.ts";

/**
 * Keeps the delivered policy, changed by what an operator sent, under its content's key. Throws `invalid_input` that
 * names the value at fault, as in `policy.checks.loudness.full_at`.
 */
export async function keepOwnPolicy(
  storage: ApiDependencies["storage"],
  delivered: QualityPolicy,
  sent: Readonly<Record<string, unknown>>,
): Promise<string> {
  // A report says by which policy it was made, so a changed one never has the delivered one's name.
  const own = { version: `own-${sha256Hex(canonicalJson(sent)).slice(0, 8)}`, ...withCheckIds(camelCase(sent)) };
  const parsed = ownQualityPolicy(delivered, own);
  if (!parsed.success) throw InputError.fromIssues(parsed.error.issues, "policy");
  const policyKey = `policies/${sha256Hex(canonicalJson(parsed.data))}.json`;
  if (!(await storage.has(policyKey))) await storage.putJson(policyKey, parsed.data);
  return policyKey;
}

/** Ids of checks are data (`true_peak`) and stay as they are, whatever their spelling. */
function withCheckIds({ checks, ...rest }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (checks === undefined) return rest;
  if (typeof checks !== "object" || checks === null || Array.isArray(checks)) return { ...rest, checks };
  return { ...rest, checks: Object.fromEntries(Object.entries(checks).map(([id, check]) => [snakeWord(id), check])) };
}
