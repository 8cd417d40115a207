import { sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { fromTemporal } from "../../api/temporal-errors.ts";
import { getVideo } from "../../db/queries/videos.ts";
import { AppError } from "../../domain/errors.ts";
import { systemPrincipal } from "../../domain/principal.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import { editPublishedWorkflowId, generateWorkflowId } from "../../domain/video/video.ts";
import type { EditPublishedInput } from "../../domain/video/generation.ts";
import { editPublished } from "../../workflows/edit-published.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { CHANNEL_ID, SPEC, until, videoRuns } from "./video-runs.ts";

const runs = videoRuns();
const me = systemPrincipal("test");
const { script, select, start, handleOf, costsOf, parked, grant } = runs;

const edit = async (videoId: string, change: VideoEdit) =>
  handleOf(videoId).executeUpdate(messages.editUpdate, {
    args: [{ grantId: await grant(videoId, "edit_video", { edit: change }) }],
  });
const approve = async (videoId: string) =>
  handleOf(videoId).executeUpdate(messages.approveUpdate, {
    args: [{ grantId: await grant(videoId, "approve_video") }],
  });
const times = (name: string) => script.calls.filter((each) => each === name).length;
const versionsOf = (videoId: string) =>
  select<{ version: number; kinds: string[] | null; voice: string }>(sql`
    select version, spec->>'voice' as voice, (select array_agg(e->>'kind') from jsonb_array_elements(edit) e) as kinds
    from core.video_versions where video_id = ${videoId} order by version`);

describe("an edit", () => {
  test("of a video that waits for a person is made, and comes back to the person as a new version", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    const line: VideoEdit = { kind: "rewrite_line", scene: 2, line: 1, text: "Now it says something else." };
    await edit(videoId, line);
    await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);
    await parked(videoId, "approval");
    expect(times("narrate")).toBe(2);
    expect(times("prepareMedia")).toBe(1);
    expect(script.inputs.get("narrate")).toMatchObject({ scriptKey: expect.stringMatching(/^scripts\/[0-9a-f]{64}/) });
    await approve(videoId);
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed", score: 97 });
    expect(await versionsOf(videoId)).toEqual([
      { version: 1, voice: "en-us", kinds: null },
      { version: 2, voice: "en-us", kinds: ["rewrite_line"] },
    ]);
    await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video-edited");
  });

  test("stops the stage whose result it makes obsolete, and settles what that stage had begun", async () => {
    script.slow.add("narrate");
    const videoId = await start();
    await until(() => Promise.resolve(script.calls.includes("narrate")));
    await edit(videoId, { kind: "voice", voice: "en-gb" });
    await until(() => Promise.resolve(times("narrate") === 2));
    script.slow.delete("narrate");
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.inputs.get("narrate")).toMatchObject({ voice: "en-gb" });
    expect(times("writeScript")).toBe(1);
    expect(times("planRender")).toBe(1);
    expect((await costsOf(videoId)).filter(({ state }) => state === "reserved")).toEqual([]);
    expect(await versionsOf(videoId)).toEqual([{ version: 1, voice: "en-gb", kinds: ["voice"] }]);
  });

  test("wakes a run that parked on what the edit does away with", async () => {
    script.accidents["narrate"] = [
      new Error("this voice cannot say that"),
      new Error("nor again"),
      new Error("nor ever"),
    ];
    const videoId = await start();
    await parked(videoId, "failure");
    await edit(videoId, { kind: "rewrite_line", scene: 1, line: 1, text: "Easier words." });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });

  test("of the title draws the thumbnails anew and nothing else, also when it is approved at once", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    const before = script.calls.length;
    await edit(videoId, { kind: "title", title: " Better " });
    await approve(videoId);
    await handleOf(videoId).result();
    expect(script.calls.slice(before)).toEqual(["retitleThumbnails", "uploadVideo", "recordVideoCompleted"]);
    expect(script.inputs.get("retitleThumbnails")).toEqual({ videoId, planKey: "p.json", title: "Better" });
    expect(script.inputs.get("uploadVideo")).toMatchObject({ title: "Better", thumbnailKey: "new-1.jpg" });
    const { artifacts } = await getVideo(runs.db, me, { videoId });
    expect(artifacts).toMatchObject({ thumbnailKey: "new-1.jpg", thumbnail2Key: "new-2.jpg" });
  });

  test("of the title leaves the thumbnail that was chosen, and is drawn at once by a later render", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    await edit(videoId, { kind: "thumbnail", candidate: 2 });
    await edit(videoId, { kind: "title", title: "Better" });
    const worn = async () => (await getVideo(runs.db, me, { videoId })).artifacts["thumbnailKey"];
    await until(async () => (await worn()) === "new-2.jpg");
    await edit(videoId, { kind: "thumbnail", objectKey: "thumbnails/own.png" });
    await edit(videoId, { kind: "title", title: "Best" });
    await until(() => Promise.resolve(times("retitleThumbnails") === 2));
    await parked(videoId, "approval");
    await edit(videoId, { kind: "music", music: { source: "none" } });
    await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);
    await parked(videoId, "approval");
    expect(script.inputs.get("planRender")).toMatchObject({ title: "Best" });
    await approve(videoId);
    await handleOf(videoId).result();
    expect(times("retitleThumbnails")).toBe(2);
    expect(script.inputs.get("uploadVideo")).toMatchObject({ title: "Best", thumbnailKey: "thumbnails/own.png" });
  });

  test("that takes a scene out keeps the other pictures without asking for any", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    await edit(videoId, { kind: "remove_scene", scene: 2 });
    await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);
    await parked(videoId, "approval");
    await edit(videoId, { kind: "insert_scene", scene: 1, heading: "New", sentences: ["A new beginning."] });
    await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 3);
    expect(times("prepareMedia")).toBe(2);
    expect(script.inputs.get("prepareMedia")).toMatchObject({ keep: { scenes: [null, 0, 1] } });
    await parked(videoId, "approval");
    await approve(videoId);
    await handleOf(videoId).result();
  });

  test("that cannot be is refused with its field, and costs neither the grant nor the video", async () => {
    script.scores.push(70, 72);
    const videoId = await start();
    await parked(videoId, "approval");
    const refusal = await edit(videoId, { kind: "remove_scene", scene: 9 }).catch((error: unknown) => error);
    const told = { code: "invalid_input", field: "edit.scene", remedy: "The video has scenes 1 to 3." };
    expect(fromTemporal(refusal)).toMatchObject(told);
    // Two at once: the second is judged on what the first left.
    const results = await Promise.allSettled([
      edit(videoId, { kind: "remove_scene", scene: 3 }),
      edit(videoId, { kind: "remove_scene", scene: 3 }),
    ]);
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);
    await parked(videoId, "approval");
    await approve(videoId);
    await handleOf(videoId).result();
    const decided = await select(sql`select 1 from core.video_decisions where video_id = ${videoId}`);
    expect(decided).toHaveLength(2);
  });

  test("after the upload has begun is refused", async () => {
    script.slow.add("uploadVideo");
    const videoId = await start();
    await until(() => Promise.resolve(script.calls.includes("uploadVideo")));
    await expect(edit(videoId, { kind: "title", title: "Too late" })).rejects.toThrow();
    script.slow.delete("uploadVideo");
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  });
});

