import type { HttpBindings } from "@hono/node-server";
import type { Client } from "@temporalio/client";
import type { ProgressBus } from "../clients/progress/progress.ts";
import type { RedisConnection } from "../clients/redis.ts";
import type { ObjectStore } from "../clients/storage/storage.ts";
import type { Environment, Settings } from "../config.ts";
import type { Database } from "../db/client.ts";
import type { PriceBook } from "../domain/cost/price-book.ts";
import type { QualityPolicy } from "../domain/inspection/inspection.ts";
import type { Principal } from "../domain/principal.ts";

/** The part of a pino logger that the API uses. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Everything the API talks to, made by the main and handed to `createApp`. */
export interface ApiDependencies {
  readonly environment: Environment;
  readonly settings: Settings;
  readonly db: Database;
  readonly redis: RedisConnection;
  readonly temporal: Client;
  readonly storage: ObjectStore;
  readonly progress: ProgressBus;
  readonly priceBook: PriceBook;
  /** What files are judged by that come with no policy of their own. */
  readonly qualityPolicy: QualityPolicy;
  readonly log: Log;
}

/** A person's browser session. */
export interface BrowserSession {
  readonly sessionId: string;
  /** Expected in `X-CSRF-Token` or the form field `csrf_token` on unsafe methods. */
  readonly csrfToken: string;
  /** ISO instant of the last password or OIDC check. */
  readonly authenticatedAt: string;
}

export interface ApiVariables {
  requestId: string;
  /** Absent on public routes called without credentials. */
  principal: Principal | undefined;
  session: BrowserSession | undefined;
}

export interface ApiEnv {
  Variables: ApiVariables;
  Bindings: HttpBindings;
}
