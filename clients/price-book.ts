import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { z } from "zod";
import { AppError } from "../domain/errors.ts";
import type { PriceBook } from "../domain/cost/price-book.ts";

const word = z.string().min(1);
const day = z.iso.date();

const priceSchema = z
  .strictObject({
    service: word,
    operation: word,
    unit: word,
    usd: z.number().min(0),
    perUnits: z.number().positive(),
    from: day,
    until: day.nullable().default(null),
    source: word,
    sourceDate: day,
  })
  .refine((price) => price.unit !== "*" || price.usd === 0, { path: ["unit"], error: "only what is free has any unit" })
  .refine((price) => price.until === null || price.from < price.until, {
    path: ["until"],
    error: "ends before it begins",
  })
  .transform(({ usd, ...price }) => ({ ...price, microUsd: Math.round(usd * 1_000_000) }));

const priceBookSchema = z
  .strictObject({
    version: word,
    prices: z.array(priceSchema).min(1),
    baseModelUsd: z.record(word, z.number().min(0)),
  })
  .transform(({ baseModelUsd, ...book }) => ({
    ...book,
    baseModelMicroUsd: Object.fromEntries(
      Object.entries(baseModelUsd).map(([service, usd]) => [service, Math.round(usd * 1_000_000)]),
    ),
  }));

/** The price book that comes with Longtake. */
export async function readPriceBook(): Promise<PriceBook> {
  return loadPriceBook(await readFile(new URL("../assets/price-book.yaml", import.meta.url), "utf8"));
}

/** Reads the price book's YAML. Throws AppError invalid_input that names the path of the wrong value. */
export function loadPriceBook(text: string): PriceBook {
  const result = priceBookSchema.safeParse(parse(text));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join(".") ?? "";
  throw new AppError("invalid_input", `price book: ${path}: ${issue?.message ?? "not valid"}`, { field: path });
}
