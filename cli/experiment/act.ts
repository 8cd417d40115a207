import { defineCommand } from "../command.ts";
import { required, text } from "../flags.ts";
import { type Experiment, experimentIdFlag, experimentPath, showExperiment } from "./experiment-view.ts";

export const experimentStop = defineCommand({
  name: "stop",
  summary: "Stop an experiment; what was there before comes back",
  example: `longtake experiment stop \\
    --experiment-id YourExperiment \\
    --reason "seen enough"`,
  flags: { experimentId: experimentIdFlag, reason: required(text("--reason <Text>", "Why; kept with the result")) },
  async run(context, { experimentId, reason }) {
    const request = { method: "POST", path: experimentPath(experimentId, "stop"), body: { reason } } as const;
    showExperiment(context, await context.api().call<Experiment>(request));
  },
});

export const experimentResume = defineCommand({
  name: "resume",
  summary: "Let an experiment that waits for a person try again now",
  example: `longtake experiment resume \\
    --experiment-id YourExperiment`,
  flags: { experimentId: experimentIdFlag },
  async run(context, { experimentId }) {
    const request = { method: "POST", path: experimentPath(experimentId, "resume") } as const;
    showExperiment(context, await context.api().call<Experiment>(request));
  },
});