describe("an edit of a video whose upload is parked", () => {
  const refused = () => new AppError("platform_refused", "YouTube refused to open an upload", { field: "title" });

  test("is taken while nothing was sent, and the upload that goes on uses it", async () => {
    script.accidents["uploadVideo"] = [refused()];
    const videoId = await start();
    await parked(videoId, "failure");
    await edit(videoId, { kind: "title", title: "Better" });
    await edit(videoId, { kind: "publishing", privacy: "unlisted" });
    await edit(videoId, { kind: "subtitles", objectKey: "captions/own.srt" });
    // May still be under way when the run goes on: the upload waits for it.
    const thumbnail: VideoEdit = { kind: "thumbnail", objectKey: "thumbnails/own.png" };
    const last = await handleOf(videoId).startUpdate(messages.editUpdate, {
      args: [{ grantId: await grant(videoId, "edit_video", { edit: thumbnail }) }],
      waitForStage: "ACCEPTED",
    });
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    expect(await last.result()).toMatchObject({ videoId });
    expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
    expect(script.inputs.get("uploadVideo")).toMatchObject({
      ...{ title: "Better", thumbnailKey: "thumbnails/own.png", srtKey: "captions/own.srt" },
      spec: { publish: { privacy: "unlisted", containsSyntheticMedia: true } },
    });
    expect(times("uploadVideo")).toBe(2);
    expect(times("planRender")).toBe(1);
    await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video-upload-parked");
  });

  test("is refused for what is sent already, and for what would have to be rendered again", async () => {
    script.accidents["uploadVideo"] = [refused()];
    const videoId = await start();
    await parked(videoId, "failure");
    const refusal = async (change: VideoEdit) =>
      fromTemporal(await edit(videoId, change).catch((error: unknown) => error));
    expect(await refusal({ kind: "voice", voice: "en-gb" })).toMatchObject({ code: "conflict", field: "edit.kind" });
    await select(sql`
      insert into core.upload_sessions (video_id, platform, state, session_uri, bytes_total)
      values (${videoId}, 'youtube', 'open', 'https://upload/1', 1000)`);
    const onItsWay = { code: "conflict", remedy: expect.stringContaining("when the video is published") };
    expect(await refusal({ kind: "title", title: "Too late" })).toMatchObject(onItsWay);
    expect(await refusal({ kind: "publishing", privacy: "public" })).toMatchObject(onItsWay);
    await edit(videoId, { kind: "thumbnail", objectKey: "thumbnails/own.png" });
    await handleOf(videoId).executeUpdate(messages.resumeUpdate);
    await handleOf(videoId).result();
    expect(script.inputs.get("uploadVideo")).toMatchObject({
      thumbnailKey: "thumbnails/own.png",
      spec: { voice: "en-us", publish: { privacy: "private" } },
    });
    expect(script.inputs.get("uploadVideo")).not.toHaveProperty("title");
  });
});

