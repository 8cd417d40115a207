import { html } from "hono/html";

import { artifactUrl, videoUrl } from "./cards.ts";
import type { VideoPage } from "./view.ts";
import { type Html, moment } from "../words.ts";

/** Width of the drawing in its own units; the page stretches it. */
const WIDTH = 1_000;
const SOUND_HEIGHT = 64;
const HEIGHT = 84;
/** A finding of an instant must still be hit by a finger. */
const FINDING_WIDTH_MIN = 10;

/** The sound from end to end, where scenes begin, and where quality control found something. */
export function timelineSection(video: VideoPage): Html | null {
  const { durationMs } = video;
  if (durationMs === null || durationMs <= 0 || !video.artifacts.has("video.mp4")) return null;
  const x = (ms: number) => ((Math.min(ms, durationMs) / durationMs) * WIDTH).toFixed(1);
  const cuts = video.storyboard.flatMap(({ time, number }) =>
    time && number > 1
      ? [html`<line class="cut" x1="${x(time.fromMs)}" x2="${x(time.fromMs)}" y1="0" y2="${HEIGHT}" />`]
      : [],
  );
  const findings = video.report?.checks.flatMap((check) => check.findings) ?? [];
  const marks = findings.map(({ fromMs, toMs, message, hardFail }) => {
    const width = Math.max(FINDING_WIDTH_MIN, Number(x(toMs)) - Number(x(fromMs)));
    const left = Math.min(Number(x(fromMs)), WIDTH - width);
    const seconds = (fromMs / 1_000).toFixed(2);
    return html`<a
      href="${artifactUrl(video.videoId, "video.mp4")}#t=${seconds}"
      data-second="${seconds}"
      aria-label="${moment(fromMs)}: ${message}"
      ><rect
        class="finding ${hardFail ? "bad" : ""}"
        x="${left.toFixed(1)}"
        y="${SOUND_HEIGHT + 4}"
        width="${width.toFixed(1)}"
        height="14"
        rx="3"
        ><title>${moment(fromMs)}: ${message}</title></rect
      ></a
    >`;
  });
  return html`<svg
    class="timeline"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    role="group"
    aria-label="Sound, scenes and findings from beginning to end"
    data-timeline="${(durationMs / 1_000).toFixed(2)}"
  >
    <rect class="ground" x="0" y="0" width="${WIDTH}" height="${SOUND_HEIGHT}" />
    ${
      video.hasSound &&
      html`<image
        href="${videoUrl(video.videoId)}/waveform.svg"
        x="0"
        y="0"
        width="${WIDTH}"
        height="${SOUND_HEIGHT}"
        preserveAspectRatio="none"
      />`
    }
    ${cuts}${marks}
    <line class="playhead" data-playhead x1="0" x2="0" y1="0" y2="${HEIGHT}" />
  </svg>`;
}
