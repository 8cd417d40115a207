import { setTimeout as sleep } from "node:timers/promises";
import { type Kill, killPart } from "../crash/kills.ts";
import type { BenchPlatform } from "../bench-platform.ts";
import type { Moment, OutsideCall } from "./outside-calls.ts";
import { isOf, requestsOf } from "./stand-in-log.ts";

/** The answer of the chosen call is held back for so long. */
const HELD_BACK_MS = 3_000;
const POLL_MS = 15;
/** An answer that arrived is parsed and kept within a blink; the kill falls into that. */
const RECEIVED_MAX_MS = 60;
const GIVE_UP_MS = 120_000;

/**
 * Prepares a kill -9 of the media worker around the n-th such call from now on; the function returned waits for that
 * call and kills. The stand-in's own log says when: it is written before the answer leaves.
 */
export async function armKill(
  { platform }: BenchPlatform,
  call: OutsideCall,
  place: { readonly moment: Moment; readonly nth: number; readonly delayMs: number },
): Promise<() => Promise<Kill>> {
  const { moment, nth, delayMs } = place;
  const seen = () => requestsOf(platform.paths.data, call.standIn).filter((entry) => isOf(call, entry)).length;
  const before = seen();
  if (moment === "lost") await holdBack(platform.urls.sandbox, call, nth);
  return async () => {
    for (const giveUpAtMs = Date.now() + GIVE_UP_MS; seen() < before + nth; await sleep(POLL_MS)) {
      if (Date.now() > giveUpAtMs) throw new Error(`${call.name} was called ${seen() - before} of ${nth} times`);
    }
    await sleep(moment === "lost" ? delayMs : Math.min(RECEIVED_MAX_MS, delayMs));
    return killPart(platform, "media");
  };
}

async function holdBack(sandbox: string, { standIn, method, path }: OutsideCall, nth: number): Promise<void> {
  // The libraries sell nothing: their stand-ins hold back before they answer at all, and log afterwards.
  const isLibrary = standIn === "pexels" || standIn === "pixabay";
  if (isLibrary) return;
  const prefix = standIn === "youtube" ? "" : `/${standIn}`;
  const response = await fetch(`${sandbox}${prefix}/_faults`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      match: { method, path },
      fault: { kind: "delay_reply", delayMs: HELD_BACK_MS },
      skip: nth - 1,
    }),
  });
  if (!response.ok) throw new Error(`${standIn} takes no fault: ${response.status} ${await response.text()}`);
}
