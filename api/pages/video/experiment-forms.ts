import type { ExperimentKind } from "../../../db/queries/experiments.ts";
import { once } from "../once.ts";
import type { FormFields, VideoForm } from "./forms.ts";
import { linesOf } from "./scene-words.ts";

/** Forms that begin, resume or stop a test, as the JSON routes take them. */
export const EXPERIMENT_FORMS: Readonly<Record<string, VideoForm>> = {
  "title-experiment": begins("title", ({ variants = "" }) => linesOf(variants)),
  "thumbnail-experiment": {
    ...begins("thumbnail", ({ object_key: own, ...fields }) => {
      const chosen = Object.entries(fields).flatMap(([name, key]) => (/^candidate_\d$/.test(name) ? [key] : []));
      return own === undefined ? chosen : [...chosen, own];
    }),
    takesFile: true,
  },
  "experiment-resume": {
    done: "The experiment tries again.",
    guarded: false,
    call: (_, { experiment_id: id = "" }) => {
      return { method: "POST", path: `/experiments/${encodeURIComponent(id)}/resume` };
    },
  },
  "experiment-stop": {
    done: "The experiment stops; what was there before comes back.",
    guarded: false,
    call: (_, { experiment_id: id = "", reason: why }) => {
      return { method: "POST", path: `/experiments/${encodeURIComponent(id)}/stop`, body: { reason: why } };
    },
  },
};

function begins(kind: ExperimentKind, variantsOf: (fields: FormFields) => readonly string[]): VideoForm {
  return {
    done: "The experiment has begun; the first variant stays as it is until its turn is over.",
    guarded: false,
    call: (path, fields) => {
      const { rotation_hours: hours, rounds_max: rounds } = fields;
      const video = { video_id: decodeURIComponent(path.replace("/pipeline/videos/", "")), kind };
      const terms = { rotation_hours: Number(hours), rounds_max: Number(rounds) };
      return {
        ...{ method: "POST", path: "/experiments", ...once(fields) },
        body: { ...video, variants: variantsOf(fields), ...terms },
      };
    },
  };
}
