import type { Noun } from "../command.ts";
import { errorList } from "./list.ts";
import { errorRedrive } from "./redrive.ts";

export const error: Noun = {
  name: "error",
  summary: "See and redrive failed events",
  commands: [errorList, errorRedrive],
};
