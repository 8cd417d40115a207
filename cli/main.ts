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
  // The environment is where Temporal's own configuration looks; a flag outranks what stood there.
  if (globals.address !== undefined) process.env["TEMPORAL_ADDRESS"] = globals.address;
  if (globals.namespace !== undefined) process.env["TEMPORAL_NAMESPACE"] = globals.namespace;
  const { connectTemporal } = await import("../clients/temporal.ts");
  try {
    return await connectTemporal({ LONGTAKE_PAYLOAD_KEYS: payloadKeys });
  } catch (cause) {
    const address = process.env["TEMPORAL_ADDRESS"] ?? "the address of temporal.toml";
    throw new AppError("unavailable", `Temporal at ${address} does not answer`, {
      cause,
      remedy: "Start the platform (npm start), or name another one with --address or TEMPORAL_ADDRESS.",
    });
  }
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
