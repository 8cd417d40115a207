import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { repeated, text, toggle } from "../flags.ts";
import { valueSections } from "../value-sections.ts";

export const errorRedrive = defineCommand({
  name: "redrive",
  summary: "Drive failed events again, once their cause is mended",
  example: `longtake error redrive \\
    --source YourSource \\
    --yes`,
  flags: {
    errorId: repeated(text("--error-id <YourErrorId>", "Only this event; repeat it for more")),
    source: text("--source <YourSource>", "Only events of this consumer"),
    yes: toggle("-y, --yes", "Do not ask"),
  },
  async run(context, { yes, source, errorId }) {
    const filter = { source, errorIds: errorId.length === 0 ? undefined : errorId };
    const everything = filter.errorIds === undefined && source === undefined;
    const question = everything ? "Redrive every failed event?" : "Redrive the failed events of this filter?";
    if (!yes && !(await context.confirm(question))) throw new AppError("cancelled", "Nothing was changed");
    const request = { method: "POST", path: "/error-queue/redrive", body: filter } as const;
    const answer = await context.api().call<unknown>(request);
    context.output.value(answer, () => valueSections(context.output, "Redriven", answer));
  },
});
