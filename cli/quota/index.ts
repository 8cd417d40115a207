import type { Noun } from "../command.ts";
import { quotaShow } from "./show.ts";

export const quota: Noun = {
  name: "quota",
  summary: "See what outside platforms still allow",
  commands: [quotaShow],
};
