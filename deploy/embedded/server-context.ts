import type { EmbeddedPaths } from "./paths.ts";
import type { Ports } from "./ports.ts";
import type { Secrets } from "./secrets.ts";

/** What every server file is given to describe its process. */
export interface ServerContext {
  readonly paths: EmbeddedPaths;
  readonly ports: Ports;
  readonly secrets: Secrets;
  /** The environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
}
