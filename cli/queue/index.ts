import type { Noun } from "../command.ts";
import { queueAdd } from "./add.ts";
import { queueCancel } from "./cancel.ts";
import { queueDrain } from "./drain.ts";
import { queueList } from "./list.ts";
import { queuePause } from "./pause.ts";
import { queueReprioritise } from "./reprioritise.ts";
import { queueResume } from "./resume.ts";

export const queue: Noun = {
  name: "queue",
  summary: "Fill and steer the production queue",
  commands: [queueAdd, queueList, queuePause, queueResume, queueDrain, queueCancel, queueReprioritise],
};
