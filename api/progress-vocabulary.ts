import type { LoadedDataConverter, Payload } from "@temporalio/common";
import type { WorkflowService } from "@temporalio/client";

type HistoryPage = Awaited<ReturnType<WorkflowService["getWorkflowExecutionHistory"]>>;
export type HistoryEvent = NonNullable<NonNullable<HistoryPage["history"]>["events"]>[number];
type Failure = NonNullable<NonNullable<HistoryEvent["activityTaskFailedEventAttributes"]>["failure"]>;

export const RUN_EVENT_TYPES = [
  "started",
  "activity_started",
  "activity_completed",
  "activity_failed",
  "activity_cancelled",
  "step_completed",
  "timer_started",
  "timer_fired",
  "timer_cancelled",
  "child_started",
  "child_completed",
  "child_failed",
  "signal",
  "update",
  "update_completed",
  "attributes",
  "cancel_requested",
  "completed",
  "failed",
  "timed_out",
  "cancelled",
  "terminated",
  "continued",
] as const;
export type RunEventType = (typeof RUN_EVENT_TYPES)[number];

/** One step of a run, in words that do not change with Temporal's event types. */
export interface RunEvent {
  /** `<run id>:<event id>`; grows within a run. */
  readonly id: string;
  readonly type: RunEventType;
  /** What acted: an activity, timer, child, signal, update or workflow type. */
  readonly name: string;
  /** The static summary, the failure's message, or the changed attributes; empty when there is none. */
  readonly summary: string;
  /** ISO instant. */
  readonly at: string;
  /** Values of an `attributes` event; null removes. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}

export interface Translation {
  readonly event: RunEvent;
  /** Set by the last event of a run; `continuedTo` is the run that takes over. */
  readonly closing?: { readonly status: RunEventType; readonly continuedTo: string | null };
}

interface Words {
  readonly type: RunEventType;
  readonly name?: string | null | undefined;
  readonly summary?: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Closes the run. */
  readonly continuedTo?: string | null;
}

/**
 * Translates the events of one run in their order; answers null for what tells a reader nothing.
 * A payload that cannot be decoded (a lost key) goes to `onError` and costs only its text.
 */
