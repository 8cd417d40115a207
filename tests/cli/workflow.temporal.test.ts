import { randomBytes, randomUUID } from "node:crypto";
import type { Client } from "@temporalio/client";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connectTemporal } from "../../clients/temporal/temporal.ts";
import { runCommandLine } from "./command-line.ts";

const PAYLOAD_KEYS = `cli:${randomBytes(32).toString("base64")}`;
/** No worker listens here: what is under test is what the command line asks of the server. */
const TASK_QUEUE = `cli-${randomUUID()}`;
const workflowId = `cli-test/${randomUUID()}`;
let client: Client;

const connect = () => connectTemporal({ LONGTAKE_PAYLOAD_KEYS: PAYLOAD_KEYS });
const temporal = (...args: string[]) => runCommandLine(args, { connectTemporal: connect });
const json = async (...args: string[]): Promise<unknown> => {
  const { exitCode, stdout, stderr } = await temporal(...args, "-o", "json");
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
  return JSON.parse(stdout);
};

beforeAll(async () => {
  client = await connect();
});
afterAll(async () => {
  await client.workflow
    .getHandle(workflowId)
    .terminate()
    .catch(() => undefined);
  await client.connection.close();
});

const flags = ["--type", "cliProbe", "--task-queue", TASK_QUEUE, "--workflow-id", workflowId];
const target = ["--workflow-id", workflowId];

describe("workflow", () => {
  test("start prints the ids; the same id a second time is a conflict", async () => {
    const started = await json(
      "workflow",
      "start",
      ...flags,
      "--input",
      '{"topic":"Tides"}',
      "--static-summary",
      "A probe",
    );
    expect(started).toMatchObject({ workflowId, type: "cliProbe", runId: expect.any(String) });
    const again = await temporal("workflow", "start", ...flags, "-o", "json");
    expect(again.exitCode).toBe(1);
    expect(JSON.parse(again.stderr)).toMatchObject({ error: { code: "conflict" } });
  });

  test("describe and list show the run with its summary", async () => {
    const described = await json("workflow", "describe", ...target);
    expect(described).toMatchObject({ workflowId, status: "RUNNING", staticSummary: "A probe", taskQueue: TASK_QUEUE });
    await expect
      .poll(() => json("workflow", "list", "--query", `WorkflowId = "${workflowId}"`), { timeout: 20_000 })
      .toMatchObject([{ workflowId, status: "RUNNING", closeTime: null }]);
    expect(await json("workflow", "count", "--query", `WorkflowId = "${workflowId}"`)).toEqual({
      count: 1,
      groups: [],
    });
  });

  test("signal and show: payloads are encrypted on the server and readable here", async () => {
    await json("workflow", "signal", ...target, "--name", "wake", "--input", '"now"');
    const events = await json("workflow", "show", ...target);
    expect(events).toMatchObject([
      {
        eventId: "1",
        eventType: "WorkflowExecutionStarted",
        name: "cliProbe",
        attributes: { input: { payloads: [{ topic: "Tides" }] } },
      },
      { eventType: "WorkflowTaskScheduled" },
      { eventType: "WorkflowExecutionSignaled", name: "wake", attributes: { input: { payloads: ["now"] } } },
    ]);
    const text = await temporal("workflow", "show", ...target);
    expect(text.stdout).toContain("WorkflowExecutionSignaled");
    expect(text.stdout).not.toContain("Tides");
  });

  test("terminate by query asks first, then starts a batch", async () => {
    const query = ["--query", `WorkflowId = "${workflowId}"`, "--reason", "end of the test"];
    const refused = await temporal("workflow", "terminate", ...query);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused.stderr).toContain("Nothing was changed");
    const batch = await json("workflow", "terminate", ...query, "--yes");
    expect(batch).toMatchObject({ approximateCount: 1, batchJobId: expect.any(String) });
    const status = async () => (await client.workflow.getHandle(workflowId).describe()).status.name;
    await expect.poll(status, { timeout: 30_000, interval: 250 }).toBe("TERMINATED");
    const result = await temporal("workflow", "result", ...target);
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toBe("");
  });

  test("an unknown workflow is not_found; a wrong filter is invalid_input", async () => {
    const missing = await temporal("workflow", "describe", "--workflow-id", randomUUID(), "-o", "json");
    expect(JSON.parse(missing.stderr)).toMatchObject({ error: { code: "not_found" } });
    const wrong = await temporal("workflow", "list", "--query", "NoSuchAttribute = 1", "-o", "jsonl");
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toContain('"invalid_input"');
  });

  test("one target only", async () => {
    const both = await temporal("workflow", "cancel", ...target, "--query", "x = 1");
    expect(both.stderr).toContain("expected either --workflow-id or --query");
  });
});

describe("schedule", () => {
  const scheduleId = `cli-test-${randomUUID()}`;
  const schedule = ["--schedule-id", scheduleId];

  test("describe, toggle and delete", async () => {
    await client.schedule.create({
      scheduleId,
      spec: { intervals: [{ every: "1h" }] },
      policies: { catchupWindow: "1m", overlap: "SKIP" },
      action: { type: "startWorkflow", workflowType: "cliProbe", taskQueue: TASK_QUEUE },
    });
    expect(await json("schedule", "describe", ...schedule)).toMatchObject({
      scheduleId,
      type: "cliProbe",
      paused: false,
      policies: { overlap: "SKIP", catchupWindow: 60_000 },
    });
    expect(await json("schedule", "toggle", ...schedule, "--pause", "--reason", "test")).toEqual({
      scheduleId,
      paused: true,
    });
    expect(await json("schedule", "describe", ...schedule)).toMatchObject({ paused: true, notes: "test" });
    expect((await temporal("schedule", "toggle", ...schedule)).stderr).toContain("either --pause or --unpause");
    expect((await temporal("schedule", "delete", ...schedule)).exitCode).toBe(1);
    expect(await json("schedule", "delete", ...schedule, "--yes")).toEqual({ scheduleId, deleted: true });
    const gone = await temporal("schedule", "describe", ...schedule, "-o", "json");
    expect(JSON.parse(gone.stderr)).toMatchObject({ error: { code: "not_found" } });
  });
});

test("cluster describe names server and namespace", async () => {
  expect(await json("cluster", "describe")).toMatchObject({
    serverVersion: expect.stringMatching(/^\d+\.\d+/),
    namespace: client.options.namespace,
  });
});
