import { Option } from "commander";
import type { ColorMode } from "./output/paint.ts";
import { COLOR_MODES } from "./output/paint.ts";
import type { TimeFormat } from "./output/cells.ts";
import { TIME_FORMATS } from "./output/cells.ts";
import type { OutputFormat } from "./output/output.ts";
import { OUTPUT_FORMATS } from "./output/output.ts";

/** Understood before and after every noun and verb. A flag wins over the environment, that over a profile. */
export interface GlobalOptions {
  readonly output: OutputFormat;
  readonly timeFormat: TimeFormat;
  readonly color: ColorMode;
  readonly apiUrl?: string;
  readonly apiKey?: string;
  readonly profile?: string;
  readonly address?: string;
  readonly namespace?: string;
  readonly commandTimeout?: string;
}

export function globalOptions(): Option[] {
  return [
    new Option("-o, --output <Format>", "Output format").choices(OUTPUT_FORMATS).default("text"),
    new Option("--time-format <Format>", "Instants in text output").choices(TIME_FORMATS).default("relative"),
    new Option("--color <When>", "Colours in text output").choices(COLOR_MODES).default("auto"),
    new Option("--api-url <Url>", "API to talk to (LONGTAKE_API_URL, LONGTAKE_PUBLIC_URL)"),
    new Option("--api-key <YourApiKey>", "Key for the API (LONGTAKE_API_KEY)"),
    new Option("--profile <Name>", "Profile that `longtake login` wrote (LONGTAKE_PROFILE)"),
    new Option("--address <Host:Port>", "Temporal to talk to (TEMPORAL_ADDRESS)"),
    new Option("-n, --namespace <Namespace>", "Temporal namespace (TEMPORAL_NAMESPACE)"),
    new Option("--command-timeout <Duration>", "Give up after this long, such as 30s or 5m"),
  ];
}
