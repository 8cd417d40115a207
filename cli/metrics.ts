import { defineCommand } from "./command.ts";
import { valueSections } from "./value-sections.ts";

export const metrics = defineCommand({
  name: "metrics",
  summary: "Show the pipeline's numbers: depth, rates, errors and costs",
  example: `longtake metrics \\
    --output json`,
  flags: {},
  async run(context) {
    const numbers = await context.api().call<unknown>({ method: "GET", path: "/pipeline/metrics" });
    context.output.value(numbers, () => valueSections(context.output, "Pipeline", numbers));
  },
});
