import type { ChildName, EmbeddedPlatform } from "../../deploy/embedded/embedded-platform.ts";

/** Every part that a kill -9 must not hurt; the stand-in is the outside world and is left alone. */
export const PARTS = ["media", "orchestration", "platform", "temporal", "postgres", "redis"] as const;
export type Part = (typeof PARTS)[number] & ChildName;

export interface Kill {
  readonly part: Part;
  readonly atMs: number;
  /** Until the successor was ready. */
  readonly readyAfterMs: number;
}

/** Kills the part once it runs, and resolves when its successor is ready. */
export async function killPart(platform: EmbeddedPlatform, part: Part): Promise<Kill> {
  const child = platform.child(part);
  await child.waitReady();
  const atMs = Date.now();
  child.kill("SIGKILL");
  await child.waitReady();
  return { part, atMs, readyAfterMs: Date.now() - atMs };
}