export function createTranslator(runId: string, converter: LoadedDataConverter, onError: (error: unknown) => void) {
  /** Names given when something was scheduled, by event id; later events refer to them. */
  const names = new Map<string, string>();
  const nameOf = (eventId: unknown) => names.get(String(eventId)) ?? "";

  async function decode(payload: Payload | null | undefined): Promise<unknown> {
    if (!payload) return undefined;
    try {
      let payloads = [payload];
      for (const codec of converter.payloadCodecs.toReversed()) payloads = await codec.decode(payloads);
      return payloads[0] && converter.payloadConverter.fromPayload(payloads[0]);
    } catch (error) {
      onError(error);
      return undefined;
    }
  }

  /** The root cause says what happened; the wrappers only say where. */
  async function reason(failure: Failure | null | undefined): Promise<string> {
    let deepest = failure;
    while (deepest?.cause) deepest = deepest.cause;
    const hidden = await decode(deepest?.encodedAttributes);
    const message = isRecord(hidden) ? hidden["message"] : deepest?.message;
    return typeof message === "string" ? message : "";
  }

  async function wordsOf(event: HistoryEvent): Promise<Words | null> {
    const started = event.workflowExecutionStartedEventAttributes;
    if (started) return { type: "started", name: started.workflowType?.name };

    // ActivityTaskStarted is written only when the activity closes, so "scheduled" is what a reader calls the start.
    const scheduled = event.activityTaskScheduledEventAttributes;
    if (scheduled) return { type: "activity_started", name: scheduled.activityType?.name };
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed) return { type: "activity_completed", name: nameOf(completed.scheduledEventId) };
    const failed = event.activityTaskFailedEventAttributes ?? event.activityTaskTimedOutEventAttributes;
    if (failed) {
      return { type: "activity_failed", name: nameOf(failed.scheduledEventId), summary: await reason(failed.failure) };
    }
    const cancelled = event.activityTaskCanceledEventAttributes;
    if (cancelled) return { type: "activity_cancelled", name: nameOf(cancelled.scheduledEventId) };

    const timer = event.timerStartedEventAttributes;
    if (timer) return { type: "timer_started", name: timer.timerId };
    const fired = event.timerFiredEventAttributes;
    if (fired) return { type: "timer_fired", name: nameOf(fired.startedEventId) };
    const timerCancelled = event.timerCanceledEventAttributes;
    if (timerCancelled) return { type: "timer_cancelled", name: nameOf(timerCancelled.startedEventId) };

    const child = event.childWorkflowExecutionStartedEventAttributes;
    if (child) return { type: "child_started", name: child.workflowExecution?.workflowId };
    const childCompleted = event.childWorkflowExecutionCompletedEventAttributes;
    if (childCompleted) return { type: "child_completed", name: childCompleted.workflowExecution?.workflowId };
    const childFailed = event.childWorkflowExecutionFailedEventAttributes;
    const childStopped =
      childFailed ??
      event.childWorkflowExecutionCanceledEventAttributes ??
      event.childWorkflowExecutionTimedOutEventAttributes ??
      event.childWorkflowExecutionTerminatedEventAttributes;
    if (childStopped) {
      const name = childStopped.workflowExecution?.workflowId;
      return { type: "child_failed", name, summary: await reason(childFailed?.failure) };
    }

    const signal = event.workflowExecutionSignaledEventAttributes;
    if (signal) return { type: "signal", name: signal.signalName };
    const update = event.workflowExecutionUpdateAcceptedEventAttributes;
    if (update) return { type: "update", name: update.acceptedRequest?.input?.name };
    const updated = event.workflowExecutionUpdateCompletedEventAttributes;
    if (updated) {
      return {
        type: "update_completed",
        name: nameOf(updated.acceptedEventId),
        summary: await reason(updated.outcome?.failure),
      };
    }
    if (event.workflowExecutionCancelRequestedEventAttributes) return { type: "cancel_requested" };
    return markerWords(event) ?? attributeWords(event) ?? (await closingWords(event));
  }

  function markerWords(event: HistoryEvent): Words | null {
    const marker = event.markerRecordedEventAttributes;
    if (marker?.markerName !== "core_local_activity") return null;
    // The core library writes this payload itself, so no codec has touched it.
    const data = marker.details?.["data"]?.payloads?.[0];
    const details = data && converter.payloadConverter.fromPayload<unknown>(data);
    const name = isRecord(details) ? details["activity_type"] : undefined;
    return { type: "step_completed", name: typeof name === "string" ? name : "" };
  }

  function attributeWords(event: HistoryEvent): Words | null {
    const upserted = event.upsertWorkflowSearchAttributesEventAttributes;
    if (!upserted) return null;
    const attributes: Record<string, unknown> = {};
    // Search attributes are never encoded: the server reads them.
    for (const [key, payload] of Object.entries(upserted.searchAttributes?.indexedFields ?? {})) {
      if (key.startsWith("Temporal")) continue;
      const value = payload.data?.length ? converter.payloadConverter.fromPayload<unknown>(payload) : null;
      attributes[key] = Array.isArray(value) ? (value[0] ?? null) : (value ?? null);
    }
    const keys = Object.keys(attributes);
    if (keys.length === 0) return null;
    const summary = keys.map((key) => `${key}=${textOf(attributes[key])}`).join(" ");
    return { type: "attributes", name: keys.join(" "), summary, attributes };
  }

  async function closingWords(event: HistoryEvent): Promise<Words | null> {
    const completed = event.workflowExecutionCompletedEventAttributes;
    if (completed) return { type: "completed", continuedTo: completed.newExecutionRunId || null };
    const failed = event.workflowExecutionFailedEventAttributes;
    if (failed) {
      return { type: "failed", summary: await reason(failed.failure), continuedTo: failed.newExecutionRunId || null };
    }
    const timedOut = event.workflowExecutionTimedOutEventAttributes;
    if (timedOut) return { type: "timed_out", continuedTo: timedOut.newExecutionRunId || null };
    const continued = event.workflowExecutionContinuedAsNewEventAttributes;
    if (continued) return { type: "continued", continuedTo: continued.newExecutionRunId || null };
    if (event.workflowExecutionCanceledEventAttributes) return { type: "cancelled", continuedTo: null };
    const terminated = event.workflowExecutionTerminatedEventAttributes;
    if (terminated) return { type: "terminated", summary: terminated.reason ?? "", continuedTo: null };
    return null;
  }

  return async function translate(event: HistoryEvent): Promise<Translation | null> {
    const words = await wordsOf(event);
    if (!words) return null;
    const summary = await decode(event.userMetadata?.summary);
    const eventId = String(event.eventId);
    const name = words.name ?? "";
    names.set(eventId, name);
    const translated: RunEvent = {
      id: `${runId}:${eventId}`,
      type: words.type,
      name,
      summary: words.summary || (typeof summary === "string" ? summary : ""),
      at: new Date(Number(event.eventTime?.seconds ?? 0) * 1_000 + (event.eventTime?.nanos ?? 0) / 1e6).toISOString(),
      ...(words.attributes && { attributes: words.attributes }),
    };
    if (words.continuedTo === undefined) return { event: translated };
    return { event: translated, closing: { status: words.type, continuedTo: words.continuedTo } };
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
