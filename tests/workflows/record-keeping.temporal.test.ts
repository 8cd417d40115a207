import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { expireRecords } from "../../workflows/expire-records.ts";
import { recordVideo } from "../../workflows/record-video.ts";
import { sequenceAudit } from "../../workflows/sequence-audit.ts";
import { videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const { script, select } = runs;

test("a redriven event is recorded by a workflow of its own", async () => {
  const workflowId = "record/vid_test";
  const { client } = runs.temporal;
  const input = { workflowId, taskQueue: "orchestration", args: [{ videoId: "vid_test" }] as [{ videoId: string }] };
  await client.workflow.execute(recordVideo, input);
  expect(script.calls).toEqual(["recordVideoCompleted"]);
  await runs.temporal.keepHistory(workflowId, "record-video");
});

test("the audit is chained by a workflow of its own", async () => {
  const workflowId = "sequence-audit-test";
  const { client } = runs.temporal;
  await client.workflow.execute(sequenceAudit, { workflowId, taskQueue: "orchestration" });
  expect(script.calls).toEqual(["sequenceAudit"]);
  await runs.temporal.keepHistory(workflowId, "sequence-audit");
});

test("sessions and keys that ran out are removed by a workflow of its own", async () => {
  await select(sql`insert into core.idempotency_keys (principal_id, key, request_hash, created_at, updated_at, expires_at)
    values ('user:test', 'old', '0', now() - interval '2 days', now() - interval '2 days', now() - interval '1 day')`);
  const workflowId = "expire-records-test";
  const result = await runs.temporal.client.workflow.execute(expireRecords, { workflowId, taskQueue: "orchestration" });
  expect(result).toEqual({ sessions: 0, idempotencyKeys: 1, quotaCharges: 0 });
  await runs.temporal.keepHistory(workflowId, "expire-records");
});
