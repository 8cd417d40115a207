import type { ApiDependencies } from "./dependencies.ts";

/** A document that a stage made; null before it is made, and where retention removed it while the row still names it. */
export async function storedJson<Value>(
  { storage }: Pick<ApiDependencies, "storage">,
  key: string | undefined,
): Promise<Value | null> {
  return key !== undefined && (await storage.has(key)) ? storage.getJson<Value>(key) : null;
}
