import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";
import { integer, unless, withDefault } from "../flags.ts";
import { valueSections } from "../value-sections.ts";
import { channelIdFlag, channelPath } from "./channel-flags.ts";
import { listenForConsent } from "./loopback.ts";
import { openBrowser } from "./open-browser.ts";

interface Authorization {
  readonly authorizationUrl: string;
  readonly state: string;
}

/** Google shows its consent page for ten minutes. */
const CONSENT_WAIT_MS = 600_000;

export const channelConnect = defineCommand({
  name: "connect",
  summary: "Let Longtake publish to a channel's YouTube account",
  details:
    "Prints and opens the consent page, waits for the answer on a loopback address of this computer (RFC 8252) and hands the code to the API, which keeps the token encrypted.",
  example: `longtake channel connect \\
    --channel-id YourChannelId \\
    --no-browser`,
  flags: {
    channelId: channelIdFlag,
    browser: unless("--no-browser", "Only print the consent page's address"),
    port: withDefault(integer("--port <Number>", "Loopback port; 0 takes a free one", { min: 0, max: 65_535 }), 0),
  },
  async run(context, { channelId, browser, port }) {
    const api = context.api();
    const signal = AbortSignal.any([context.signal, AbortSignal.timeout(CONSENT_WAIT_MS)]);
    await using listener = await listenForConsent(port, signal);
    const authorization = await api.call<Authorization>({
      method: "POST",
      path: channelPath(channelId, "connections", "youtube"),
      body: { redirectUri: listener.redirectUri },
    });
    // On stderr, so that JSON output stays JSON and the person still sees where to go.
    context.stderr.write(`Open this page to connect ${channelId}:\n\n  ${authorization.authorizationUrl}\n\n`);
    if (browser) openBrowser(authorization.authorizationUrl);
    const { code, state } = await listener.answer;
    if (state !== authorization.state) {
      throw new AppError("platform_refused", "The answer belongs to another connection attempt", {
        remedy: "Run `longtake channel connect` again and use the page that it prints.",
      });
    }
    const connection = await api.call<unknown>({
      method: "POST",
      path: channelPath(channelId, "connections", "youtube", "complete"),
      body: { code, state },
    });
    context.output.value(connection, () => valueSections(context.output, "Connected", connection));
  },
});
