import type { Noun, RunnableCommand } from "./command.ts";
import { schedule } from "./schedule/index.ts";
import { worker } from "./worker/index.ts";
import { workflow } from "./workflow/index.ts";

export const NOUNS: readonly Noun[] = [workflow, schedule, worker];
export const VERBS: readonly RunnableCommand[] = [];
