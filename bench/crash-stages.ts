import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { StatusSchema } from "../api/pipeline/video-schemas.ts";
import { seededRandom } from "../domain/seeded-random.ts";
import { type BenchPlatform, enqueue, onPlatform } from "./bench-platform.ts";
import { auditStores } from "./crash/audit-stores.ts";
import type { Kill } from "./crash/kills.ts";
import { armKill } from "./crash-stages/kill-at-call.ts";
import { ledgerOf } from "./crash-stages/ledger.ts";
import { type Moment, MOMENTS, OUTSIDE_CALLS, type OutsideCall, VISIBILITY } from "./crash-stages/outside-calls.ts";
import { billedUnits, boughtAgain, requestsOf } from "./crash-stages/stand-in-log.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown } from "./measure.ts";

const SEED = 20_261_121;
const DELAY_MAX_MS = 400;
/** Every video has so many sentences to speak. */
const NTH_MAX = 2;
const MADE_WITHIN_MS = 180_000;
const ENV = { LONGTAKE_STAND_INS: "all", SANDBOX_QUERY_UNITS_PER_DAY: "1000000" };

interface Trial {
  readonly what: string;
  readonly call: OutsideCall;
  readonly kill: Kill;
  /** Paid calls that were made although they had been made before. */
  readonly again: number;
  /** What is wrong with the ledger, in words. */
  readonly wrong: readonly string[];
}

/**
 * Kills the media worker with -9 around every outside call, one video after the other, and reads the stand-ins' own
 * logs and the ledger: a paid call may be repeated once a kill, and both are on the bill and in the ledger.
 */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  return onPlatform("crash-stages", { env: ENV, onLine }, async (bench) => {
    const random = seededRandom(SEED);
    const trials: Trial[] = [];
    const videoIds = new Set<string>();
    const attempt = async (what: string, call: OutsideCall, moment: Moment, start: () => Promise<Begun>) => {
      onLine(`kill around: ${what}, answer ${moment}`);
      const nth = call.name.startsWith("speech") ? 1 + random.integer(NTH_MAX) : 1;
      const place = { moment, nth, delayMs: random.integer(DELAY_MAX_MS) };
      const trial = await tryKill(bench, call, place, start);
      videoIds.add(trial.videoId);
      trials.push({ what: `${what}, ${moment}`, call, ...trial });
      return trial.videoId;
    };
    let seed = 0;
    for (const call of OUTSIDE_CALLS) {
      for (const moment of MOMENTS) {
        await attempt(call.name, call, moment, () => making(bench, enqueue(bench, videoOf(call, ++seed))));
      }
    }
    const [parent = "", second = parent] = videoIds;
    await attempt(VISIBILITY.name, VISIBILITY, "lost", () => changeVisibility(bench, parent));
    await attempt(VISIBILITY.name, VISIBILITY, "received", () => changeVisibility(bench, second));
    const speech = OUTSIDE_CALLS.find(({ name }) => name === "speech, OpenAI");
    const chat = OUTSIDE_CALLS.find(({ name }) => name === "script by the model");
    if (speech && chat) {
      const spoken = await made(bench, await enqueue(bench, videoOf(speech, ++seed)));
      videoIds.add(spoken);
      const changed = { ...speech, name: "a changed line" };
      await attempt("a changed line", changed, "lost", () => making(bench, changeLine(bench, spoken)));
      await attempt("a localisation", chat, "lost", () => making(bench, localise(bench, parent)));
    }
    const stores = { dataFolder: bench.platform.paths.data, db: bench.db, temporal: bench.temporal };
    const { violations } = await auditStores(
      stores,
      [...videoIds],
      trials.map(({ kill }) => kill),
    );
    for (const line of [...violations, ...trials.flatMap(({ what, wrong }) => wrong.map((each) => `${what}: ${each}`))])
      onLine(`BROKEN: ${line}`);
    return figuresOf(trials, videoIds.size, violations.length);
  });
}

/** Work on a video that was begun; `done` waits for its end. */
interface Begun {
  readonly videoId: string;
  readonly done: () => Promise<unknown>;
}

