import { join } from "node:path";

import { type HttpBindings, createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { z } from "zod";

import { createElevenlabsApp } from "./elevenlabs/app.ts";
import { createGoogleTrendsApp } from "./google-trends/app.ts";
import { createGoogleTtsApp } from "./google-tts/app.ts";
import { createOpenaiApp } from "./openai/app.ts";
import { openOpenaiStore } from "./openai/store.ts";
import { openPaidLog } from "./paid-platform.ts";
import { createPexelsApp } from "./pexels/app.ts";
import { createPixabayApp } from "./pixabay/app.ts";
import { createSpeaker } from "./speaker.ts";
import { openStockLog } from "./stock-media/log.ts";
import { createYoutubeApp } from "./youtube/app.ts";
import { openYoutubeStore } from "./youtube/store.ts";
import { Audience } from "./youtube/views.ts";

const Environment = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65_535),
  SANDBOX_DATA_DIR: z.string().min(1),
  SANDBOX_PROCESSING_MS: z.coerce.number().int().nonnegative().default(3000),
  SANDBOX_SESSION_MS: z.coerce
    .number()
    .int()
    .positive()
    .default(7 * 86_400_000),
  SANDBOX_LOCKS_PRIVATE: z.stringbool().default(false),
  SANDBOX_VIEWS_PER_HOUR: z.coerce.number().nonnegative().default(60),
  SANDBOX_VIEWS_TIME_SCALE: z.coerce.number().positive().default(1),
  SANDBOX_VIEWS_SEED: z.coerce.number().int().nonnegative().default(1),
  SANDBOX_QUERY_UNITS_PER_DAY: z.coerce.number().int().positive().default(10_000),
  SANDBOX_UPLOADS_PER_DAY: z.coerce.number().int().positive().default(100),
  SANDBOX_PEXELS_PER_HOUR: z.coerce.number().int().positive().default(200),
  SANDBOX_PEXELS_PER_MONTH: z.coerce.number().int().positive().default(20_000),
  SANDBOX_PEXELS_HOUR_MS: z.coerce.number().int().positive().default(3_600_000),
  SANDBOX_PIXABAY_PER_MINUTE: z.coerce.number().int().positive().default(100),
  SANDBOX_PIXABAY_MINUTE_MS: z.coerce.number().int().positive().default(60_000),
});

/** A supervisor kills after ten. */
const STOP_WITHIN_MS = 5_000;

/** The platforms' stand-ins, one process: each platform is a folder beside `youtube` with its own data folder. */
const environment = Environment.parse(process.env);
const publicUrl = `http://127.0.0.1:${environment.SANDBOX_PORT}`;
const youtube = await openYoutubeStore(join(environment.SANDBOX_DATA_DIR, "youtube"), {
  queryUnits: environment.SANDBOX_QUERY_UNITS_PER_DAY,
  uploads: environment.SANDBOX_UPLOADS_PER_DAY,
});
const speaker = createSpeaker();
const stopping = new AbortController();
const elevenlabs = await openPaidLog(join(environment.SANDBOX_DATA_DIR, "elevenlabs"));
const google = await openPaidLog(join(environment.SANDBOX_DATA_DIR, "google-tts"));
const trends = await openPaidLog(join(environment.SANDBOX_DATA_DIR, "google-trends"));
const openai = await openOpenaiStore(join(environment.SANDBOX_DATA_DIR, "openai"));
const app = new Hono<{ Bindings: HttpBindings }>();
app.route("/elevenlabs", createElevenlabsApp(elevenlabs, speaker));
app.route("/google-tts", createGoogleTtsApp(google, speaker));
app.route("/google-trends", createGoogleTrendsApp(trends));
app.route("/openai", createOpenaiApp(openai, speaker));
const pexels = await openStockLog(join(environment.SANDBOX_DATA_DIR, "pexels"));
const pixabay = await openStockLog(join(environment.SANDBOX_DATA_DIR, "pixabay"));
const pexelsLimits = {
  perHour: environment.SANDBOX_PEXELS_PER_HOUR,
  windowMs: environment.SANDBOX_PEXELS_HOUR_MS,
  perMonth: environment.SANDBOX_PEXELS_PER_MONTH,
};
const pixabayLimits = {
  perWindow: environment.SANDBOX_PIXABAY_PER_MINUTE,
  windowMs: environment.SANDBOX_PIXABAY_MINUTE_MS,
};
app.route("/pexels", createPexelsApp(pexels, pexelsLimits, stopping.signal));
app.route("/pixabay", createPixabayApp(pixabay, pixabayLimits, stopping.signal));
// YouTube stays at the root, so it comes last.
const uploads = {
  publicUrl,
  processingMs: environment.SANDBOX_PROCESSING_MS,
  locksPrivate: environment.SANDBOX_LOCKS_PRIVATE,
  sessionLifetimeMs: environment.SANDBOX_SESSION_MS,
  audience: new Audience({
    viewsPerHour: environment.SANDBOX_VIEWS_PER_HOUR,
    timeScale: environment.SANDBOX_VIEWS_TIME_SCALE,
    seed: environment.SANDBOX_VIEWS_SEED,
  }),
};
app.route("/", createYoutubeApp(youtube, uploads));

const server = createAdaptorServer({ fetch: app.fetch, autoCleanupIncoming: false });
server.once("error", (error) => {
  say("error", "stand-ins cannot listen", { publicUrl, error: error.message });
  process.exitCode = 1;
});
server.listen(environment.SANDBOX_PORT, "127.0.0.1", () => say("info", "stand-ins listen", { publicUrl }));

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.once(signal, () => {
    server.close();
    if ("closeAllConnections" in server) server.closeAllConnections();
    // A child that draws or speaks would keep this process for as long as it works.
    stopping.abort();
    speaker.close();
    setTimeout(() => end("error", "stand-ins stop without their logs closed", { signal }), STOP_WITHIN_MS).unref();
    const logs = [youtube, openai, elevenlabs, google, trends, pexels, pixabay];
    Promise.all(logs.map((log) => log.close())).then(
      () => end("info", "stand-ins stopped", { signal }),
      (error: unknown) => end("error", "the log did not close", { error: String(error) }),
    );
  });
}

/** An answer that a fault delays would keep the process as well: what is in the logs is durable, so nothing is lost. */
function end(level: "info" | "error", msg: string, fields: Record<string, unknown>): void {
  say(level, msg, fields);
  process.exit(level === "info" ? 0 : 1);
}

/** The same line shape as the other processes write, without loading their logger. */
function say(level: "info" | "error", msg: string, fields: Record<string, unknown>): void {
  process.stdout.write(
    `${JSON.stringify({ level, time: new Date().toISOString(), name: "sandbox", msg, ...fields })}\n`,
  );
}
