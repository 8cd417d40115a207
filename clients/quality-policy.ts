import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import { parse } from "yaml";
import { z } from "zod";

import { canonicalJson } from "../domain/audit.ts";
import { AppError } from "../domain/errors.ts";
import type { QualityPolicy } from "../domain/inspection/inspection.ts";
import { CHECKS } from "../domain/inspection/inspection.ts";
import { PERSONAL_DATA_KINDS } from "../domain/inspection/personal-data.ts";

const share = z.number().min(0).max(1);
const milliseconds = z.number().min(0);
const phrases = z.array(z.string().min(1));

const checkPolicy = z
  .strictObject({
    title: z.string().min(1),
    weight: z.number().min(0).max(100),
    unit: z.string(),
    fullAt: z.number(),
    zeroAt: z.number(),
    hardFail: z.boolean(),
  })
  .refine((check) => check.fullAt !== check.zeroAt, "fullAt and zeroAt must differ");

const QualityPolicySchema: z.ZodType<QualityPolicy> = z.strictObject({
  version: z.string().min(1),
  gate: z.number().min(0).max(100),
  hardFailCap: z.number().min(0).max(100),
  minimumKnownWeight: z.number().min(0).max(100),
  checks: z
    .record(z.enum(CHECKS), checkPolicy)
    .refine((checks) => Math.abs(weightOf(checks) - 100) < 1e-6, "weights must add up to 100"),
  detection: z.strictObject({
    blackMs: milliseconds,
    blackPixel: share,
    freezeMs: milliseconds,
    freezeNoiseDb: z.number().max(0),
    silenceMs: milliseconds,
    silenceNoiseDb: z.number().max(0),
    plannedMarginMs: milliseconds,
    pictureShare: share,
    driftMs: z.number().positive(),
    lowestCorrelation: share,
  }),
  captions: z.strictObject({
    charactersPerLine: z.number().int().positive(),
    charactersPerLineVertical: z.number().int().positive(),
    lines: z.number().int().positive(),
    shortestMs: milliseconds,
    longestMs: milliseconds,
    charactersPerSecond: z.number().positive(),
    charactersPerSecondMax: z.number().positive(),
    coverage: share,
  }),
  bitrate: z.strictObject({ lowestMbps: z.number().positive(), highestMbps: z.number().positive() }),
  picture: z.strictObject({ lowestSharpness: z.number().gt(0).max(1), highestBlockiness: z.number().gt(0).max(1) }),
  variety: z.strictObject({ shortestMs: milliseconds, longestMs: milliseconds, repeatWithinMs: milliseconds }),
  content: z.strictObject({
    profanity: phrases,
    bannedClaims: phrases,
    licences: phrases,
    personalData: z.array(z.enum(PERSONAL_DATA_KINDS)),
  }),
});

/**
 * The policy that comes with Longtake, with the operator's own file over it where one is named. Reports tell the two
 * apart: an own file that names no version is named by its content. Throws as `loadQualityPolicy`.
 */
export async function readQualityPolicy(ownFile?: string): Promise<QualityPolicy> {
  const text = await readFile(new URL("../assets/quality-policy.yaml", import.meta.url), "utf8");
  const delivered = loadQualityPolicy(text);
  if (ownFile === undefined) return delivered;
  const own = await readOwn(ownFile);
  const version = `own-${createHash("sha256").update(canonicalJson(own)).digest("hex").slice(0, 8)}`;
  return requirePolicy(ownQualityPolicy(delivered, { version, ...own }), ownFile);
}

/** The policy of a YAML text. A wrong value is `invalid_input`, with its path as the field. */
export function loadQualityPolicy(yamlText: string): QualityPolicy {
  return requirePolicy(QualityPolicySchema.safeParse(parse(yamlText)), "quality-policy");
}

async function readOwn(file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return z.record(z.string(), z.unknown()).parse(parse(await readFile(file, "utf8")));
  } catch (cause) {
    const message = `the quality policy ${file} cannot be read: ${String(cause)}`;
    throw new AppError("invalid_input", message, { cause, field: "quality.policyFile" });
  }
}

function requirePolicy(result: z.ZodSafeParseResult<QualityPolicy>, source: string): QualityPolicy {
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = [source, ...(issue?.path ?? [])].join(".");
  throw new AppError("invalid_input", `${field}: ${issue?.message ?? "not valid"}`, { field });
}

/** The delivered policy with an operator's own values in their places; what is not named stays. The issues name paths. */
export function ownQualityPolicy(delivered: QualityPolicy, own: unknown): z.ZodSafeParseResult<QualityPolicy> {
  return QualityPolicySchema.safeParse(merged(delivered, own));
}

/** Objects are merged, everything else is replaced; what does not belong is kept, so that it is found and named. */
function merged(base: unknown, own: unknown): unknown {
  if (!isPlainObject(base) || !isPlainObject(own)) return own;
  const both = Object.entries(own).map(([name, value]) => [name, name in base ? merged(base[name], value) : value]);
  // fromEntries defines own properties, so a key "__proto__" is a wrong field like any other.
  return Object.fromEntries([...Object.entries(base), ...both]);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function weightOf(checks: Readonly<Record<string, { weight: number }>>): number {
  return Object.values(checks).reduce((sum, check) => sum + check.weight, 0);
}
