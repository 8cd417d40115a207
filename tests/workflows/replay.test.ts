import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "@temporalio/worker";
import { beforeAll, describe, expect, test } from "vitest";
import { createTemporalPlugin } from "../../clients/temporal/temporal-plugin.ts";
import { TEST_PAYLOAD_KEYS, bundleWorkflows } from "./test-namespace.ts";

const HISTORIES = fileURLToPath(new URL("histories", import.meta.url));
const files = (await Array.fromAsync(glob("*.json", { cwd: HISTORIES }))).toSorted();
const plugins = [createTemporalPlugin(TEST_PAYLOAD_KEYS)];
let workflowBundle: { code: string };

beforeAll(async () => {
  workflowBundle = await bundleWorkflows();
}, 60_000);

const replay = async (file: string, bundle: { code: string }) =>
  Worker.runReplayHistory(
    { workflowBundle: bundle, plugins },
    JSON.parse(await readFile(join(HISTORIES, file), "utf8")),
  );

describe("kept histories", () => {
  test("there is one for each workflow", () => {
    const names = files.map((file) => file.replace(".json", ""));
    expect(names).toEqual(
      expect.arrayContaining([
        "experiment",
        "edit-published",
        "expire-records",
        "generate-video",
        "make-stage",
        "production-schedule",
        "publish-video",
        "watch-publications",
        "record-video",
        "sequence-audit",
        "video-queue",
      ]),
    );
  });

  test.each(files)("%s still replays", async (file) => {
    await expect(replay(file, workflowBundle)).resolves.toBeUndefined();
  });

  test("a changed order of commands is caught", async () => {
    const changed = workflowBundle.code.replaceAll("ledger.beginStage(", "ledger.endStage(");
    expect(changed).not.toBe(workflowBundle.code);
    await expect(replay("generate-video.json", { code: changed })).rejects.toThrow(/[Nn]ondeterminism/);
  });
});
