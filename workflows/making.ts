import { allHandlersFinished, continueAsNew, proxyLocalActivities, workflowInfo } from "@temporalio/workflow";
import type { StageActivities } from "../activities/stages.ts";
import { markdownText } from "../domain/markdown.ts";
import { longEnoughToBuy, transaction } from "./activity-options.ts";
import type { Draft } from "./draft.ts";
import type { generateVideo } from "./generate-video.ts";
import { productionActivities } from "./production.ts";
import type { StageSoFar } from "./stage.ts";
import { assureQuality, askPerson, render, retitle } from "./quality.ts";

const records = proxyLocalActivities<StageActivities>(transaction);

/** Makes whatever is missing until the video may be published; an edit on the way makes parts of it missing again. */
export async function makeWhole(draft: Draft): Promise<"publishable" | "rejected"> {
  for (;;) {
    await continueInFreshHistory(draft);
    if (draft.script === null) await writeScript(draft);
    else if (draft.narration === null || draft.media === null) await Promise.all([narrate(draft), illustrate(draft)]);
    else if (draft.rendered === null) await render(draft);
    else if (draft.inspection === null) await assureQuality(draft);
    else if (draft.approval === "rejected") return "rejected";
    else if (draft.isRetitled) await retitle(draft);
    else if (draft.approval === null && (draft.isHeld || draft.inspection.needsRepair)) await askPerson(draft);
    else if (draft.isDeciding) await draft.decided();
    else {
      draft.isClosed = true;
      return "publishable";
    }
  }
}

async function writeScript(draft: Draft): Promise<void> {
  const { run } = draft;
  const { videoId, channelId } = run.input;
  const { script: activities } = productionActivities(run.input);
  const { spec } = run;
  const { scriptKey: adoptedKey, translateKey } = spec.reuse ?? {};
  const write = () => {
    if (adoptedKey !== undefined) {
      return activities.adoptScript.executeWithOptions({ summary: "the words of another video" }, [
        { scriptKey: adoptedKey },
      ]);
    }
    if (translateKey !== undefined) {
      const language = spec.language ?? "en";
      return activities.translateScript.executeWithOptions({ summary: `into ${language}` }, [
        { videoId, scriptKey: translateKey, language, spec },
      ]);
    }
    return activities.writeScript.executeWithOptions({ summary: `${spec.seconds} s: ${markdownText(spec.topic)}` }, [
      { videoId, channelId, spec },
    ]);
  };
  const script = await draft.make("script", write, (made) => (draft.script = made));
  if (script === null) return;
  const title = draft.dress.title ?? script.title;
  await records.recordArtifacts({ videoId, artifacts: { scriptKey: script.scriptKey }, title });
}

async function narrate(draft: Draft): Promise<void> {
  const { run, script } = draft;
  if (draft.narration !== null || script === null) return;
  const { videoId } = run.input;
  const { spec } = run;
  const { narration: activities } = productionActivities(run.input);
  const speak = ({ reservedCharacters }: StageSoFar) => {
    const reserved = reservedCharacters === undefined ? {} : { reservedCharacters };
    const limit = longEnoughToBuy(reservedCharacters, run.input.policy.stages.narration.timeoutMs);
    return activities.narrate.executeWithOptions({ summary: `voice ${spec.voice}`, ...limit }, [
      { videoId, scriptKey: script.scriptKey, voice: spec.voice, spec, ...reserved },
    ]);
  };
  await draft.make("narration", speak, (made) => (draft.narration = made));
}

async function illustrate(draft: Draft): Promise<void> {
  const { run, script, keep } = draft;
  if (draft.media !== null || script === null) return;
  const { videoId, channelId } = run.input;
  const { spec } = run;
  const { scriptKey } = script;
  const { media: activities } = productionActivities(run.input);
  const prepare = () => {
    if (keep !== null && keep.scenes.every((scene) => scene !== null)) {
      return activities.adoptMedia.executeWithOptions({ summary: "pictures that are there" }, [{ scriptKey, keep }]);
    }
    return activities.prepareMedia.executeWithOptions({ summary: `pictures in ${spec.aspect}` }, [
      { videoId, channelId, scriptKey, spec, ...(keep === null ? {} : { keep }) },
    ]);
  };
  await draft.make("media", prepare, (made) => {
    draft.media = made;
    draft.keep = null;
  });
}

/** Many edits fill a history: the run goes on in a new one, with all that is made and decided. */
async function continueInFreshHistory(draft: Draft): Promise<void> {
  if (!workflowInfo().continueAsNewSuggested || draft.script === null) return;
  if (draft.isDeciding || !allHandlersFinished()) return;
  const clock = draft.run.clock.carry();
  await continueAsNew<typeof generateVideo>({
    ...draft.run.input,
    carried: draft.carry(),
    ...(clock ? { clock } : {}),
  });
}
