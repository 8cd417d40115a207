import { condition } from "@temporalio/workflow";
import type { AppliedEdit, CarriedRun, Dress } from "../domain/video/generation.ts";
import type {
  InspectionResult,
  KeptPictures,
  MediaResult,
  NarrationResult,
  Rendered,
  ScriptResult,
  Usage,
} from "../domain/video/production.ts";
import { outdatesSubtitles } from "../domain/video/own-dress.ts";
import type { VideoEdit } from "../domain/video/video-edits.ts";
import type { Stage, VideoSpec } from "../domain/video/video.ts";
import type { Parking } from "./parking.ts";
import { type StageWork, StageStop, StageStopped, runStage } from "./stage.ts";
import type { VideoRun } from "./video-run.ts";

/** What was rendered and judged, and the edits that led to it from the version before. */
export interface DraftVersion {
  readonly version: number;
  readonly edits: readonly VideoEdit[];
  readonly spec: VideoSpec;
}

/** What a video is made of so far. An edit takes away what it makes obsolete; the run makes what is missing. */
export class Draft {
  readonly run: VideoRun;
  readonly parking: Parking;
  readonly #stops = new Map<Stage, StageStop>();
  script: ScriptResult | null;
  narration: NarrationResult | null;
  media: MediaResult | null;
  rendered: Rendered | null;
  inspection: InspectionResult | null;
  /** Pictures that stay when they are chosen again. */
  keep: KeptPictures | null;
  /** What a person chose for the platform in place of what was made. */
  dress: Dress;
  /** Since the last version. */
  edits: readonly VideoEdit[];
  approval: "approved" | "rejected" | null;
  /** A person held this video in hand and changed it: it comes back to a person, whatever its score. */
  isHeld: boolean;
  /** The upload stage has begun: nothing is made again, and only what is not sent yet may change. */
  isClosed = false;
  #isDeciding = false;

  constructor(run: VideoRun, parking: Parking) {
    this.run = run;
    this.parking = parking;
    const { carried, spec } = run.input;
    const { mediaKey, mediaScenes = [], thumbnailKey } = spec.reuse ?? {};
    this.script = carried?.script ?? null;
    this.narration = carried?.narration ?? null;
    this.media = carried?.media ?? null;
    this.rendered = carried?.rendered ?? null;
    this.inspection = carried?.inspection ?? null;
    this.keep = carried ? carried.keep : mediaKey === undefined ? null : { mediaKey, scenes: mediaScenes };
    this.dress = carried?.dress ?? (thumbnailKey === undefined ? {} : { thumbnailKey });
    this.edits = carried?.edits ?? [];
    this.isHeld = carried?.isHeld ?? false;
    this.approval = carried?.approval ?? null;
  }

  /** For the run that this one continues as. */
  carry(): CarriedRun {
    const { script, narration, media, rendered, inspection, keep, dress, edits, isHeld, approval } = this;
    const { spec, version, attempts, spentMicroUsd, capMicroUsd } = this.run;
    const made = { script, narration, media, rendered, inspection, keep, dress, edits, isHeld, approval };
    return { ...made, spec, version, attempts, spentMicroUsd, capMicroUsd };
  }

  /**
   * Runs a stage and hands its result to `place`, in one step with the last look for edits. Null when an edit made the
   * result obsolete before it was there.
   */
  async make<T extends { readonly usage: readonly Usage[] }>(
    stage: Stage,
    work: StageWork<T>,
    place: (made: T) => void,
  ): Promise<T | null> {
    const stop = new StageStop();
    this.#stops.set(stage, stop);
    try {
      const made = await runStage(this, stage, work, stop);
      if (stop.requested) return null;
      place(made);
      return made;
    } catch (error) {
      if (error instanceof StageStopped) return null;
      throw error;
    } finally {
      this.#stops.delete(stage);
    }
  }

  /** The render and what was found of it are a version from now on. */
  keepVersion(inspection: InspectionResult): DraftVersion {
    const { run, edits } = this;
    this.inspection = inspection;
    this.edits = [];
    run.version += 1;
    return { version: run.version, edits, spec: run.spec };
  }

  /** Takes an edit in: what depends on it is stopped where it is being made, and missing from now on. */
  apply({ edit, spec, script, redo, pictures, dress }: AppliedEdit): void {
    const { run, parking } = this;
    const isWithPerson = run.waitingFor?.kind === "approval";
    const { srtKey, ...lasting } = this.dress;
    const kept = srtKey === undefined || outdatesSubtitles(run.spec, { spec, redo }) ? lasting : this.dress;
    run.spec = spec;
    this.dress = { ...kept, ...dress };
    this.edits = [...this.edits, edit];
    if (redo.includes("media")) this.#keepPictures(pictures);
    if (script !== null) this.script = script;
    if (redo.includes("narration")) this.narration = null;
    if (redo.includes("media")) this.media = null;
    if (redo.includes("qa")) this.inspection = null;
    if (redo.includes("render")) {
      this.rendered = null;
      this.isHeld ||= isWithPerson || this.approval !== null;
      this.approval = null;
    }
    if (isWithPerson && (this.rendered === null || this.isRetitled)) parking.wakeUp();
    for (const [stage, stop] of this.#stops) {
      if (!redo.some((each) => each === stage)) continue;
      stop.request();
      if (run.waitingFor !== null) parking.wakeUp();
    }
    run.tell();
  }

  /** Judged, but its thumbnails do not say the title that a person gave; older runs cannot tell. */
  get isRetitled(): boolean {
    const { rendered, inspection, dress, isClosed } = this;
    const drawn = rendered?.plan.title;
    return !isClosed && inspection !== null && drawn !== undefined && drawn !== (dress.title ?? drawn);
  }

  #keepPictures(pictures: AppliedEdit["pictures"]): void {
    const { keep, media } = this;
    const before = keep ?? (media === null ? null : { mediaKey: media.mediaKey, scenes: [] });
    if (before === null || pictures === null) this.keep = null;
    else {
      // Scenes that the list before does not name were in order.
      const pictureOf = (scene: number) => (before.scenes[scene] === undefined ? scene : before.scenes[scene]);
      const scenes = pictures.map((scene) => (scene === null ? null : pictureOf(scene)));
      this.keep = { mediaKey: before.mediaKey, scenes };
    }
  }

  get isDeciding(): boolean {
    return this.#isDeciding;
  }

  /** One decision after the other: each sees what the one before it made of the video. */
  async decide<T>(decision: () => Promise<T>): Promise<T> {
    // Looked at and taken in one step: an await between them would let two in.
    while (this.#isDeciding) await condition(() => !this.#isDeciding);
    this.#isDeciding = true;
    try {
      return await decision();
    } finally {
      this.#isDeciding = false;
    }
  }

  async decided(): Promise<void> {
    await condition(() => !this.#isDeciding);
  }
}
