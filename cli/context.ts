import type { Client } from "@temporalio/client";
import type { Settings } from "../config.ts";
import type { ApiClient } from "./api-client.ts";
import type { GlobalOptions } from "./global-options.ts";
import type { Output, OutputStream } from "./output/output.ts";
import type { ProgressBar } from "./output/progress-bar.ts";

/** Everything a command may touch. Connections open on first use and are closed by `run`. */
export interface CommandContext {
  readonly output: Output;
  /** Where the line was typed: profile, URLs, keys. */
  readonly environment: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C and by `--command-timeout`. */
  readonly signal: AbortSignal;
  readonly stderr: OutputStream;
  readonly globals: GlobalOptions;
  /** The API of the profile in force. Throws AppError `invalid_input` when no URL is known. */
  readonly api: () => ApiClient;
  readonly temporal: () => Promise<Client>;
  readonly progressBar: () => ProgressBar;
  /** `temporal-config.yaml`, for the commands that reconcile a cluster with it. */
  readonly settings: () => Promise<Settings>;
  /** Asks on the terminal; without one the answer is no, and the remedy is `--yes`. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** One line from the terminal, not echoed when it is a secret. */
  readonly ask: (question: string, options?: { readonly secret?: boolean }) => Promise<string>;
}
