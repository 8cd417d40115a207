import { AppError } from "../../domain/errors.ts";
import type { Finding } from "../../domain/video/production.ts";
import { defineCommand } from "../command.ts";
import { objectKeyOf } from "../file/upload-file.ts";
import { required, text } from "../flags.ts";
import { isYes, publishFlags } from "../setting-flags.ts";
import { readPolicyFile } from "./policy-file.ts";
import { runStage } from "../stage/run-stage.ts";
import { saveFile } from "../stage/save-file.ts";

export const videoInspect = defineCommand({
  name: "inspect",
  summary: "Judge a finished file, against its plan where there is one",
  details:
    "Without a plan only what the file itself tells is judged, and the report says what is unknown. A --policy has the form of assets/quality-policy.yaml; what it leaves out stays as delivered. A file that must not go out (a hard failure) exits with 1.",
  example: `longtake video inspect \\
    --file video.mp4 \\
    --plan plan.json \\
    --report report.json`,
  flags: {
    file: required(text("-f, --file <PathOrKey>", "Video to judge")),
    plan: text("--plan <PathOrKey>", "What it is meant to be"),
    audio: text("--audio <Key>", "AudioKey of the sound master it was made with"),
    timings: text("--timings <Key>", "TimingsKey of its narration"),
    media: text("--media <Key>", "MediaKey of its pictures"),
    syntheticMedia: publishFlags.syntheticMedia,
    policy: text("--policy <Path>", "Thresholds and weights of your own, YAML or JSON"),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel whose costs these are"),
    report: text("--report <Path>", "Where to write the whole report"),
  },
  async run(context, { file, plan, audio, timings, media, syntheticMedia, policy, channelId, report }) {
    const run = await runStage(context, "qa", {
      channelId,
      videoKey: await objectKeyOf(context, file),
      planKey: plan === undefined ? undefined : await objectKeyOf(context, plan),
      audioKey: audio,
      timingsKey: timings,
      mediaKey: media,
      containsSyntheticMedia: isYes(syntheticMedia),
      policy: policy === undefined ? undefined : await readPolicyFile(policy),
    });
    if (report !== undefined) {
      await saveFile(context, { stageRunId: run.stageRunId, artifact: "report.json", path: report });
    }
    const { score = 0, needsRepair = true, findings = [] } = run.result ?? {};
    context.output.value(run, () => [
      {
        title: "Judged",
        fields: [
          ["StageRunId", run.stageRunId],
          ["Score", score],
          ["NeedsRepair", needsRepair],
          ["Findings", findings.length],
          ["Report", report ?? run.objectKeys["reportKey"]],
          ["Cost", { microUsd: run.spentMicroUsd }],
        ],
      },
      { title: "Findings", lines: findingLines(findings) },
    ]);
    const hard = findings.filter(({ hardFail }) => hardFail);
    if (hard.length === 0) return;
    throw new AppError("quality_rejected", `The file must not go out: ${hard[0]?.message ?? ""}`, {
      remedy: "Mend what the findings name, then judge it again.",
    });
  },
});

function findingLines(findings: readonly Finding[]): string[] {
  return findings.map(({ check, fromMs, toMs, pointsLost, message }) => {
    return `  ${clock(fromMs)}–${clock(toMs)}  ${check.replaceAll("_", " ")}  −${pointsLost}  ${message}`;
  });
}

/** `1:05.3` */
function clock(ms: number): string {
  const tenths = Math.round(ms / 100);
  const seconds = (tenths / 10) % 60;
  return `${Math.floor(tenths / 600)}:${seconds.toFixed(1).padStart(4, "0")}`;
}