async function making(bench: BenchPlatform, video: Promise<string>): Promise<Begun> {
  const videoId = await video;
  return { videoId, done: () => made(bench, videoId) };
}

/** Of each the stock libraries' stand-ins have pictures, three of a subject; a channel shows none again so soon. */
const TOPICS = [
  ...["Snow on the mountain peak", "Coffee beans in the morning", "Forest trees and green leaves"],
  ...[
    "City street lights at night",
    "Bread dough in the oven",
    "Glacier ice in the arctic",
    "Ocean waves at the beach",
  ],
];

const videoOf = ({ request }: OutsideCall, seed: number) => ({
  topic: `${TOPICS[seed % TOPICS.length]}, part ${seed}`,
  ...{ seconds: 10, size: "360p", seed, media: { sources: ["generated"] } },
  ...request,
});

async function tryKill(
  bench: BenchPlatform,
  call: OutsideCall,
  place: Parameters<typeof armKill>[2],
  start: () => Promise<Begun>,
) {
  const { data } = bench.platform.paths;
  const before = requestsOf(data, call.standIn).length;
  const killNow = await armKill(bench, call, place);
  const { videoId, done } = await start();
  const kill = await killNow().catch(async (error: unknown) => {
    throw new Error(`${String(error)}: ${await stateOf(bench, videoId)}`, { cause: error });
  });
  await done();
  const entries = requestsOf(data, call.standIn).slice(before);
  const again = boughtAgain(entries);
  const ledger = await ledgerOf(bench.db, videoId);
  const wrong = call.isPaid ? ledger.findings({ again, billed: (unit) => billedUnits(entries, unit), call }) : [];
  return { kill, videoId, again, wrong };
}

/** Waits until the video is published. Throws when it fails or takes too long. */
async function made(bench: BenchPlatform, videoId: string): Promise<string> {
  for (const giveUpAtMs = Date.now() + MADE_WITHIN_MS; ; await sleep(500)) {
    const { status } = await bench.api.call("GET", `/pipeline/status/${videoId}`, StatusSchema);
    if (status === "completed") return videoId;
    if (status === "failed" || Date.now() > giveUpAtMs) throw new Error(await stateOf(bench, videoId));
  }
}

/** How far a video is, for the message of a trial that cannot go on. */
async function stateOf({ api }: BenchPlatform, videoId: string): Promise<string> {
  return JSON.stringify(await api.call("GET", `/pipeline/status/${videoId}`, z.unknown()));
}

const Edited = z.object({ new_video_id: z.string() });
const Publishing = z.object({ workflow_id: z.string() });
const Localised = z.object({ video_id: z.string() });

async function changeLine({ api }: BenchPlatform, videoId: string): Promise<string> {
  const edit = { kind: "rewrite_line", scene: 1, line: 1, text: "A bridge is a promise made of stone and steel." };
  const path = `/pipeline/videos/${videoId}/edit`;
  return (await api.call("POST", path, Edited, { edit, reason: "tried by the bench" })).new_video_id;
}

async function changeVisibility({ api, temporal }: BenchPlatform, videoId: string): Promise<Begun> {
  const path = `/pipeline/videos/${videoId}/publish`;
  const { workflow_id: workflowId } = await api.call("POST", path, Publishing, { privacy: "unlisted" });
  return { videoId, done: () => temporal.workflow.getHandle(workflowId).result() };
}

async function localise({ api }: BenchPlatform, videoId: string): Promise<string> {
  return (await api.call("POST", `/pipeline/videos/${videoId}/localise`, Localised, { language: "de" })).video_id;
}

function figuresOf(trials: readonly Trial[], videos: number, violations: number): Figure[] {
  const rows = trials.map(({ what, again }): Figure => {
    return { figure: `paid calls repeated: ${what}`, value: again, unit: "calls", goal: "≤ 1", ok: again <= 1 };
  });
  const wrong = trials.reduce((sum, trial) => sum + trial.wrong.length, 0);
  return [
    shown("videos made and published", videos, "videos"),
    shown("kill -9 of the media worker", trials.length, "kills"),
    ...rows,
    exactly("wrong in the ledger", wrong, 0, "findings"),
    exactly("broken invariants of the stores", violations, 0, "findings"),
  ];
}
