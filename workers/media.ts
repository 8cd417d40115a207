import { join } from "node:path";
import { createEditingActivities } from "../activities/editing.ts";
import { createInspectionActivities } from "../activities/inspection/inspection.ts";
import { createMediaActivities } from "../activities/media/media.ts";
import { createNarrationActivities } from "../activities/narration/narration.ts";
import { createScriptActivities } from "../activities/script/script.ts";
import { removeDeadWork } from "../activities/work-folder.ts";
import { createFfmpeg } from "../clients/ffmpeg/ffmpeg.ts";
import { createLanguageModel } from "../clients/language-model/language-model.ts";
import { languageModelOf } from "../clients/language-model/settings.ts";
import { readQualityPolicy } from "../clients/quality-policy.ts";
import { createSpeechEngines } from "../clients/speech/engines.ts";
import { createEspeakEngine } from "../clients/speech/espeak.ts";
import { paidSpeechOf } from "../clients/speech/settings.ts";
import { mediaSources } from "./media-sources.ts";
import type { Role } from "./role.ts";

/** Writes, speaks, illustrates and inspects; the rendering role does the heavy part. */
export const media: Role = async (dependencies) => {
  const { environment, settings, storage, progress } = dependencies;
  const ffmpeg = createFfmpeg();
  const speech = createSpeechEngines({ espeak: createEspeakEngine(), paid: paidSpeechOf(environment), storage });
  const workPath = join(environment.LONGTAKE_DATA_DIR, "work");
  await removeDeadWork(workPath);
  const modelSettings = languageModelOf(environment);
  const languageModel = modelSettings === null ? null : createLanguageModel(modelSettings);
  const policy = await readQualityPolicy(settings.quality.policyFile);
  const activities = {
    ...createScriptActivities({ storage, speech: speech.rehearsal, progress, languageModel }),
    ...createNarrationActivities({ storage, speech, ffmpeg, progress, workPath }),
    ...createEditingActivities({ storage }),
    ...createMediaActivities({ storage, ffmpeg, progress, workPath, sources: mediaSources(dependencies) }),
    ...createInspectionActivities({ storage, ffmpeg, progress, policy, workPath }),
  };
  return [{ taskQueue: "media", activities }];
};
