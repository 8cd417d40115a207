/** What the audit chain hashes: one text for one event, whoever writes it and in whatever order its keys arrive. */
export interface AuditRecord {
  readonly eventId: string;
  /** ISO instant in UTC with milliseconds. */
  readonly at: string;
  readonly principalKind: string;
  readonly principalId: string;
  readonly action: string;
  readonly subject: string;
  /** Canonical JSON. */
  readonly details: string;
}

/** What happened and to what; personal data goes in as a salted commitment only. */
export interface AuditEntry {
  /** `video.enqueued`, `cap.raised`: noun and past tense. */
  readonly action: string;
  /** `video/<id>`, `channel/<id>`, `queue`. */
  readonly subject: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** The chain hash before the first event. */
export const CHAIN_START = "0".repeat(64);

/**
 * JSON with sorted keys and no blanks, as RFC 8785 has it for the values JSON can hold.
 * Keys that are `undefined` are left out; anything else that is not JSON throws TypeError.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item)).join(",")}]`;
  if (isPlainObject(value)) {
    const members = Object.keys(value)
      .filter((key) => value[key] !== undefined)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key])}`);
    return `{${members.join(",")}}`;
  }
  throw new TypeError(`Expected a JSON value, got ${typeof value}`);
}

/** The text whose hash follows the previous hash in the chain. */
export function canonicalRecord(record: AuditRecord): string {
  return canonicalJson({ ...record });
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
