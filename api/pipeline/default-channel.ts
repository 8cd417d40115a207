import type { Database, Transaction } from "../../db/client.ts";
import { listChannels } from "../../db/queries/channels.ts";
import type { Principal } from "../../domain/principal.ts";
import { InputError } from "../input-errors.ts";

/** The one channel a request without `channel_id` can mean. Throws InputError where there is none or a choice. */
export async function resolveChannelId(db: Database | Transaction, principal: Principal): Promise<string> {
  const channels = await listChannels(db, principal, { status: "active" });
  const [only] = channels;
  if (only && channels.length === 1) return only.channelId;
  throw new InputError([
    {
      field: "channel_id",
      detail: only ? `there are ${channels.length} active channels to choose from` : "there is no active channel",
      remedy: only ? "Name one of GET /channels." : "Make a channel with POST /channels.",
    },
  ]);
}
