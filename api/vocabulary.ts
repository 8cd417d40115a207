import { z } from "@hono/zod-openapi";

/** The words that many routes share, each with its one schema. */

/** A line of text a person or program chose: shown in pages and logs, so without control characters. */
export function plainText(maxCharacters: number) {
  return z
    .string()
    .refine((text) => text.trim().length > 0, { message: "must not be empty" })
    .refine((text) => Array.from(text).length <= maxCharacters, {
      message: `must have at most ${maxCharacters} characters`,
    })
    .refine((text) => !CONTROL_CHARACTERS.test(text), { message: "must not hold control characters" })
    .refine((text) => text.isWellFormed(), { message: "must be well-formed Unicode" });
}

/** C0, C1 and the invisible marks that make text read other than it is; right-to-left letters are welcome. */
const CONTROL_CHARACTERS = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/u;

export const ReasonSchema = plainText(500).openapi({ example: "Checked by hand; the colours are meant to be so." });

export const VideoIdSchema = z
  .string()
  .regex(/^vid_[a-z2-7]{20}$/, { message: "expected vid_ and 20 characters" })
  .openapi({ example: "vid_k3m5ra2qzt7xw4bcdn6e" });

export const ChannelIdSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/, { message: "expected 1 to 64 of a-z, 0-9, - and _" })
  .openapi({ example: "science-daily" });

export const IdempotencyHeader = z.object({
  "idempotency-key": z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, { message: "expected 1 to 200 printable ASCII characters without spaces" })
    .optional()
    .openapi({ description: "A repeat within 24 h gets the first answer.", example: "6f1c9a7e-topic-42" }),
});

export const InstantSchema = z.iso.datetime({ offset: true }).openapi({ example: "2026-11-21T10:00:00Z" });
export const NullableInstant = InstantSchema.nullable();

export const PrioritySchema = z.int().min(1).max(10).openapi({ example: 5, description: "10 first, then by arrival." });

export const VideoParams = z.object({ video_id: VideoIdSchema });

/** An object whose keys are the caller's own. PostgreSQL can keep neither NUL nor halves of characters. */
export const JsonObjectSchema = z
  .record(z.string(), z.unknown())
  .refine(isStorable, { message: "must not hold NUL or broken Unicode" });

function isStorable(value: unknown): boolean {
  if (typeof value === "string") return value.isWellFormed() && !value.includes("\u0000");
  if (Array.isArray(value)) return value.every(isStorable);
  if (typeof value !== "object" || value === null) return true;
  return Object.entries(value).every(([key, item]) => isStorable(key) && isStorable(item));
}
