import { z } from "zod";
import { table } from "../text-table.ts";
import type { ApiClient } from "./api-client.ts";

const Video = z.object({
  title: z.string().nullable().default(null),
  score: z.number().nullable().default(null),
  publications: z.array(z.object({ platform: z.string(), url: z.string() })).default([]),
});
const Costs = z.object({
  spent_micro_usd: z.number(),
  stages: z.array(
    z.object({ stage: z.string(), spent_micro_usd: z.number(), duration_ms: z.number().nullable().default(null) }),
  ),
});

/** What came out: score, cost and seconds per stage, and where to look. */
export async function summarise(api: ApiClient, videoId: string, links: Readonly<Record<string, string>>) {
  const video = await api.call("GET", `/pipeline/videos/${videoId}`, Video);
  const costs = await api.call("GET", `/pipeline/videos/${videoId}/costs`, Costs);
  const rows = costs.stages.map(({ stage, spent_micro_usd: spent, duration_ms: ms }) => [
    stage,
    ms === null ? "" : (ms / 1000).toFixed(1),
    dollars(spent),
  ]);
  rows.push(["all", "", dollars(costs.spent_micro_usd)]);
  const published = video.publications.map(({ platform, url }): [string, string] => [`Published (${platform})`, url]);
  const places = [...Object.entries(links), ...published];
  return [
    `"${video.title ?? videoId}", quality ${video.score ?? "not scored"} of 100`,
    table(["stage", "seconds", "dollars"], rows),
    ...places.map(([what, url]) => `  ${what.padEnd(22)}${url}`),
  ].join("\n\n");
}

function dollars(microUsd: number): string {
  return (microUsd / 1e6).toFixed(4);
}
