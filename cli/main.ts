import { readFileSync } from "node:fs";
import type { Client } from "@temporalio/client";
import { AppError } from "../domain/errors.ts";
import type { GlobalOptions } from "./global-options.ts";
import { parseRecord } from "./json-record.ts";
import { run } from "./run.ts";
import { askOnTerminal, confirmOnTerminal } from "./terminal.ts";

const manifest = parseRecord(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** Loaded on use, as the settings are: HTTP commands need not pay for either when they start. */
async function openTemporal(globals: GlobalOptions): Promise<Client> {
  const payloadKeys = process.env["LONGTAKE_PAYLOAD_KEYS"];
  if (!payloadKeys) {
    throw new AppError("invalid_input", "LONGTAKE_PAYLOAD_KEYS is not set", {
      remedy: "Payloads are encrypted: take the keys of the platform's secrets file into the environment.",
    });
  }
  const { connectTemporal } = await import("../clients/temporal/temporal.ts");
  const { address, namespace } = globals;
  return connectTemporal({ LONGTAKE_PAYLOAD_KEYS: payloadKeys, address, namespace });
}

const interrupt = new AbortController();
process.once("SIGINT", () => interrupt.abort());
process.once("SIGTERM", () => interrupt.abort());
// A reader such as `head` that has enough is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(0);
});

process.exitCode = await run(process.argv.slice(2), {
  version: String(manifest?.["version"]),
  environment: process.env,
  stdout: process.stdout,
  stderr: process.stderr,
  interrupt: interrupt.signal,
  connectTemporal: openTemporal,
  async settings() {
    const { loadSettings, settingsPath } = await import("../config.ts");
    return loadSettings(settingsPath({ LONGTAKE_CONFIG: process.env["LONGTAKE_CONFIG"] }));
  },
  ask: askOnTerminal,
  confirm: confirmOnTerminal,
});
