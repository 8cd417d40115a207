import { randomUUID } from "node:crypto";
import { ROLES } from "../../domain/principal.ts";
import { defineCommand } from "../command.ts";
import { choice, repeated, required, text } from "../flags.ts";
import { valueSections } from "../value-sections.ts";

export const userCreate = defineCommand({
  name: "create",
  summary: "Create a person who may sign in",
  details:
    "Reads a first password of at least 12 characters from standard input; an empty one leaves the person to sign in by OIDC.",
  example: `longtake user create \\
    --email YourName@example.org \\
    --role operator`,
  flags: {
    email: required(text("--email <YourName@example.org>", "Address to sign in with")),
    role: required(choice("--role <Role>", "What the person may do", ROLES)),
    displayName: text("--display-name <Text>", "Name that others see"),
    channelId: repeated(text("-c, --channel-id <YourChannelId>", "Only this channel; repeat it for more")),
  },
  async run(context, { channelId, ...user }) {
    const password = await context.ask("First password:", { secret: true });
    const body = {
      ...user,
      password: password === "" ? undefined : password,
      channelIds: channelId.length === 0 ? undefined : channelId,
    };
    const request = { method: "POST", path: "/users", body, idempotencyKey: randomUUID() } as const;
    const created = await context.api().call<unknown>(request);
    context.output.value(created, () => valueSections(context.output, "User", created));
  },
});
