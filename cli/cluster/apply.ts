import { defineCommand } from "../command.ts";
import { toggle } from "../flags.ts";

export const clusterApply = defineCommand({
  name: "apply",
  summary: "Bring namespace, search attributes and schedules to what temporal-config.yaml declares",
  details: "Prints what differs. A second run changes nothing; what cannot change is an error with the remedy.",
  example: `longtake cluster apply \\
    --dry-run`,
  flags: { dryRun: toggle("--dry-run", "Only print what would change") },
  async run(context, { dryRun }) {
    const settings = await context.settings();
    const temporal = await context.temporal();
    const { applyCluster } = await import("../../clients/cluster/cluster.ts");
    const changes = await applyCluster({ temporal, settings, dryRun });
    const rows = changes.map(({ kind, what, from, to }) => ({ kind, what, from, to, applied: !dryRun }));
    await context.output.list(rows, [
      { title: "Kind", value: (row) => row.kind },
      { title: "What", value: (row) => row.what },
      { title: "From", value: (row) => row.from, shrinks: true },
      { title: "To", value: (row) => row.to, shrinks: true },
    ]);
    if (rows.length === 0) context.output.note("Nothing differs.");
  },
});
