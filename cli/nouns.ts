import { audit } from "./audit/index.ts";
import { budget } from "./budget/index.ts";
import { channel } from "./channel/index.ts";
import { cluster } from "./cluster/index.ts";
import type { Noun, RunnableCommand } from "./command.ts";
import { createCompletion } from "./completion.ts";
import { cost } from "./cost/index.ts";
import { database } from "./database/index.ts";
import { doctor } from "./doctor.ts";
import { error } from "./error/index.ts";
import { file } from "./file/index.ts";
import { experiment } from "./experiment/index.ts";
import { key } from "./key/index.ts";
import { links } from "./links.ts";
import { login } from "./login.ts";
import { media } from "./media/index.ts";
import { metrics } from "./metrics.ts";
import { narration } from "./narration/index.ts";
import { production } from "./production/index.ts";
import { queue } from "./queue/index.ts";
import { quota } from "./quota/index.ts";
import { schedule } from "./schedule/index.ts";
import { script } from "./script/index.ts";
import { user } from "./user/index.ts";
import { video } from "./video/index.ts";
import { voice } from "./voice/index.ts";
import { whoami } from "./whoami.ts";
import { worker } from "./worker/index.ts";
import { workflow } from "./workflow/index.ts";

export const NOUNS: readonly Noun[] = [
  queue,
  video,
  script,
  narration,
  media,
  voice,
  file,
  channel,
  production,
  experiment,
  cost,
  budget,
  quota,
  workflow,
  schedule,
  worker,
  key,
  user,
  error,
  audit,
  cluster,
  database,
];

const PLAIN_VERBS: readonly RunnableCommand[] = [login, whoami, metrics, links, doctor];

export const VERBS: readonly RunnableCommand[] = [...PLAIN_VERBS, createCompletion(NOUNS, PLAIN_VERBS)];
