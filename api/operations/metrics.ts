import { collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { pipelineMetrics, type PipelineMetrics } from "../../db/queries/pipeline-metrics.ts";
import type { ApiDependencies } from "../dependencies.ts";
import { createRoutes } from "../route.ts";

export interface RequestMeasurement {
  readonly method: string;
  /** The pattern of the route, never a path. */
  readonly route: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Metrics {
  readonly registry: Registry;
  observeRequest(request: RequestMeasurement): void;
}

/** Upper bounds in seconds; the goal of POST /pipeline/queue is 0.05. */
const LATENCY_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const PIPELINE_GAUGES: Readonly<Record<string, { help: string; value: (metrics: PipelineMetrics) => number }>> = {
  longtake_queue_depth: { help: "Videos waiting in the queue", value: (m) => m.waiting },
  longtake_videos_processing: { help: "Videos begun and not ended", value: (m) => m.processing },
  longtake_videos_parked: { help: "Runs without a slot that wait for something", value: (m) => m.parked },
  longtake_videos_waiting_for_person: { help: "Parked runs that need a person", value: (m) => m.waitingForPerson },
  longtake_videos_completed_last_day: { help: "Videos completed in 24 h", value: (m) => m.lastDay.completed },
  longtake_videos_failed_last_day: { help: "Videos failed in 24 h", value: (m) => m.lastDay.failed },
  longtake_costs_settled_usd: { help: "Settled costs in US dollars", value: (m) => m.costs.settledMicroUsd / 1e6 },
  longtake_costs_reserved_usd: { help: "Reserved costs in US dollars", value: (m) => m.costs.reservedMicroUsd / 1e6 },
};

/** One registry an application, so that several can live in one process. */
export function createMetrics(deps: Pick<ApiDependencies, "db" | "log">): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const latency = new Histogram({
    name: "longtake_http_request_seconds",
    help: "Time from request to answer",
    labelNames: ["method", "route", "status"],
    buckets: LATENCY_BUCKETS,
    registers: [registry],
  });
  registerPipelineGauges(registry, deps);
  return {
    registry,
    observeRequest: ({ method, route, status, seconds }) =>
      latency.observe({ method, route, status: String(status) }, seconds),
  };
}

/** Read from PostgreSQL at each scrape; while it is away the gauges are missing, which is what an alert needs. */
function registerPipelineGauges(registry: Registry, { db, log }: Pick<ApiDependencies, "db" | "log">): void {
  let read: Promise<PipelineMetrics | undefined> | undefined;
  const readOnce = () =>
    (read ??= pipelineMetrics(db)
      .catch((error: unknown) => {
        log.warn({ err: error }, "pipeline metrics could not be read");
        return undefined;
      })
      .finally(() => {
        read = undefined;
      }));
  for (const [name, { help, value }] of Object.entries(PIPELINE_GAUGES)) {
    const gauge = new Gauge({
      name,
      help,
      registers: [],
      async collect() {
        const metrics = await readOnce();
        this.reset();
        if (metrics) this.set(value(metrics));
      },
    });
    registry.registerMetric(gauge);
  }
}

/** For Prometheus, without a sign-in: totals only, no ids and no names. */
export function metricsRoutes(metrics: Metrics) {
  const routes = createRoutes();
  routes.get("/metrics", async (c) => {
    const text = await metrics.registry.metrics();
    return c.body(text, 200, { "content-type": metrics.registry.contentType });
  });
  return routes;
}
