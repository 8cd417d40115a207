import { setBudget } from "../../db/queries/budgets.ts";
import { beginStage, endStage } from "../../db/queries/costs.ts";
import { claimNext, parkRun } from "../../db/queries/queue.ts";
import { recordVersion } from "../../db/queries/video-versions.ts";
import { recordArtifacts } from "../../db/queries/videos.ts";
import { STAGES } from "../../domain/video/video.ts";
import { addChannel, enqueue, specOf, SYSTEM } from "../db/fixtures.ts";
import { reportExample } from "./examples.ts";
import { storeTestVideo, type TestApp } from "./test-app.ts";

export const PARKED = "vid_parkedparkedparkedpa";
export const QUEUED = "vid_queuedqueuedqueuedqu";

/** One video parked for approval after its inspection, one waiting in the line. */
export async function seed(app: TestApp): Promise<void> {
  const { db, storage } = app.deps;
  await addChannel(db);
  await enqueue(db, PARKED);
  const slots = { gpu: 3, cpu: 4 };
  await claimNext(db, SYSTEM, { claimId: "test/1", slots, gpuOpen: true });
  await enqueue(db, QUEUED);
  const lines = [{ service: "cpu", operation: "work", units: 12, unit: "cpu_second", microUsd: 21_000 }];
  for (const stage of STAGES.slice(0, 5)) {
    const key = { videoId: PARKED, stage, attempt: 1 };
    await beginStage(db, SYSTEM, { ...key, lines, stageCapMicroUsd: 400_000 });
    await endStage(db, SYSTEM, { ...key, outcome: "completed", lines });
  }
  await storage.putJson("reports/r.json", { ...reportExample({ message: "black", fromMs: 3_000 }), score: 71 });
  const chapters = ["What holds a bridge", "Arches", "Cables"].map((title, index) => {
    return { title, startMs: index * 4_000, endMs: (index + 1) * 4_000 };
  });
  const video = await storeTestVideo(app);
  const still = { objectKey: video["thumbnailKey"], sha256: "0", width: 640, height: 360 };
  const segments = chapters.map(({ startMs, endMs }, scene) => ({ scene, startMs, endMs, still }));
  await storage.putJson("plans/p.json", { chapters, segments, audio: {} });
  const scenes = chapters.map(({ title }) => {
    const sentences = ["A bridge is a promise.", `${title}: it carries what it can, and a little more.`];
    return { kind: "points", kicker: null, heading: title, sentences, points: [], pointSentences: [], figure: null };
  });
  await storage.putJson("scripts/s.json", { scenes });
  const credit = { source: "pexels", author: "Ada Lovelace", url: "https://pexels.example/1", licence: "Pexels" };
  await storage.putJson("media/m.json", { stills: [{ scene: 0, credit }] });
  const keys = { reportKey: "reports/r.json", planKey: "plans/p.json", scriptKey: "scripts/s.json" };
  const artifacts = { ...video, ...keys, mediaKey: "media/m.json", thumbnail2Key: video["thumbnailKey"] ?? "" };
  const made = { title: "Why bridges <stand>", score: 71, bytes: 2_400_000, durationMs: 12_000 };
  await recordArtifacts(db, SYSTEM, { videoId: PARKED, artifacts, ...made });
  for (const [index, edits] of [[], [{ kind: "voice" as const, voice: "en-gb" }]].entries()) {
    await recordVersion(db, SYSTEM, {
      videoId: PARKED,
      version: index + 1,
      edits,
      score: 64 + 7 * index,
      spec: specOf(),
    });
  }
  await setBudget(db, SYSTEM, { scope: "all", scopeId: "", period: "month", limitMicroUsd: 130_000 });
  const waitingFor = {
    kind: "approval",
    reason: "Score 71 is below 85.",
    remedy: "Look at the findings, then approve, edit or reject.",
    until: null,
    errorCode: null,
  } as const;
  await parkRun(db, SYSTEM, { videoId: PARKED, waitingFor });
}
