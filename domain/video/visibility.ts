import type { PrivacyStatus } from "./video.ts";

export interface AskedVisibility {
  readonly privacy: PrivacyStatus;
  /** ISO instant at which a private video becomes public; null for none. */
  readonly publishAt: string | null;
}

/** As the platform tells it. */
export interface ShownVisibility {
  readonly privacyStatus: string;
  readonly publishAt?: string | undefined;
}

/** The platform may keep an hour to the minute only. */
const HOUR_TOLERANCE_MS = 60_000;

/** What a platform publishes by itself is public some minutes after its hour at the latest. */
export const LATE_AFTER_MS = 10 * 60_000;

/** In what the platform's answer differs from what was asked; null where it does not. */
export function visibilityFault(asked: AskedVisibility, shown: ShownVisibility, nowMs: number): string | null {
  const { privacy, publishAt } = asked;
  const shownAt = shown.publishAt === undefined ? null : Date.parse(shown.publishAt);
  const found = `YouTube has it as ${shown.privacyStatus}${shownAt === null ? "" : `, public at ${iso(shownAt)}`}`;
  if (publishAt === null) {
    return shown.privacyStatus === privacy && shownAt === null ? null : `asked for ${privacy}, ${found}`;
  }
  const askedMs = Date.parse(publishAt);
  const isLate = nowMs >= askedMs + LATE_AFTER_MS;
  const isPlanned = !isLate && shownAt !== null && Math.abs(shownAt - askedMs) <= HOUR_TOLERANCE_MS;
  const hasCome = shown.privacyStatus === "public" && askedMs <= nowMs;
  return isPlanned || hasCome ? null : `asked for public at ${iso(askedMs)}, ${found}`;
}

/**
 * Whether nobody but its owner can see it, by what was read back last. A scheduled video whose hour has come counts as
 * seen until the platform is found late; who may see it may also have been changed there since.
 */
export function isHidden(
  { privacy, visibilityReason }: { readonly privacy: string | null; readonly visibilityReason: string | null },
  scheduledFor: string | null,
  nowMs: number,
): boolean {
  if (privacy !== "private") return false;
  const hasCome = scheduledFor !== null && Date.parse(scheduledFor) <= nowMs;
  return !hasCome || visibilityReason !== null;
}

/** What a person can do about it; `privacy` is what the platform has. */
export function visibilityRemedy(privacy: string | null): string {
  return privacy === "private" ? LOCKED_REMEDY : OTHER_REMEDY;
}

const OTHER_REMEDY = "Look in YouTube Studio, then say again who may see it: longtake video publish.";
const LOCKED_REMEDY =
  "YouTube locks to private what an API project uploads before it passed Google's audit: have the project audited (support.google.com/youtube/contact/yt_api_form), or look in YouTube Studio; then ask again with longtake video publish.";

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
