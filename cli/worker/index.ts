import type { Noun } from "../command.ts";
import { workerDescribe } from "./describe.ts";
import { workerList } from "./list.ts";

export const worker: Noun = {
  name: "worker",
  summary: "List and describe workers",
  commands: [workerList, workerDescribe],
};
