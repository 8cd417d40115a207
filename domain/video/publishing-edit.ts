import { oneOf, refused } from "./edit-rules.ts";
import { PRIVACY_STATUSES, type PublishSettings, type VideoSpec } from "./video.ts";
import type { SettingEdit } from "./video-edits.ts";

/** YouTube takes 5,000 bytes, chapters and credits included. */
export const DESCRIPTION_MAX_CHARACTERS = 5000;

/** The publishing settings that an edit makes of those of a spec; refuses what contradicts itself. */
export function publishingOf(
  { publish }: VideoSpec,
  edit: Extract<SettingEdit, { kind: "publishing" }>,
): PublishSettings {
  const { privacy = publish.privacy } = edit;
  // Whoever lets others see it at once wants no hour any more.
  const isOpened = edit.privacy !== undefined && edit.privacy !== "private";
  const { publishAt = isOpened ? null : publish.publishAt } = edit;
  if (!PRIVACY_STATUSES.includes(privacy)) {
    throw refused("privacy", `"${privacy}" says not who may see it`, oneOf(PRIVACY_STATUSES));
  }
  if (publishAt !== null && Number.isNaN(Date.parse(publishAt))) {
    throw refused("publishAt", `"${publishAt}" is not an instant`, "Write it as 2026-11-21T10:00:00Z.");
  }
  if (publishAt !== null && privacy !== "private") {
    throw refused("privacy", "it must be private until it is made public", "Send privacy private with it.");
  }
  return { ...describedAs(publish, edit.description), privacy, publishAt };
}

function describedAs(publish: PublishSettings, text: string | null | undefined): PublishSettings {
  if (text === undefined) return publish;
  const { description: _, ...rest } = publish;
  if (text === null) return rest;
  const words = text.trim();
  if (words === "") throw refused("description", "the description is empty", "Write some words, or send null.");
  if (Array.from(words).length > DESCRIPTION_MAX_CHARACTERS) {
    const remedy = `Use at most ${DESCRIPTION_MAX_CHARACTERS}.`;
    throw refused("description", `the description has ${Array.from(words).length} characters`, remedy);
  }
  return { ...rest, description: words };
}
