import type { Route, VideoSpec } from "./video.ts";

/** Payloads between the workflow that makes a video and the activities of its stages. Bytes travel by object key. */

/** What one stage used, priced by the price book when the stage settles. */
export interface Usage {
  /** A service of the price book: `openai`, `tts`, `gpu`, `cpu`, `storage`, `youtube`. */
  readonly service: string;
  readonly operation: string;
  readonly units: number;
  /** What a unit is: `token`, `character`, `cpu_second`, `byte`, `call`. */
  readonly unit: string;
}

export interface ScriptInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly spec: VideoSpec;
}

export interface ScriptResult {
  /** JSON `Script` in the object store. */
  readonly scriptKey: string;
  readonly title: string;
  readonly sceneCount: number;
  readonly wordCount: number;
  readonly provider: string;
  readonly usage: readonly Usage[];
}

/** The words of another video in the spec's language: same scenes, same lines. */
export interface TranslationInput {
  readonly videoId: string;
  readonly scriptKey: string;
  /** BCP 47. */
  readonly language: string;
  readonly spec: VideoSpec;
}

export interface NarrationInput {
  readonly videoId: string;
  readonly scriptKey: string;
  readonly voice: string;
  /** Language, pronunciations, a recording of the person's own; absent in runs begun before these were kept. */
  readonly spec?: VideoSpec;
  /** What a bought voice may bill; absent in runs begun before it was told: then the whole script was reserved. */
  readonly reservedCharacters?: number;
}

export interface NarrationResult {
  /** 48 kHz stereo WAV of the speech alone. */
  readonly narrationKey: string;
  /** JSON `NarrationTimings`. */
  readonly timingsKey: string;
  readonly durationMs: number;
  readonly provider: string;
  readonly usage: readonly Usage[];
}

export interface MediaInput {
  readonly videoId: string;
  /** What the channel has shown lately is not shown again; absent in runs begun before this was kept. */
  readonly channelId?: string;
  readonly scriptKey: string;
  readonly spec: VideoSpec;
  /** Pictures that stay: those of the manifest, by scene of the new script; null is a scene to choose for anew. */
  readonly keep?: KeptPictures;
}

export interface KeptPictures {
  readonly mediaKey: string;
  readonly scenes: readonly (number | null)[];
}

export interface MediaResult {
  /** JSON `MediaManifest`: one still a scene, with its credit. */
  readonly mediaKey: string;
  readonly usage: readonly Usage[];
}

export interface PlanInput {
  readonly videoId: string;
  readonly spec: VideoSpec;
  readonly scriptKey: string;
  readonly timingsKey: string;
  readonly mediaKey: string;
  /** The encoder that the probe allowed on this route; pinned for the whole video. */
  readonly encoder: string;
  /** A person's, in place of the script's. */
  readonly title?: string;
}

export interface PlanResult {
  /** JSON `RenderPlan`. */
  readonly planKey: string;
  readonly segmentCount: number;
  readonly frameCount: number;
  readonly durationMs: number;
  /** That the thumbnails were asked to say; absent in runs begun before this was kept. */
  readonly title?: string;
}

/** Thumbnails of a plan under another title. */
export interface RetitleInput {
  readonly videoId: string;
  readonly planKey: string;
  readonly title: string;
}

export interface RetitleResult {
  readonly thumbnailKey: string;
  /** In the order that they had. */
  readonly thumbnailKeys: readonly string[];
  readonly usage: readonly Usage[];
}

export interface EncoderProbe {
  readonly route: Route;
  readonly encoder: string;
  /** Set when the GPU route falls back: why, for the run's details. */
  readonly fallbackReason: string | null;
}

export interface SegmentInput {
  readonly videoId: string;
  readonly planKey: string;
  readonly index: number;
  /** Make it again although its content key exists: quality control found the stored bytes faulty. */
  readonly fresh?: boolean;
}

export interface SegmentResult {
  readonly segmentKey: string;
  /** True when the content-addressed segment was already there. */
  readonly reused: boolean;
  readonly usage: readonly Usage[];
}

/** A small, quick render of a whole plan, to look at before the real one. */
export interface PreviewInput {
  readonly videoId: string;
  readonly planKey: string;
}

export interface PreviewResult {
  readonly previewKey: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly usage: readonly Usage[];
}

export interface AudioMixInput {
  readonly videoId: string;
  readonly planKey: string;
  /** As for a segment. */
  readonly fresh?: boolean;
}

