import { OpenAPIHono } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { methodNotAllowed } from "hono/method-not-allowed";
import { secureHeaders } from "hono/secure-headers";
import { createFontReader } from "../clients/fonts.ts";
import { AppError } from "../domain/errors.ts";
import type { FontMetrics } from "../domain/look/font-metrics.ts";
import { apiKeyRoutes } from "./access/api-keys.ts";
import { authenticate } from "./access/authentication.ts";
import { createTokenService } from "./access/json-web-tokens.ts";
import { oidcRoutes } from "./access/oidc.ts";
import { rightRoutes } from "./access/rights.ts";
import { signInRoutes } from "./access/sign-in.ts";
import { tokenRoutes } from "./access/token.ts";
import { userRoutes } from "./access/users.ts";
import type { ApiDependencies, ApiEnv } from "./dependencies.ts";
import { createErrorHandler, problemResponse, refuseBody, refuseMethod } from "./errors.ts";
import { refuseInvalidInput } from "./input-errors.ts";
import { budgetRoutes } from "./budgets.ts";
import { channelConnectionRoutes } from "./channel-connection.ts";
import { pageRoutes } from "./pages/index.ts";
import { isFormWithFile, limitForm } from "./pages/video/form-files.ts";
import { createProgressFollower, type ProgressFollower } from "./progress-follower.ts";
import { progressRoutes } from "./progress.ts";
import { credentialRewrapRoutes } from "./credential-rewrap.ts";
import { createCostEstimator } from "./cost-estimator.ts";
import { costRoutes } from "./costs.ts";
import { channelRoutes } from "./channels.ts";
import { experimentRoutes } from "./experiments.ts";
import { scheduleRoutes } from "./schedules.ts";
import { FILES_PATH, fileRoutes } from "./files.ts";
import { auditRoutes } from "./operations/audit.ts";
import { errorQueueRoutes } from "./operations/error-queue.ts";
import { artifactRoutes } from "./pipeline/artifacts.ts";
import { decisionRoutes } from "./pipeline/decisions.ts";
import { editRoutes } from "./pipeline/edits.ts";
import { localiseRoutes } from "./pipeline/localise.ts";
import { versionRoutes } from "./pipeline/versions.ts";
import { statusRoutes } from "./pipeline/status.ts";
import { stageRoutes } from "./stages/routes.ts";
import { videoRoutes } from "./pipeline/videos.ts";
import { workflowMessageRoutes } from "./workflows/messages.ts";
import { runRoutes } from "./workflows/run-routes.ts";
import { codecRoutes } from "./operations/codec.ts";
import { documentationRoutes } from "./operations/documentation.ts";
import { healthRoutes } from "./operations/health.ts";
import { linkRoutes } from "./operations/saved-filters.ts";
import { createMetrics, metricsRoutes } from "./operations/metrics.ts";
import { publishRoutes } from "./pipeline/publish.ts";
import { quotaRoutes } from "./quotas.ts";
import { createDispatcher, type Dispatcher } from "./pipeline/dispatcher.ts";
import { queueControlRoutes } from "./pipeline/queue-control.ts";
import { queueRoutes } from "./pipeline/queue.ts";
import { type VoiceCatalog, createVoiceCatalog } from "../clients/speech/voice-catalog.ts";
import { type EspeakEngine, createEspeakEngine } from "../clients/speech/espeak.ts";
import { voiceSourcesOf } from "../clients/speech/voice-lists.ts";
import { voiceRoutes } from "./voices.ts";
import { limitRate } from "./rate-limit.ts";
import { logRequests } from "./request-log.ts";

/** What works on in the background for the routes; whoever stops the API closes it. */
export interface ApiParts {
  readonly dispatcher: Dispatcher;
  readonly follower: ProgressFollower;
  readonly voices: VoiceCatalog;
  /** The letters that pictures can show. */
  readonly fonts: () => Promise<readonly FontMetrics[]>;
  /** Tells its voices, and speaks nothing here. */
  readonly espeak: EspeakEngine;
}

