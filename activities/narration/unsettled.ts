import type { BoughtCharacters } from "../../clients/speech/speech.ts";
import type { ObjectStore } from "../../clients/storage/storage.ts";
import type { Usage } from "../../domain/video/production.ts";
import { contentHash } from "../content-key.ts";

/** Purchases of an attempt that then failed: the ledger hears of them from the next one. */
export interface UnsettledSpeech {
  bought(purchase: BoughtCharacters): void;
  /** Keeps what was bought for the next attempt, and passes the failure on. */
  keep(error: unknown): Promise<never>;
  /** All that this narration cost, what failed attempts bought included; the next attempt owes nothing. */
  settle(usage: readonly Usage[]): Promise<readonly Usage[]>;
}

interface Kept {
  readonly usage: readonly Usage[];
}

/**
 * A failed attempt reports nothing, yet what it bought is kept and free for the next: without this nobody would be charged.
 * An attempt that dies with its process is settled at its estimate, so nothing needs to be kept then.
 */
export async function openUnsettled(
  storage: ObjectStore,
  videoId: string,
  narrationKey: string,
): Promise<UnsettledSpeech> {
  const key = `speech/unsettled/${contentHash({ videoId, narrationKey })}.json`;
  const owed = (await storage.has(key)) ? (await storage.getJson<Kept>(key)).usage : [];
  const purchases: Usage[] = [];
  return {
    bought: ({ operation, characters }) => {
      purchases.push({ service: "tts", operation, units: characters, unit: "character" });
    },
    keep: async (error) => {
      if (purchases.length > 0) await storage.putJson(key, { usage: summed([...owed, ...purchases]) });
      throw error;
    },
    settle: async (usage) => {
      if (owed.length > 0) await storage.putJson(key, { usage: [] });
      return summed([...owed, ...usage]);
    },
  };
}

function summed(usage: readonly Usage[]): Usage[] {
  const operations = new Map<string, Usage>();
  for (const each of usage) {
    const before = operations.get(each.operation)?.units ?? 0;
    operations.set(each.operation, { ...each, units: before + each.units });
  }
  return [...operations.values()];
}
