import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { scriptCharacters } from "../../domain/speech/billing.ts";
import type { VideoEdit } from "../../domain/video/video-edits.ts";
import * as messages from "../../workflows/generate-video-messages.ts";
import { SCRIPT, until, videoRuns } from "./video-runs.ts";

const { script, select, start, handleOf, parked, grant } = videoRuns();
const VOICE = "elevenlabs:rachel";
/** As the price book has it: $100 a million. */
const MICRO_USD_PER_CHARACTER = 100;

test("each narration reserves the words that it will say, those of an edit too, and parks where they cost too much", async () => {
  script.scores.push(70, 70);
  const videoId = await start({ voice: VOICE });
  await parked(videoId, "approval");
  const said = "Now it says something else.";
  const edit = async (change: VideoEdit) => {
    const grantId = await grant(videoId, "edit_video", { edit: change });
    await handleOf(videoId).executeUpdate(messages.editUpdate, { args: [{ grantId }] });
  };
  await edit({ kind: "rewrite_line", scene: 2, line: 1, text: said });
  await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);
  await parked(videoId, "approval");

  const reserved = await select<{ attempt: number; estimate: number }>(sql`
    select attempt, estimate_micro_usd::int as estimate from core.pipeline_costs
    where video_id = ${videoId} and stage = 'narration' and service = 'tts' order by attempt`);
  const characters = scriptCharacters(SCRIPT.scenes, VOICE, undefined);
  const [before = ""] = SCRIPT.scenes[1]?.sentences ?? [];
  expect([...reserved]).toEqual([
    { attempt: 1, estimate: characters * MICRO_USD_PER_CHARACTER },
    { attempt: 2, estimate: (characters - before.length + said.length) * MICRO_USD_PER_CHARACTER },
  ]);

  // Two thousand characters are the whole twenty cents.
  const sentences = Array.from({ length: 4 }, () => `${"word ".repeat(100)}end.`);
  await edit({ kind: "replace_scene", scene: 2, sentences });
  await parked(videoId, "cost_cap");
  expect(script.calls.filter((name) => name === "narrate")).toHaveLength(2);
});

test("a bought narration of many minutes has as many times more time", async () => {
  script.scores.push(70, 70);
  const videoId = await start({ voice: "openai:alloy" });
  await parked(videoId, "approval");
  const sentences = Array.from({ length: 16 }, () => `${"word ".repeat(99)}end.`);
  const change: VideoEdit = { kind: "replace_scene", scene: 2, sentences };
  const grantId = await grant(videoId, "edit_video", { edit: change });
  await handleOf(videoId).executeUpdate(messages.editUpdate, { args: [{ grantId }] });
  await until(async () => (await handleOf(videoId).query(messages.statusQuery)).version === 2);

  const { events } = await handleOf(videoId).fetchHistory();
  const secondsOf = (name: string) =>
    (events ?? []).flatMap(({ activityTaskScheduledEventAttributes: scheduled }) =>
      scheduled?.activityType?.name === name ? [Number(scheduled.startToCloseTimeout?.seconds)] : [],
    );
  const [short = 0, long = 0] = secondsOf("narrate");
  expect(short).toBe(120);
  // 16 sentences of 499 characters beside the other two scenes, spoken at 15 a second: nine minutes, not two.
  expect(long).toBeGreaterThan(4 * short);
  expect(long).toBeLessThan(5 * short);
});
