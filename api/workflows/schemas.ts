import { z } from "@hono/zod-openapi";
import type { WorkflowExecutionInfo } from "@temporalio/client";
import { snakeCase } from "../../domain/spelling.ts";
import { InstantSchema, NullableInstant } from "../vocabulary.ts";

/** Ids hold slashes (`generate/<video id>`), so they are URL-encoded in the path. */
export const WorkflowIdSchema = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[\x21-\x7e]+$/, { message: "expected printable ASCII without spaces" })
  .openapi({ example: "generate/vid_k3m5ra2qzt7xw4bcdn6e" });

export const RunParams = z.object({ workflow_id: WorkflowIdSchema });
export const RunQuery = z.object({ run_id: z.uuid().optional().openapi({ description: "Default: the newest run." }) });

/** Any JSON a workflow takes or gives; its keys in snake_case. */
export const DocumentSchema = z.unknown().openapi({ description: "Any JSON value" });

export const RunSchema = z
  .object({
    workflow_id: z.string(),
    run_id: z.string(),
    type: z.string(),
    status: z.string().openapi({ example: "RUNNING" }),
    task_queue: z.string(),
    start_time: InstantSchema,
    close_time: NullableInstant,
    history_length: z.int(),
    search_attributes: z.record(z.string(), z.unknown()).openapi({ description: "By Temporal's own names" }),
    url: z.url().openapi({ description: "The run's page in Temporal's Web UI" }),
  })
  .openapi("Run");

type Info = Pick<
  WorkflowExecutionInfo,
  "workflowId" | "runId" | "type" | "status" | "taskQueue" | "startTime" | "historyLength" | "typedSearchAttributes"
> & { readonly closeTime?: Date | undefined };

export function describeRun(info: Info, url: string): z.infer<typeof RunSchema> {
  const attributes: Record<string, unknown> = Object.fromEntries(
    info.typedSearchAttributes.getAll().map(({ key, value }) => [key.name, snakeCase(value)]),
  );
  return {
    workflow_id: info.workflowId,
    run_id: info.runId,
    type: info.type,
    status: info.status.name,
    task_queue: info.taskQueue,
    start_time: info.startTime.toISOString(),
    close_time: info.closeTime?.toISOString() ?? null,
    history_length: info.historyLength,
    search_attributes: attributes,
    url,
  };
}
