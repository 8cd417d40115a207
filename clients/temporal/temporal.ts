import { Client, Connection, type ConnectionOptions } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { AppError } from "../../domain/errors.ts";
import { createTemporalPlugin } from "./temporal-plugin.ts";

export interface TemporalPlace {
  readonly LONGTAKE_PAYLOAD_KEYS: string;
  /** `host:port` and namespace that win over TEMPORAL_* and `temporal.toml`. */
  readonly address?: string | undefined;
  readonly namespace?: string | undefined;
  readonly connectTimeoutMs?: number;
}

/**
 * A client on the Temporal that TEMPORAL_* or `temporal.toml` name; the caller closes `client.connection`.
 * Connecting is eager: a server that is away fails here, after `connectTimeoutMs`, as AppError `unavailable`.
 */
export async function connectTemporal(place: TemporalPlace): Promise<Client> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const address = place.address ?? connectionOptions.address;
  const connection = await open({
    ...connectionOptions,
    ...(address === undefined ? {} : { address }),
    connectTimeout: place.connectTimeoutMs ?? 10_000,
  });
  return new Client({
    connection,
    namespace: place.namespace ?? namespace ?? "default",
    plugins: [createTemporalPlugin(place.LONGTAKE_PAYLOAD_KEYS)],
  });
}

async function open(options: ConnectionOptions): Promise<Connection> {
  try {
    return await Connection.connect(options);
  } catch (cause) {
    const address = options.address ?? "its default address";
    throw new AppError("unavailable", `Temporal at ${address} does not answer`, {
      cause,
      remedy: "Start the platform (npm start), or name another one with --address or TEMPORAL_ADDRESS.",
    });
  }
}
