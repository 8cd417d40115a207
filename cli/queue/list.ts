import { defineCommand } from "../command.ts";

interface QueueOverview {
  readonly mode: { readonly mode: string; readonly reason: string };
  readonly depth: number;
  readonly processing: number;
  readonly parked: number;
  readonly resuming: number;
  readonly slotsHeld: { readonly gpu: number; readonly cpu: number };
  readonly meanRunMs: number;
  readonly waiting: readonly {
    readonly position: number;
    readonly videoId: string;
    readonly channelId: string;
    readonly topic: string;
    readonly complexity: string;
    readonly priority: number;
    readonly etaAt: string;
  }[];
}

export const queueList = defineCommand({
  name: "list",
  summary: "Show the queue: its mode, its slots and the videos that wait",
  example: `longtake queue list \\
    --output json`,
  flags: {},
  async run(context) {
    const queue = await context.api().call<QueueOverview>({ method: "GET", path: "/pipeline/queue" });
    context.output.value(queue, () => [
      {
        title: "Queue",
        fields: [
          ["Mode", queue.mode.mode],
          ["Reason", queue.mode.reason],
          ["Waiting", queue.depth],
          ["Processing", queue.processing],
          ["Parked", queue.parked],
          ["Resuming", queue.resuming],
          ["Slots held", `gpu ${queue.slotsHeld.gpu}, cpu ${queue.slotsHeld.cpu}`],
          ["Mean run", { durationMs: queue.meanRunMs }],
        ],
      },
      {
        title: "Waiting",
        lines: context.output.table(queue.waiting, [
          { title: "#", value: (row) => row.position, align: "right" },
          { title: "VideoId", value: (row) => row.videoId },
          { title: "Priority", value: (row) => row.priority, align: "right" },
          { title: "Complexity", value: (row) => row.complexity },
          { title: "Channel", value: (row) => row.channelId, shrinks: true },
          { title: "Eta", value: (row) => ({ instant: row.etaAt }) },
          { title: "Topic", value: (row) => row.topic, shrinks: true },
        ]),
      },
    ]);
  },
});
