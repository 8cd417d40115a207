import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { videoFlags, videoLayer } from "../queue/video-flags.ts";

interface Estimate {
  readonly expectedUsd: number;
  readonly worstUsd: number;
  readonly basis: "measured" | "model";
  readonly samples: number;
  readonly stages: readonly {
    readonly stage: string;
    readonly expectedMicroUsd: number;
    readonly worstMicroUsd: number;
  }[];
  readonly lines: readonly {
    readonly stage: string;
    readonly service: string;
    readonly operation: string;
    readonly units: number;
    readonly unit: string;
    readonly microUsd: number;
  }[];
}

export const costEstimate = defineCommand({
  name: "estimate",
  summary: "Estimate what a video would cost, without queueing it",
  details:
    "Takes the flags of `longtake queue add`. Expected is one attempt of each stage; the worst case is what these attempts reserve before they begin.",
  example: `longtake cost estimate \\
    --topic "How tides work" \\
    --seconds 90 \\
    --voice elevenlabs:rachel`,
  flags: {
    topic: required(text("-t, --topic <Text>", "What the video is about")),
    channelId: text("-c, --channel-id <YourChannelId>", "Channel that publishes it"),
    ...videoFlags,
  },
  async run(context, { topic, channelId, ...flags }) {
    const body = { topic, channelId, ...(await videoLayer(context, flags)) };
    const estimate = await context.api().call<Estimate>({ method: "POST", path: "/costs/estimate", body });
    const basis = estimate.basis === "measured" ? `${estimate.samples} finished videos` : "constants, nothing measured";
    context.output.value(estimate, () => [
      {
        title: "Estimate",
        fields: [
          ["Expected", { microUsd: estimate.expectedUsd * 1_000_000 }],
          ["Worst case", { microUsd: estimate.worstUsd * 1_000_000 }],
          ["Basis", basis],
        ],
      },
      {
        title: "Stages",
        lines: context.output.table(estimate.stages, [
          { title: "Stage", value: (row) => row.stage },
          { title: "Expected", value: (row) => ({ microUsd: row.expectedMicroUsd }), align: "right" },
          { title: "Worst case", value: (row) => ({ microUsd: row.worstMicroUsd }), align: "right" },
        ]),
      },
      {
        title: "Expected use",
        lines: context.output.table(estimate.lines, [
          { title: "Stage", value: (row) => row.stage },
          { title: "Service", value: (row) => row.service },
          { title: "Operation", value: (row) => row.operation },
          { title: "Units", value: (row) => Math.round(row.units * 10) / 10, align: "right" },
          { title: "Unit", value: (row) => row.unit },
          { title: "Cost", value: (row) => ({ microUsd: row.microUsd }), align: "right" },
        ]),
      },
    ]);
  },
});
