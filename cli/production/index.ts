import type { Noun } from "../command.ts";
import { productionCreate } from "./create.ts";
import { productionDelete } from "./delete.ts";
import { productionFire } from "./fire.ts";
import { productionList } from "./list.ts";
import { productionShow } from "./show.ts";
import { productionPause, productionResume } from "./toggle.ts";
import { productionUpdate } from "./update.ts";
import { productionVideos } from "./videos.ts";

export const production: Noun = {
  name: "production",
  summary: "Let channels make videos by themselves",
  commands: [
    ...[productionCreate, productionList, productionShow, productionUpdate],
    ...[productionPause, productionResume, productionFire, productionVideos, productionDelete],
  ],
};
