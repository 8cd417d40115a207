import type { z } from "zod";
import { CostReportSchema, VideoSchema } from "../../../api/pipeline/video-schemas.ts";
import { table } from "../text-table.ts";
import type { ApiClient } from "./api-client.ts";

type VideoStages = z.output<typeof VideoSchema>["stages"];

/** What came out: score, cost and seconds per stage, and where to look. */
export async function summarise(api: ApiClient, videoId: string, startPage: string): Promise<string> {
  const video = await api.call("GET", `/pipeline/videos/${videoId}`, VideoSchema);
  const costs = await api.call("GET", `/pipeline/videos/${videoId}/costs`, CostReportSchema);
  const stages = [...new Set(video.stages.map(({ stage }) => stage))];
  const rows = stages.map((stage) => [
    stage,
    secondsIn(stage, video.stages).toFixed(1),
    dollars(costs.by_stage[stage] ?? 0),
  ]);
  rows.push(["all", "", dollars(costs.spent_micro_usd)]);
  const places: [string, string][] = [
    ["Run in the Web UI", video.links.workflow],
    ["Page of the video", video.links.page],
    ["Start page", startPage],
    ...video.publications.map(({ platform, url }): [string, string] => [`Published (${platform})`, url]),
  ];
  return [
    `"${video.title ?? video.topic}", quality ${video.quality_score ?? "not scored"} of 100`,
    table(["stage", "seconds", "dollars"], rows),
    places.map(([what, url]) => `  ${what.padEnd(22)}${url}`).join("\n"),
  ].join("\n\n");
}

/** Over all attempts; stages run beside each other, so that their sum is no total. */
function secondsIn(stage: string, stages: VideoStages): number {
  return stages
    .filter((each) => each.stage === stage && each.finished_at !== null)
    .map(({ started_at: from, finished_at: to }) => (Date.parse(to ?? from) - Date.parse(from)) / 1000)
    .reduce((sum, seconds) => sum + seconds, 0);
}

function dollars(microUsd: number): string {
  return (microUsd / 1e6).toFixed(4);
}
