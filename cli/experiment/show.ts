import { defineCommand } from "../command.ts";
import { type Experiment, experimentIdFlag, experimentPath, showExperiment } from "./experiment-view.ts";

export const experimentShow = defineCommand({
  name: "show",
  summary: "Show an experiment and what each variant has gained",
  example: `longtake experiment show \\
    --experiment-id YourExperiment`,
  flags: { experimentId: experimentIdFlag },
  async run(context, { experimentId }) {
    showExperiment(
      context,
      await context.api().call<Experiment>({ method: "GET", path: experimentPath(experimentId) }),
    );
  },
});
