import { required, text } from "../flags.ts";

export const scheduleIdFlag = required(text("-s, --schedule-id <YourScheduleId>", "Schedule to act on"));

/** What to do when the schedule's workflow still runs. */
export const OVERLAP_POLICIES = [
  "SKIP",
  "BUFFER_ONE",
  "BUFFER_ALL",
  "CANCEL_OTHER",
  "TERMINATE_OTHER",
  "ALLOW_ALL",
] as const;
