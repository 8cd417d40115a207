import { fileURLToPath } from "node:url";
import { SimplePlugin } from "@temporalio/plugin";
import { EncryptionCodec, parseKeyRing } from "./temporal-codec.ts";

/**
 * One plugin for client, worker, bundler and replay, so that they cannot differ in codec or failure converter.
 * Changing what it does breaks the reading of old histories.
 */
export function createTemporalPlugin(payloadKeys: string): SimplePlugin {
  return new SimplePlugin({
    name: "longtake.encryption",
    dataConverter: {
      payloadCodecs: [new EncryptionCodec(parseKeyRing(payloadKeys))],
      failureConverterPath: fileURLToPath(new URL("failure-converter.ts", import.meta.url)),
    },
  });
}
