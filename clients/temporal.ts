import { Client, Connection } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { createTemporalPlugin } from "./temporal-plugin.ts";

/**
 * A client on the Temporal that TEMPORAL_* or `temporal.toml` name; the caller closes `client.connection`.
 * Connecting is eager: a server that is away fails here, after `connectTimeoutMs`.
 */
export async function connectTemporal(environment: {
  readonly LONGTAKE_PAYLOAD_KEYS: string;
  readonly connectTimeoutMs?: number;
}): Promise<Client> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  const connection = await Connection.connect({
    ...connectionOptions,
    connectTimeout: environment.connectTimeoutMs ?? 10_000,
  });
  return new Client({
    connection,
    namespace: namespace ?? "default",
    plugins: [createTemporalPlugin(environment.LONGTAKE_PAYLOAD_KEYS)],
  });
}
