import { html } from "hono/html";

import { CAPTION_STYLES } from "../../domain/video/video-settings.ts";
import { ASPECTS, SECONDS_MAX, SECONDS_MIN, TOPIC_MAX_CHARACTERS } from "../../domain/video/video.ts";
import type { Refusal } from "./act.ts";
import { csrfField } from "./layout.ts";
import { onceField } from "./once.ts";
import { options } from "./video/form-parts.ts";
import type { Html } from "./words.ts";

type Fields = Readonly<Record<string, string>>;

export interface QueueForm {
  /** Those that take videos. */
  readonly channels: readonly { readonly channelId: string; readonly name: string }[];
  /** What was sent and refused; empty on a fresh page. */
  readonly entered: Fields;
  readonly refusal: Refusal | null;
}

/** What a maker says of a new video; all but the topic may be left to the channel. */
export function queueVideoForm(form: QueueForm, csrfToken: string): Html {
  const { channels, entered, refusal } = form;
  return html`<section class="card">
    <details ${refusal === null ? "" : "open"}>
      <summary><h2>Queue a video</h2></summary>
      <form class="stack" method="post" action="/videos">
        ${csrfField(csrfToken)} ${onceField()}
        <label>
          Topic
          <input
            name="topic"
            required
            maxlength="${TOPIC_MAX_CHARACTERS}"
            placeholder="How tides work"
            value="${entered["topic"]}"
            ${invalid(form, "topic")}
          />
          ${fault(form, "topic")}
        </label>
        ${channelField(form, channels)}
        <div class="pair">
          ${input(form, "seconds", "Length in seconds", "60", html`type="number" min="${SECONDS_MIN}" max="${SECONDS_MAX}"`)}
          ${choice(form, "aspect", "Shape", ASPECTS)}
        </div>
        <div class="pair">
          ${input(form, "language", "Language", "en, pt-BR", html`maxlength="35"`)}
          ${input(form, "voice", "Voice", "en-us, openai:alloy", html`maxlength="100"`)}
        </div>
        <div class="pair">
          ${choice(form, "captions", "Captions", CAPTION_STYLES)}
          ${input(form, "priority", "Priority, 10 first", "5", html`type="number" min="1" max="10"`)}
        </div>
        <p class="small quiet">What is left empty is as the channel has it; the priority is 5 then.</p>
        <div><button class="primary" type="submit">Queue the video</button></div>
      </form>
    </details>
  </section>`;
}

/** The fields as `POST /pipeline/queue` takes them; it judges them too. */
export function videoRequestOf(fields: Fields): object {
  const { topic = "", channel_id, seconds, aspect, language, voice, captions, priority } = fields;
  const given = { channel_id, aspect, language, voice, seconds: numeric(seconds), priority: numeric(priority) };
  const chosen = Object.entries(given).flatMap(([name, value]) => {
    const sent = typeof value === "string" ? value.trim() : value;
    return sent === undefined || sent === "" ? [] : [[name, sent] as const];
  });
  return { topic, ...Object.fromEntries(chosen), ...(captions ? { look: { captions } } : {}) };
}

/** Words stay words, so that the answer names the field. */
function numeric(text = ""): number | string {
  const value = Number(text);
  return text.trim() === "" || Number.isNaN(value) ? text : value;
}

function channelField(form: QueueForm, channels: QueueForm["channels"]): Html {
  const chosen = form.entered["channel_id"] ?? (channels.length === 1 ? channels[0]?.channelId : undefined);
  const named = channels.map(
    ({ channelId, name }) =>
      html`<option value="${channelId}" ${channelId === chosen ? "selected" : ""}>${name}</option>`,
  );
  return html`<label>
    Channel
    <select name="channel_id" required ${invalid(form, "channel_id")}>
      ${chosen === undefined && html`<option value="">${named.length === 0 ? "There is none yet" : "Choose one"}</option>`}
      ${named}
    </select>
    ${fault(form, "channel_id")}
  </label>`;
}

function choice(form: QueueForm, name: string, label: string, values: readonly string[]): Html {
  return html`<label>
    ${label}
    <select name="${name}" ${invalid(form, name)}>
      <option value="">the channel’s own</option>
      ${options(values, form.entered[name])}
    </select>
    ${fault(form, name)}
  </label>`;
}

/** `limits` are the attributes by which the browser judges what is entered. */
function input(form: QueueForm, name: string, label: string, placeholder: string, limits: Html): Html {
  return html`<label>
    ${label}
    <input name="${name}" ${limits} placeholder="${placeholder}" value="${form.entered[name]}" ${invalid(form, name)} />
    ${fault(form, name)}
  </label>`;
}

function faultOf({ refusal }: QueueForm, name: string) {
  const field = name === "captions" ? "look.captions" : name;
  return refusal?.faults.find((each) => each.field === field);
}

function invalid(form: QueueForm, name: string): Html | "" {
  return faultOf(form, name) === undefined ? "" : html`aria-invalid="true"`;
}

function fault(form: QueueForm, name: string): Html | null {
  const found = faultOf(form, name);
  return found === undefined
    ? null
    : html`<span class="fault">${found.detail}</span><span class="quiet">${found.remedy}</span>`;
}
