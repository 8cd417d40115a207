import { defineCommand } from "../command.ts";
import { json, repeated, required, text } from "../flags.ts";
import { actOnTarget, targetFlags } from "./target.ts";

export const workflowSignal = defineCommand({
  name: "signal",
  summary: "Send a signal to a workflow, or to every workflow that a filter matches",
  example: `longtake workflow signal \\
    --workflow-id video-queue \\
    --name wake`,
  flags: {
    ...targetFlags,
    name: required(text("--name <YourSignal>", "Name of the signal")),
    input: repeated(json("-i, --input <Json>", "Argument as JSON; repeat it for further arguments")),
  },
  async run(context, { name, input, ...target }) {
    await actOnTarget(context, target, {
      verb: "Signalled workflow",
      single: (handle) => handle.signal(name, ...input),
      async batch(client) {
        const { encodeToPayloads } = await import("@temporalio/common/lib/internal-non-workflow/index.js");
        const payloads = await encodeToPayloads(client.options.loadedDataConverter, ...input);
        return { signalOperation: { signal: name, input: { payloads: payloads ?? [] }, identity: "longtake-cli" } };
      },
    });
  },
});
