import type { VideoCard } from "../../api/pages/video/cards.ts";
import type { StartPage } from "../../api/pages/start.ts";
import type { VideoPage } from "../../api/pages/video/view.ts";
import type { CheckReport, QualityReport } from "../../domain/inspection/inspection.ts";

export const hostile = `"'><script>alert(1)</script><img src=x onerror=alert(1)>`;

export function cardExample(fields: Partial<VideoCard>): VideoCard {
  return {
    videoId: "vid_a",
    topic: "How bridges stand",
    title: null,
    status: "completed",
    isParked: false,
    score: 93,
    spentMicroUsd: 42_000,
    durationMs: 61_000,
    hasThumbnail: true,
    ...fields,
  };
}

export function startExample({ title = "How bridges stand" }: { title?: string }): StartPage {
  const run = { videoId: "vid_a", title, route: "cpu", startedAt: "2026-11-21T09:55:00Z", hasThumbnail: true };
  const waitingFor = { kind: "approval", reason: "Score 71 is below 85.", remedy: "Look.", until: null };
  return {
    nowMs: Date.parse("2026-11-21T10:00:00Z"),
    queue: {
      mode: { mode: "active", reason: "", changedAt: null },
      depth: 1,
      processing: 2,
      slotsHeld: { gpu: 0, cpu: 1 },
      parked: 1,
      resuming: 0,
      meanRunMs: 64_000,
      waiting: [
        {
          videoId: "vid_b",
          channelId: "science",
          topic: title,
          complexity: "simple",
          priority: 5,
          queuedAt: "2026-11-21T09:59:00Z",
          position: 1,
          etaAt: "2026-11-21T10:01:00Z",
        },
      ],
    },
    capacity: 100,
    running: [
      { ...run, slotHeld: false, waitingFor },
      { ...run, videoId: "vid_c", title: "Another", slotHeld: true, waitingFor: null },
    ],
    newest: [cardExample({ topic: title })],
    filters: [
      {
        name: "Every day",
        links: [{ name: "Needs a person", description: "…", query: "", url: "http://127.0.0.1:8233/x" }],
      },
    ],
    health: [{ name: "database", ok: true, ms: 1.2 }],
    mayExecute: true,
    form: { channels: [{ channelId: "science", name: title }], entered: {}, refusal: null },
    notice: null,
  };
}

export function videoExample(fields: Partial<VideoPage>): VideoPage {
  return {
    nowMs: Date.parse("2026-11-21T10:00:00Z"),
    videoId: "vid_a",
    channelId: "science",
    topic: "How bridges stand",
    title: "How bridges stand up",
    spec: {
      topic: "How bridges stand",
      seconds: 60,
      aspect: "16:9",
      size: "720p",
      voice: "en",
      seed: 1,
      complexity: "simple",
      publish: { privacy: "private", publishAt: null, containsSyntheticMedia: true, selfDeclaredMadeForKids: false },
    },
    status: "completed",
    priority: 5,
    route: "cpu",
    createdAt: "2026-11-21T09:50:00Z",
    startedAt: "2026-11-21T09:51:00Z",
    finishedAt: "2026-11-21T09:53:00Z",
    durationMs: 61_000,
    bytes: 5_400_000,
    score: 93,
    error: null,
    waitingFor: null,
    place: null,
    artifacts: new Set(["video.mp4", "thumbnail.jpg", "contact-sheet.jpg", "captions.vtt", "report.json"]),
    chapters: [],
    report: null,
    costs: {
      videoId: "vid_a",
      capMicroUsd: 3_000_000,
      hasOwnCap: false,
      spentMicroUsd: 42_000,
      reservedMicroUsd: 0,
      overrunMicroUsd: 0,
      level: "ok",
      warnMicroUsd: 2_500_000,
      criticalMicroUsd: 2_800_000,
      targets: [],
      byStage: {},
      byService: {},
      lines: [],
    },
    estimate: {
      expectedMicroUsd: 1_200,
      worstMicroUsd: 21_000,
      stages: [{ stage: "render", expectedMicroUsd: 900, worstMicroUsd: 17_000 }],
      lines: [],
      basis: "measured",
      samples: 7,
    },
    storyboard: [
      {
        number: 1,
        kind: "title",
        heading: "Bridges",
        lines: ["A bridge is a promise.", "It carries."],
        time: { fromMs: 300, toMs: 7_250 },
        frame: null,
        findings: 1,
      },
      { number: 2, kind: "recap", heading: "The end", lines: ["That was all."], time: null, frame: null, findings: 0 },
    ],
    hasSound: true,
    scriptNotes: [],
    mediaFindings: [],
    credits: [{ source: "pexels", author: "Ada", url: "https://pexels.example/1", licence: "Pexels", scenes: [1, 2] }],
    musicCredit: null,
    versions: [],
    parent: null,
    children: [],
    stages: [],
    trail: [],
    publication: null,
    experiments: [],
    candidates: [],
    publishStatus: "unpublished",
    scheduledFor: null,
    workflowUrl: "http://127.0.0.1:8233/namespaces/default/workflows/generate%2Fvid_a",
    eventsUrl: "/workflows/generate%2Fvid_a/events",
    may: { execute: true, decide: true, raiseCap: true },
    proof: { isFresh: true, hasOidc: false },
    notice: null,
    ...fields,
  };
}

/** A report with one finding. */
export function reportExample({ message, fromMs = 1_000 }: { message: string; fromMs?: number }): QualityReport {
  const black: CheckReport = {
    id: "black",
    title: message === "black" ? "Unplanned black" : message,
    weight: 8,
    points: 3.2,
    value: 600,
    unit: "ms",
    measured: message,
    threshold: { fullAt: 0, zeroAt: 1_000, hardFail: true },
    status: "reduced",
    unknownReason: null,
    unmade: [],
    findings: [
      {
        check: "black",
        pointsLost: 4.8,
        hardFail: false,
        fromMs,
        toMs: fromMs + 600,
        message,
        segmentIndexes: [1],
        mend: "segments",
      },
    ],
  };
  return {
    version: 1,
    videoKey: "videos/a.mp4",
    sha256: "00",
    planKey: "plans/a.json",
    policyVersion: "1",
    tool: "ffmpeg",
    durationMs: 61_000,
    score: 95,
    gate: 85,
    hardFailed: false,
    knownWeight: 100,
    needsRepair: false,
    checks: [black],
  };
}
