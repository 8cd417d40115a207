import type { Noun } from "../command.ts";
import { scheduleBackfill } from "./backfill.ts";
import { scheduleDelete } from "./delete.ts";
import { scheduleDescribe } from "./describe.ts";
import { scheduleList } from "./list.ts";
import { scheduleToggle } from "./toggle.ts";
import { scheduleTrigger } from "./trigger.ts";

export const schedule: Noun = {
  name: "schedule",
  summary: "List and act on schedules",
  commands: [scheduleList, scheduleDescribe, scheduleToggle, scheduleTrigger, scheduleBackfill, scheduleDelete],
};