export function createParts(deps: ApiDependencies): ApiParts {
  const onError = (error: unknown, workflowId: string) =>
    deps.log.warn({ err: error, workflowId }, "a run is followed with difficulty");
  const espeak = createEspeakEngine();
  const voices = createVoiceCatalog(voiceSourcesOf(deps.environment, espeak));
  const follower = createProgressFollower({ ...deps, onError });
  return { dispatcher: createDispatcher(deps), follower, voices, fonts: createFontReader(), espeak };
}

/** The whole HTTP surface over the given dependencies; opens nothing and starts nothing. */
export function createApp(deps: ApiDependencies, parts: ApiParts = createParts(deps)): OpenAPIHono<ApiEnv> {
  const tokens = createTokenService(deps.environment);
  const metrics = createMetrics(deps);
  const estimator = createCostEstimator(deps);
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalidInput });
  app.onError(createErrorHandler(deps));
  app.notFound((c) => problemResponse(c, new AppError("not_found", "there is nothing at this address")));

  app.use(logRequests(deps, metrics));
  app.use(secureHeaders());
  app.use(methodNotAllowed({ app, onMethodNotAllowed: refuseMethod }));
  const limitBody = bodyLimit({ maxSize: deps.settings.api.bodyLimitBytes, onError: refuseBody });
  // Files are counted while they are written, against a limit of their own.
  app.use((c, next) => {
    if (c.req.path === FILES_PATH) return next();
    return isFormWithFile(c.req.path) ? limitForm(c, next) : limitBody(c, next);
  });
  app.use(authenticate({ ...deps, tokens }));
  app.use(limitRate(deps));

  app.route("/", healthRoutes(deps));
  app.route("/", metricsRoutes(metrics));
  app.route("/", signInRoutes(deps));
  app.route("/", oidcRoutes(deps));
  app.route("/", tokenRoutes({ ...deps, tokens }));
  app.route("/", userRoutes(deps));
  app.route("/", rightRoutes(deps));
  app.route("/", apiKeyRoutes(deps));
  app.route("/", queueControlRoutes({ ...deps, ...parts }));
  app.route("/", queueRoutes({ ...deps, ...parts, estimator }));
  app.route("/", costRoutes({ ...deps, estimator }));
  app.route("/", budgetRoutes(deps));
  app.route("/", quotaRoutes(deps));
  app.route("/", statusRoutes(deps));
  app.route("/", videoRoutes({ ...deps, estimator }));
  app.route("/", artifactRoutes(deps));
  app.route("/", decisionRoutes(deps));
  app.route("/", editRoutes({ ...deps, ...parts }));
  app.route("/", localiseRoutes({ ...deps, ...parts }));
  app.route("/", versionRoutes(deps));
  app.route("/", credentialRewrapRoutes(deps));
  // Before the JSON routes whose addresses some pages share.
  app.route("/", pageRoutes({ ...deps, estimator, dispatch: (request, bindings) => app.fetch(request, bindings) }));
  app.route("/", channelRoutes({ ...deps, ...parts }));
  app.route("/", channelConnectionRoutes(deps));
  app.route("/", scheduleRoutes({ ...deps, ...parts }));
  app.route("/", experimentRoutes(deps));
  app.route("/", publishRoutes(deps));
  app.route("/", progressRoutes({ ...deps, ...parts }));
  app.route("/", runRoutes(deps));
  app.route("/", workflowMessageRoutes(deps));
  app.route("/", fileRoutes(deps));
  app.route("/", stageRoutes({ ...deps, ...parts }));
  app.route("/", voiceRoutes(parts));
  app.route("/", errorQueueRoutes(deps));
  app.route("/", auditRoutes(deps));
  app.route("/", linkRoutes(deps));
  app.route("/", codecRoutes(deps));
  app.route("/", documentationRoutes(app, deps.environment.LONGTAKE_PUBLIC_URL));
  describeSecurity(app);
  return app;
}

function describeSecurity(app: OpenAPIHono<ApiEnv>): void {
  app.openAPIRegistry.registerComponent("securitySchemes", "bearer", {
    type: "http",
    scheme: "bearer",
    description: "An API key (`lt_…`) or a token of POST /auth/token.",
  });
  app.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: "longtake_session",
    description: "Set by POST /auth/login; unsafe requests also need X-CSRF-Token.",
  });
}
