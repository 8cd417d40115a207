import type { Noun } from "../command.ts";
import { clusterApply } from "./apply.ts";
import { clusterDescribe } from "./describe.ts";

export const cluster: Noun = {
  name: "cluster",
  summary: "Reconcile and describe the Temporal cluster",
  commands: [clusterApply, clusterDescribe],
};
