import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { AppError, isErrorCode } from "../../domain/errors.ts";
import type { LoneStage, StageFacts } from "../../domain/video/stage-run.ts";
import type { CommandContext } from "../context.ts";
import type { Cell } from "../output/cells.ts";
import { saveFile } from "./save-file.ts";

/** A stage as the API tells it. */
export interface StageRun {
  readonly stageRunId: string;
  readonly stage: LoneStage;
  readonly status: "running" | "completed" | "failed" | "cancelled";
  readonly progress: number | null;
  readonly message: string | null;
  readonly error: { readonly code: string; readonly message: string; readonly remedy: string | null } | null;
  readonly result: StageFacts | null;
  readonly objectKeys: Readonly<Record<string, string>>;
  readonly artifacts: readonly { readonly name: string; readonly url: string }[];
  readonly spentMicroUsd: number;
  readonly links: Readonly<Record<string, string>>;
}

/** A quick stage is seen at once; a long one is not asked about all the time, which the rate limit would not have. */
const ASK_FIRST_MS = 400;
const ASK_LAST_MS = 2_000;

/** Starts a stage and follows it to its end. Throws the AppError that ended it. */
export async function runStage(
  context: CommandContext,
  stage: LoneStage,
  body: Readonly<Record<string, unknown>>,
  idempotencyKey: string = randomUUID(),
): Promise<StageRun> {
  const { stageRunId } = await context.api().call<{ readonly stageRunId: string }>({
    method: "POST",
    path: `/stages/${stage}`,
    body,
    idempotencyKey,
  });
  const run = await follow(context, stageRunId, stage);
  if (run.status === "completed") return run;
  const { code = "internal", message = `the stage is ${run.status}`, remedy = null } = run.error ?? {};
  throw new AppError(isErrorCode(code) ? code : "internal", message, remedy === null ? {} : { remedy });
}

async function follow(context: CommandContext, stageRunId: string, stage: LoneStage): Promise<StageRun> {
  const bar = context.progressBar();
  const path = `/stages/${encodeURIComponent(stageRunId)}`;
  try {
    for (let pauseMs = ASK_FIRST_MS; ; pauseMs = Math.min(ASK_LAST_MS, pauseMs * 1.5)) {
      const run = await context.api().call<StageRun>({ method: "GET", path });
      if (run.status !== "running") return run;
      const fraction = run.progress === null ? null : run.progress / 100;
      bar.show({ label: stage, fraction, message: run.message ?? "" });
      await wait(pauseMs, undefined, { signal: context.signal });
    }
  } finally {
    bar.finish();
  }
}

/** Prints what was made; with a path, fetches the main file there first. */
export async function showStage(
  context: CommandContext,
  run: StageRun,
  { artifact, file }: { readonly artifact: string; readonly file: string | undefined },
): Promise<void> {
  if (file !== undefined) await saveFile(context, { stageRunId: run.stageRunId, artifact, path: file });
  const { durationMs, bytes, sceneCount, wordCount, segmentCount, title, provider } = run.result ?? {};
  const facts: readonly (readonly [string, Cell])[] = [
    ["Title", title],
    ["Scenes", sceneCount],
    ["Words", wordCount],
    ["Segments", segmentCount],
    ["Provider", provider],
    ["Duration", durationMs === undefined ? undefined : { durationMs }],
    ["Size", bytes === undefined ? undefined : { bytes }],
  ];
  context.output.value({ ...run, ...(file === undefined ? {} : { path: file }) }, () => [
    {
      title: "Made",
      fields: [
        ["Stage", run.stage],
        ["StageRunId", run.stageRunId],
        ...facts.filter(([, value]) => value !== undefined),
        ["Cost", { microUsd: run.spentMicroUsd }],
        ["Written", file],
        ...Object.entries(run.objectKeys),
      ],
    },
  ]);
}
