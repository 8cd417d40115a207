import type { Noun } from "../command.ts";
import { experimentResume, experimentStop } from "./act.ts";
import { experimentCreate } from "./create.ts";
import { experimentList } from "./list.ts";
import { experimentShow } from "./show.ts";

export const experiment: Noun = {
  name: "experiment",
  summary: "Test titles and thumbnails on published videos",
  commands: [experimentCreate, experimentList, experimentShow, experimentStop, experimentResume],
};
