import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { isRecord } from "../json-record.ts";
import { required, text } from "../flags.ts";
import { plainRecord } from "../temporal/plain-record.ts";

export const workerDescribe = defineCommand({
  name: "describe",
  summary: "Show a worker: slots, pollers and host",
  example: `longtake worker describe \\
    --worker-instance-key YourWorkerInstanceKey`,
  flags: {
    workerInstanceKey: required(text("--worker-instance-key <YourKey>", "Key as `worker list` prints it")),
  },
  async run(context, { workerInstanceKey }) {
    const client = await context.temporal();
    const namespace = client.options.namespace;
    const { workerInfo } = await client.workflowService.describeWorker({ namespace, workerInstanceKey });
    const heartbeat = workerInfo?.workerHeartbeat;
    if (!heartbeat) throw new AppError("not_found", `No worker reports as ${workerInstanceKey}`);
    const answer = plainRecord(heartbeat);
    context.output.value(answer, () => [
      {
        title: "Worker",
        fields: Object.entries(isRecord(answer) ? answer : {}).map(
          ([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)] as const,
        ),
      },
    ]);
  },
});
