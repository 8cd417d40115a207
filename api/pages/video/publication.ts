import { html } from "hono/html";

import { PRIVACY_STATUSES } from "../../../domain/video/video.ts";
import { visibilityRemedy } from "../../../domain/video/visibility.ts";
import { csrfField } from "../layout.ts";
import { videoUrl } from "./cards.ts";
import { options } from "./form-parts.ts";
import { isPublished, isTriedOnly, mayPublish, type VideoPage } from "./view.ts";
import { type Html, instant, status } from "../words.ts";

const PLATFORM_NAMES: Readonly<Record<string, string>> = { youtube: "YouTube" };

/** Where the video is outside, and what the platform made of it: an upload that was refused is not published. */
export function publicationLine(video: VideoPage): Html | null {
  if (isTriedOnly(video)) return html`<span class="quiet">Not uploaded: dry run</span>`;
  const { publication, nowMs } = video;
  if (publication === null) return null;
  const { url, platform, processing } = publication;
  const name = PLATFORM_NAMES[platform] ?? platform;
  if (processing === "failed") {
    return html`<a href="${url}">Uploaded to ${name}</a> ${status("failed", `not shown: ${name} could not use it`)}`;
  }
  if (processing === "gone") return status("failed", `No longer on ${name}`);
  const hour = hourToCome(video);
  return html`<a href="${url}">${hour === null ? "Published on" : "Uploaded to"} ${name}</a>
    ${hour !== null && html`<span class="quiet">public ${instant(hour, nowMs)}</span>`}
    ${processing === "processing" && status("waiting", `${name} is still processing it`)}`;
}

/** Why the platform does not show it, or not as was asked, before everything else on the page. */
export function publicationFault({ publication }: VideoPage): Html | null {
  if (publication === null) return null;
  if (publication.processing !== "failed" && publication.processing !== "gone") return visibilityNotice(publication);
  const name = PLATFORM_NAMES[publication.platform] ?? publication.platform;
  return html`<section class="notice bad" aria-label="Publication">
    <p class="wrap">${publication.processingReason ?? `${name} does not show this video.`}</p>
    <p class="small">
      Nobody can watch it there. Look into ${name} Studio; an edit of a scene makes a new, linked video.
    </p>
  </section>`;
}

function visibilityNotice({ visibilityReason, privacy }: NonNullable<VideoPage["publication"]>): Html | null {
  if (visibilityReason === null) return null;
  return html`<section class="notice bad" aria-label="Visibility">
    <p class="wrap">Not shown as was asked: ${visibilityReason}</p>
    <p class="small">${visibilityRemedy(privacy)}</p>
  </section>`;
}

/** Publishes a finished video, or says who may see one that is on the platform; null where the reader may not. */
export function publishForm(video: VideoPage, csrfToken: string): Html | null {
  if (!mayPublish(video)) return null;
  const hour = hourToCome(video);
  const [name, button] = isPublished(video)
    ? ["Who may see it", "Change who may see it"]
    : ["Publish it", "Upload and publish"];
  return html`<details ${isPublished(video) ? "" : "open"}>
    <summary>${name}</summary>
    <form class="stack" method="post" action="${videoUrl(video.videoId)}/publish">
      ${csrfField(csrfToken)}
      <input type="hidden" name="shown_at" value="${video.nowMs}" />
      <div class="pair">
        <label
          >Who may see it
          <select name="privacy">
            ${options(PRIVACY_STATUSES, video.spec.publish.privacy)}
          </select></label
        >
        <label>
          Made public at (UTC), or nothing for at once
          <input
            name="publish_at"
            type="datetime-local"
            min="${minutesOf(new Date(video.nowMs).toISOString())}"
            value="${hour === null ? "" : minutesOf(hour)}"
          />
        </label>
      </div>
      <p class="small quiet">
        ${
          isTriedOnly(video)
            ? "It was a dry run: nothing was uploaded yet. Title and thumbnail go along as they are here."
            : "With an hour it stays private until then, whatever is chosen beside it."
        }
      </p>
      <div><button type="submit">${button}</button></div>
    </form>
  </details>`;
}

/** ISO instant at which the platform will make it public; null for a video that nothing is planned for. */
function hourToCome({ publishStatus, scheduledFor, nowMs }: VideoPage): string | null {
  return publishStatus === "scheduled" && scheduledFor !== null && Date.parse(scheduledFor) > nowMs
    ? scheduledFor
    : null;
}

/** As the browser's field wants it: minutes without a zone. */
function minutesOf(at: string): string {
  return at.slice(0, 16);
}
