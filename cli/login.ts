import { AppError } from "../domain/errors.ts";
import { createApiClient } from "./api-client.ts";
import { defineCommand } from "./command.ts";
import { writeProfile } from "./profile.ts";
import { valueSections } from "./value-sections.ts";

export const login = defineCommand({
  name: "login",
  summary: "Check an API key and keep it in a profile for later commands",
  details:
    "Reads the key from standard input unless --api-key or LONGTAKE_API_KEY gives it. The profile file is readable by you only.",
  example: `longtake login \\
    --api-url https://longtake.example.org \\
    --profile default`,
  flags: {},
  async run(context) {
    const { globals, environment, signal } = context;
    const url = context.api().url;
    const apiKey =
      globals.apiKey ?? environment["LONGTAKE_API_KEY"] ?? (await context.ask("API key:", { secret: true }));
    if (apiKey === "") throw new AppError("invalid_input", "No key was given");
    const me = await createApiClient({ url, apiKey, signal }).call<unknown>({ method: "GET", path: "/auth/me" });
    const name = globals.profile ?? environment["LONGTAKE_PROFILE"];
    const path = writeProfile(environment, { apiUrl: url, apiKey }, name);
    context.output.value({ apiUrl: url, profileFile: path, principal: me }, () => [
      {
        title: "Signed in",
        fields: [
          ["Api", url],
          ["ProfileFile", path],
        ],
      },
      ...valueSections(context.output, "Principal", me),
    ]);
  },
});
