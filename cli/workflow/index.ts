import type { Noun } from "../command.ts";
import { workflowCancel } from "./cancel.ts";
import { workflowCount } from "./count.ts";
import { workflowDescribe } from "./describe.ts";
import { workflowExecute } from "./execute.ts";
import { workflowList } from "./list.ts";
import { workflowQuery } from "./query.ts";
import { workflowResult } from "./result.ts";
import { workflowShow } from "./show.ts";
import { workflowSignal } from "./signal.ts";
import { workflowStart } from "./start.ts";
import { workflowTerminate } from "./terminate.ts";
import { workflowUpdate } from "./update.ts";

export const workflow: Noun = {
  name: "workflow",
  summary: "Start, list and act on workflows",
  commands: [
    workflowStart,
    workflowExecute,
    workflowList,
    workflowCount,
    workflowDescribe,
    workflowShow,
    workflowResult,
    workflowQuery,
    workflowSignal,
    workflowUpdate,
    workflowCancel,
    workflowTerminate,
  ],
};
