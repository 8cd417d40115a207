import type { YoutubeChannel } from "../../clients/youtube/youtube.ts";
import { findConnection, getChannel } from "../../db/queries/channels.ts";
import { AppError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { PLATFORM, type PublishingDeps } from "./context.ts";

/** The platform as the owner of this channel; throws `channel_not_connected` where nobody connected it. */
export async function openChannel(
  { db, youtube, credentials }: Pick<PublishingDeps, "db" | "youtube" | "credentials">,
  principal: Principal,
  channelId: string,
  signal: AbortSignal,
): Promise<YoutubeChannel> {
  const connection = await findConnection(db, principal, { channelId, platform: PLATFORM });
  if (connection === null || connection.encryptedToken === null) {
    const { name } = await getChannel(db, principal, { channelId });
    const why = connection === null ? "was never connected to" : "was disconnected from";
    throw new AppError("channel_not_connected", `the channel ${name} ${why} YouTube`);
  }
  const refreshToken = credentials.decrypt(connection.encryptedToken, { channelId, platform: PLATFORM });
  return youtube.asChannel(refreshToken, principal, signal);
}

/** The clients know no channel; the person who mends the connection needs its id. */
export function withChannel(error: unknown, channelId: string): unknown {
  if (!(error instanceof AppError) || error.code !== "channel_not_connected") return error;
  return new AppError("channel_not_connected", error.message, {
    cause: error,
    remedy: `Connect the channel, then resume the run: longtake channel connect --channel-id ${channelId}`,
  });
}
