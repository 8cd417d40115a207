import { rm } from "node:fs/promises";
import { ffmpeg, makeVideo, openStudio, specOf } from "../tests/activities/rendering/made-video.ts";
import { pcmOf, shiftOf } from "./drift/shift.ts";
import type { RenderPlan } from "../domain/render/plan.ts";
import type { BenchContext, Figure } from "./figure.ts";
import { exactly, shown } from "./measure.ts";

const SECONDS = 600;
const FRAMES_MAX = 1;

/**
 * How far sound and picture are apart at the end of a ten-minute video: the speech is looked for in the finished file's
 * last seconds, and the last picture's time is set beside its number.
 */
export async function run({ onLine }: BenchContext): Promise<readonly Figure[]> {
  const studio = await openStudio();
  try {
    onLine(`a video of ${SECONDS} s`);
    const { plan: planned, video } = await makeVideo(studio, specOf({ seconds: SECONDS, seed: 11 }));
    const { audio, fps, frameCount } = await studio.storage.getJson<RenderPlan>(planned.planKey);
    const videoPath = await studio.storage.getFile(video.videoKey);
    const heard = await pcmOf(videoPath, studio.folder);
    const spoken = await pcmOf(await studio.storage.getFile(audio.narrationKey), studio.folder);
    const soundMs = shiftOf({ heard, spoken, startMs: audio.narrationStartMs ?? 0 });
    const { streams } = await ffmpeg.ffprobe(videoPath);
    const picture = streams.find(({ codec_type: kind }) => kind === "video");
    const pictureMs = 1000 * (Number(picture?.duration) - frameCount / fps);
    const frames = (Math.abs(soundMs - pictureMs) * fps) / 1000;
    return [
      shown("length of the video", Number(picture?.duration), "s"),
      exactly("pictures lost or doubled", Number(picture?.nb_frames) - frameCount, 0, "pictures"),
      shown("speech at the end, from where it was planned", soundMs, "ms"),
      shown("end of the pictures, from where it was planned", pictureMs, "ms"),
      { figure: "apart at the end", value: frames, unit: "frames", goal: `≤ ${FRAMES_MAX}`, ok: frames <= FRAMES_MAX },
    ];
  } finally {
    await rm(studio.folder, { recursive: true, force: true });
  }
}
