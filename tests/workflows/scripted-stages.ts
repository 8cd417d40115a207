import { CompleteAsyncError, heartbeat, sleep } from "@temporalio/activity";
import type {
  AssemblyResult,
  InspectionInput,
  InspectionResult,
  PlanInput,
  RetitleInput,
  SegmentInput,
  UploadResult,
} from "../../domain/video/production.ts";

/** What happens at the n-th call of an activity: an error to throw, or a death that only the heartbeat notices. */
export type Accident = Error | "silence";

export interface Scripted {
  /** Names of the calls in the order of arrival. */
  readonly calls: string[];
  /** Accidents by activity name; each is used up by one call. */
  readonly accidents: Record<string, Accident[]>;
  /** Scores of the inspections to come; 97 when none is left. */
  readonly scores: number[];
  readonly segmentsMadeAfresh: number[];
  /** What each activity was asked last, by name. */
  readonly inputs: Map<string, unknown>;
  /** Activities that work on until they are cancelled, by name. */
  readonly slow: Set<string>;
}

/**
 * Activities that answer like the real ones without their tools, so that what the workflow does about failures can
 * be tried by the hundred. Usage is real, and is priced and settled by the real ledger.
 */
export function scriptedStages(): {
  script: Scripted;
  media: object;
  rendering: object;
  platform: object;
  data: object;
} {
  const script: Scripted = {
    calls: [],
    accidents: {},
    scores: [],
    segmentsMadeAfresh: [],
    inputs: new Map(),
    slow: new Set(),
  };
  const call = async <T>(name: string, answer: T, input?: unknown): Promise<T> => {
    script.calls.push(name);
    script.inputs.set(name, input);
    while (script.slow.has(name)) {
      heartbeat();
      await sleep(50);
    }
    const accident = script.accidents[name]?.shift();
    if (accident instanceof Error) throw accident;
    // Neither answers nor beats again, as a worker that was killed.
    if (accident === "silence") throw new CompleteAsyncError();
    return answer;
  };
  const written = {
    scriptKey: "scripts/a.json",
    title: "A title",
    sceneCount: 3,
    wordCount: 20,
    provider: "template",
    usage: [],
  };
  const spoken = { narrationKey: "n.wav", timingsKey: "t.json", durationMs: 10_000, provider: "espeak" };
  const cpu = (operation: string) => [{ service: "cpu", operation, units: 0.5, unit: "cpu_second" }];
  return {
    script,
    media: {
      writeScript: (input: unknown) => call("writeScript", written, input),
      translateScript: (input: unknown) => call("translateScript", written, input),
      narrate: (input: unknown) => call("narrate", { ...spoken, usage: [] }, input),
      prepareMedia: (input: unknown) =>
        call("prepareMedia", { mediaKey: "media/parent.json", usage: cpu("media") }, input),
      inspectVideo: (input: InspectionInput) => {
        const score = script.scores.shift() ?? 97;
        const findings =
          score >= 85
            ? []
            : [
                {
                  check: "black",
                  pointsLost: 8,
                  hardFail: false,
                  fromMs: 0,
                  toMs: 400,
                  message: "0.4 s black",
                  segmentIndexes: [1],
                  mend: "segments" as const,
                },
              ];
        const answer: InspectionResult = {
          reportKey: "r.json",
          score,
          needsRepair: score < 85,
          findings,
          usage: cpu("inspect"),
        };
        return call("inspectVideo", answer, input);
      },
    },
    rendering: {
      planRender: (input: PlanInput) => {
        const plan = { planKey: "p.json", segmentCount: 3, frameCount: 300, durationMs: 10_000 };
        return call("planRender", { ...plan, title: input.title ?? written.title }, input);
      },
      retitleThumbnails: (input: RetitleInput) => {
        const thumbnailKeys = ["new-1.jpg", "new-2.jpg"];
        return call("retitleThumbnails", { thumbnailKey: "new-1.jpg", thumbnailKeys, usage: [] }, input);
      },
      renderSegment: ({ index, fresh }: SegmentInput) => {
        if (fresh) script.segmentsMadeAfresh.push(index);
        return call("renderSegment", { segmentKey: `s${index}.mp4`, reused: false, usage: cpu("render") });
      },
      mixAudio: () => call("mixAudio", { audioKey: "a.wav", usage: cpu("mix") }),
      assembleVideo: () => {
        const keys = {
          videoKey: "v.mp4",
          thumbnailKey: "t.jpg",
          thumbnailKeys: ["t.jpg", "t-2.jpg"],
          contactSheetKey: "c.jpg",
          srtKey: "s.srt",
          vttKey: "s.vtt",
        };
        const answer: AssemblyResult = {
          ...keys,
          sha256: "0".repeat(64),
          bytes: 1000,
          durationMs: 10_000,
          usage: cpu("assemble"),
        };
        return call("assembleVideo", answer);
      },
    },
    platform: {
      updatePublished: (input: unknown) => call("updatePublished", { usage: [] }, input),
      uploadVideo: (input: unknown) => {
        const answer: UploadResult = {
          platform: "youtube",
          platformVideoId: "yt1",
          url: "http://127.0.0.1/watch?v=yt1",
          usage: [],
        };
        return call("uploadVideo", answer, input);
      },
    },
    data: {
      recordVideoCompleted: () => call("recordVideoCompleted", undefined),
      sequenceAudit: () => call("sequenceAudit", undefined),
    },
  };
}
