import { expect, test } from "vitest";

import { once } from "../../api/pages/once.ts";
import { videoRequestOf } from "../../api/pages/queue-form.ts";
import { startPage } from "../../api/pages/start.ts";
import { hostile, startExample } from "./examples.ts";
import { frame, textOf } from "./page-text.ts";

const EMPTY = { channel_id: "", seconds: "", aspect: "", language: "", voice: "", captions: "", priority: "" };

test("what is left empty is left to the channel", () => {
  expect(videoRequestOf({ ...EMPTY, topic: "Tides", csrf_token: "x", form_key: "k" })).toEqual({ topic: "Tides" });
});

test("all fields arrive as the JSON route takes them", () => {
  const fields = { topic: "Tides", channel_id: "science", seconds: "45", aspect: "9:16", language: "de" };
  const rest = { voice: " de ", captions: "karaoke", priority: "8" };
  expect(videoRequestOf({ ...fields, ...rest })).toEqual({
    ...{ topic: "Tides", channel_id: "science", seconds: 45, aspect: "9:16", language: "de", voice: "de", priority: 8 },
    look: { captions: "karaoke" },
  });
  expect(videoRequestOf({ topic: "Tides", seconds: "a minute" })).toEqual({ topic: "Tides", seconds: "a minute" });
});

test("a form sent twice is one request, and another one when its content or its page is another", () => {
  const fields = { form_key: "k", topic: "Tides", csrf_token: "a" };
  const { idempotencyKey } = once(fields);
  expect(idempotencyKey).toMatch(/^page\/[0-9a-f]{64}$/);
  expect(once({ ...fields, csrf_token: "b", password: "secret" })).toEqual({ idempotencyKey });
  expect(once({ ...fields, topic: "Rain" })).not.toEqual({ idempotencyKey });
  expect(once({ ...fields, form_key: "l" })).not.toEqual({ idempotencyKey });
  expect(once({ topic: "Tides" })).toEqual({});
});

test("what was refused stands beside its field, and what was entered stays", () => {
  const example = startExample({});
  const faults = [{ field: "look.captions", detail: "no such style", remedy: "Send one of: plain." }];
  const refusal = { tone: "bad", text: "look.captions: no such style", status: 422, faults } as const;
  const entered = { ...EMPTY, topic: hostile, channel_id: "science", seconds: "45" };
  const page = textOf(startPage(frame, { ...example, form: { ...example.form, entered, refusal } }));
  expect(page).toMatch(/<details open>\s*<summary><h2>Queue a video/);
  expect(page).toContain('value="45"');
  expect(page).toMatch(
    /name="captions" aria-invalid="true"[\s\S]*?no such style<\/span><span class="quiet">Send one of: plain\.</,
  );
  expect(page).toContain("&lt;script&gt;");
  expect(page).not.toContain("<script>");
});

test("who may only read is offered no form, and several channels want a choice", () => {
  const example = startExample({});
  expect(textOf(startPage(frame, { ...example, mayExecute: false }))).not.toContain("Queue a video");
  const channels = [...example.form.channels, { channelId: "history", name: "History" }];
  const page = textOf(startPage(frame, { ...example, form: { ...example.form, channels } }));
  expect(page).toMatch(/<select name="channel_id" required[^>]*>\s*<option value="">Choose one<\/option>/);
});