test("a published video takes a title on the platform, as one more attempt of its upload", async () => {
  const videoId = await start();
  await handleOf(videoId).result();
  const grantId = await grant(videoId, "edit_video", { edit: { kind: "title", title: "Better" } });
  const workflowId = editPublishedWorkflowId(videoId, grantId);
  const args: [EditPublishedInput] = [{ videoId, channelId: CHANNEL_ID, spec: SPEC, grantId }];
  const begun = await runs.temporal.client.workflow.start(editPublished, {
    workflowId,
    taskQueue: "orchestration",
    args,
  });
  expect(await begun.result()).toEqual({ title: "Better" });
  expect(script.inputs.get("updatePublished")).toEqual({ videoId, title: "Better", isEdit: true });
  const attempts = (await costsOf(videoId)).filter(({ stage }) => stage === "upload").map(({ attempt }) => attempt);
  expect([...new Set(attempts)]).toEqual([1, 2]);
  const [row] = await select<{ title: string }>(sql`select title from core.videos where video_id = ${videoId}`);
  expect(row?.title).toBe("Better");
  await runs.temporal.keepHistory(workflowId, "edit-published");
});

test("a title is not put on the platform while an experiment tests titles there", async () => {
  const videoId = await start();
  await handleOf(videoId).result();
  const experimentId = `exp_${videoId.slice(4)}`;
  await select(sql`
    insert into core.experiments (experiment_id, video_id, kind, variants, rotation_hours, rounds_max, created_by)
    values (${experimentId}, ${videoId}, 'title', '["A title", "Another"]', 24, 4, 'test')`);
  const publish = async (change: VideoEdit) => {
    const grantId = await grant(videoId, "edit_video", { edit: change });
    return runs.temporal.client.workflow.execute(editPublished, {
      workflowId: editPublishedWorkflowId(videoId, grantId),
      taskQueue: "orchestration",
      args: [{ videoId, channelId: CHANNEL_ID, spec: SPEC, grantId }],
    });
  };
  const remedy = expect.stringContaining(`longtake experiment stop --experiment-id ${experimentId}`);
  await expect(publish({ kind: "title", title: "Better" })).rejects.toMatchObject({
    cause: { type: "conflict", details: [{ remedy }] },
  });
  expect(script.calls).not.toContain("updatePublished");
  const [row] = await select<{ title: string }>(sql`select title from core.videos where video_id = ${videoId}`);
  expect(row?.title).toBe("A title");
  expect(await publish({ kind: "subtitles", objectKey: "captions/own.srt" })).toEqual({ srtKey: "captions/own.srt" });
});

test("a video made of another one takes its words and pictures over without asking for any", async () => {
  const reuse = { translateKey: "scripts/a.json", mediaKey: "media/parent.json" };
  const videoId = await start({ language: "de", voice: "de", reuse });
  expect(await handleOf(videoId).result()).toMatchObject({ status: "completed" });
  expect(script.calls).not.toContain("prepareMedia");
  expect(script.inputs.get("translateScript")).toMatchObject({ scriptKey: "scripts/a.json", language: "de" });
  const media = (await costsOf(videoId)).filter(({ stage }) => stage === "media");
  expect(media.map(({ actual }) => actual ?? 0).reduce((sum, each) => sum + each, 0)).toBe(0);
  await runs.temporal.keepHistory(generateWorkflowId(videoId), "generate-video-localised");
});