export interface AudioMixResult {
  /** 48 kHz stereo master at −14 LUFS: speech over ducked music. */
  readonly audioKey: string;
  readonly usage: readonly Usage[];
}

export interface AssemblyInput {
  readonly videoId: string;
  readonly planKey: string;
  readonly segmentKeys: readonly string[];
  readonly audioKey: string;
  /** As for a segment; set whenever a part was made afresh, since the parts' keys are the same. */
  readonly fresh?: boolean;
}

export interface AssemblyResult {
  readonly videoKey: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly durationMs: number;
  readonly thumbnailKey: string;
  /** Thumbnails to choose from, best first; `thumbnailKey` is one of them. */
  readonly thumbnailKeys?: readonly string[];
  readonly contactSheetKey: string;
  readonly srtKey: string;
  readonly vttKey: string;
  readonly usage: readonly Usage[];
}

/** Everything that the render stage left behind. */
export interface Rendered extends AssemblyResult {
  readonly plan: PlanResult;
  readonly audioKey: string;
  readonly segmentKeys: readonly string[];
}

/** A finished file to be judged, whatever made it. What is left out makes its checks `unknown`. */
export interface FileInspectionInput {
  readonly videoId: string;
  readonly videoKey: string;
  /** `RenderPlan`: what the file is meant to be. */
  readonly planKey?: string;
  /** The sound master that the file was made with. */
  readonly audioKey?: string;
  /** `NarrationTimings`: coverage of the spoken words. */
  readonly timingsKey?: string;
  /** `MediaManifest`: credits and licences. */
  readonly mediaKey?: string;
  /** Rendered segments in order: the picture is compared with them. */
  readonly segmentKeys?: readonly string[];
  /** What the platform will be told. */
  readonly containsSyntheticMedia?: boolean;
  /** `QualityPolicy` in place of the one that comes with Longtake. */
  readonly policyKey?: string;
}

/** A video of the pipeline, which has a plan and a master always. */
export interface InspectionInput extends FileInspectionInput {
  readonly planKey: string;
  readonly audioKey: string;
}

export type Mend = "segments" | "audio" | "assembly" | "script";

/** One thing that quality control found wrong, with the seconds it covers and the segments to mend. */
export interface Finding {
  readonly check: string;
  /** Points lost of the check's weight. */
  readonly pointsLost: number;
  readonly hardFail: boolean;
  readonly fromMs: number;
  readonly toMs: number;
  readonly message: string;
  readonly segmentIndexes: readonly number[];
  /** What has to be made again; `script` is beyond a repair and goes to a person. */
  readonly mend: Mend;
}

export interface InspectionResult {
  /** JSON report: every check with its weight, ramp and findings. */
  readonly reportKey: string;
  /** 0–100; a hard failure caps it at 40. */
  readonly score: number;
  /** True when a person must look: score below the gate, or any check at zero. */
  readonly needsRepair: boolean;
  /** Of the policy that judged; runs begun before it was told have none. */
  readonly gate?: number;
  readonly findings: readonly Finding[];
  readonly usage: readonly Usage[];
}

/** A finished file to be published, whatever made it. What is left out is not sent. */
export interface FileUploadInput {
  readonly videoId: string;
  readonly channelId: string;
  readonly videoKey: string;
  readonly thumbnailKey?: string;
  readonly srtKey?: string;
  readonly scriptKey?: string;
  readonly planKey?: string;
  /** `MediaManifest`: whose pictures the description names. */
  readonly mediaKey?: string;
  readonly spec: VideoSpec;
  /** Set when a person edited it; otherwise the script's. */
  readonly title?: string;
}

/** A video of the pipeline, which has all of it. */
export interface UploadInput extends FileUploadInput {
  readonly thumbnailKey: string;
  readonly srtKey: string;
  readonly scriptKey: string;
  readonly planKey: string;
}

/** What the platform shows of a video that is there already; what is left out stays. */
export interface PublicationUpdate {
  readonly videoId: string;
  readonly title?: string;
  readonly thumbnailKey?: string;
  readonly srtKey?: string;
  /** A person's: not put over what an experiment shows. */
  readonly isEdit?: boolean;
}

export interface UploadResult {
  readonly platform: "youtube";
  /** Null after a dry run, as is the address. */
  readonly platformVideoId: string | null;
  readonly url: string | null;
  /** In what the platform's visibility differs from what was asked; absent in runs begun before it was read back. */
  readonly visibilityReason?: string | null;
  readonly usage: readonly Usage[];
}
