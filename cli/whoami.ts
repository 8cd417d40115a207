import { defineCommand } from "./command.ts";
import { valueSections } from "./value-sections.ts";

export const whoami = defineCommand({
  name: "whoami",
  summary: "Show who the API takes you for: role and channels",
  example: `longtake whoami \\
    --output json`,
  flags: {},
  async run(context) {
    const me = await context.api().call<unknown>({ method: "GET", path: "/auth/me" });
    context.output.value(me, () => valueSections(context.output, "Principal", me));
  },
});
