import { randomUUID } from "node:crypto";
import type { Client, WorkflowStartOptions } from "@temporalio/client";
import { choice, duration, json, repeated, required, text } from "../flags.ts";
import type { FlagValues } from "../flags.ts";

export const startFlags = {
  type: required(text("--type <YourWorkflowType>", "Workflow type, the name of its function")),
  taskQueue: required(text("-t, --task-queue <YourTaskQueue>", "Task queue of the workers that run it")),
  workflowId: text("-w, --workflow-id <YourWorkflowId>", "Id of the workflow; a random one when left out"),
  input: repeated(json("-i, --input <Json>", "Argument as JSON; repeat it for further arguments")),
  staticSummary: text("--static-summary <Text>", "One line for the Web UI"),
  executionTimeout: duration("--execution-timeout <Duration>", "Limit of the whole execution, such as 1h"),
  idReusePolicy: choice("--id-reuse-policy <Policy>", "When a closed workflow has the id", [
    "ALLOW_DUPLICATE",
    "ALLOW_DUPLICATE_FAILED_ONLY",
    "REJECT_DUPLICATE",
  ]),
  idConflictPolicy: choice("--id-conflict-policy <Policy>", "When a running workflow has the id", [
    "FAIL",
    "USE_EXISTING",
    "TERMINATE_EXISTING",
  ]),
} as const;

export async function startFromFlags(client: Client, flags: FlagValues<typeof startFlags>) {
  const options: WorkflowStartOptions = {
    taskQueue: flags.taskQueue,
    workflowId: flags.workflowId ?? randomUUID(),
    args: [...flags.input],
    ...(flags.staticSummary === undefined ? {} : { staticSummary: flags.staticSummary }),
    ...(flags.executionTimeout === undefined ? {} : { workflowExecutionTimeout: flags.executionTimeout }),
    ...(flags.idReusePolicy === undefined ? {} : { workflowIdReusePolicy: flags.idReusePolicy }),
    ...(flags.idConflictPolicy === undefined ? {} : { workflowIdConflictPolicy: flags.idConflictPolicy }),
  };
  const handle = await client.workflow.start(flags.type, options);
  const started = {
    workflowId: handle.workflowId,
    runId: handle.firstExecutionRunId,
    type: flags.type,
    namespace: client.options.namespace,
  };
  return { handle, started };
}
