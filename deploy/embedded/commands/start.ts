import { parseArgs } from "node:util";
import { AppError } from "../../../domain/errors.ts";
import { CHILDREN, startPlatform, type ChildName, type EmbeddedPlatform } from "../embedded-platform.ts";
import { givenVariables } from "../environment.ts";
import { dataFolder } from "../paths.ts";
import { waitForStopSignal } from "../stop-signal.ts";

/** `npm start [-- --only temporal,postgres,redis]`: brings everything up and stays until Ctrl-C. */
export async function start(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { only: { type: "string" } } });
  const only = values.only === undefined ? CHILDREN : values.only.split(",").map(asChildName);
  const stopSignal = waitForStopSignal();
  const startedMs = Date.now();
  const platform = await startPlatform({
    dataDir: dataFolder(process.env),
    only,
    env: givenVariables(process.env),
    onLine: (line) => console.log(line),
    signal: stopSignal.signal,
  });
  console.log(`\nLongtake is up after ${((Date.now() - startedMs) / 1000).toFixed(1)} s.`);
  console.log(describePlatform(platform));
  console.log("\nStop with Ctrl-C.");
  await stopSignal.received;
  console.log("\nStopping.");
  await platform.stop();
  return 0;
}

/** Where everything is; the first admin key only at the start that made it. */
export function describePlatform(platform: EmbeddedPlatform): string {
  const { env, urls, paths, children } = platform;
  const runs = (name: ChildName) => children.some((child) => child.name === name);
  const rows: [string, string][] = [];
  if (runs("platform")) rows.push(["Start page", urls.api], ["API document", `${urls.api}/docs`]);
  if (runs("temporal")) rows.push(["Temporal Web UI", urls.temporalUi], ["Temporal", env.TEMPORAL_ADDRESS ?? ""]);
  if (runs("sandbox")) rows.push(["Platform stand-ins", urls.sandbox]);
  rows.push(["Data folder", paths.data], ["Logs", paths.logs]);
  if (runs("postgres")) rows.push(["PostgreSQL data", paths.postgresql.data]);
  for (const child of children) rows.push([child.name, `process ${child.pid}`]);
  if (platform.isFirstStart) {
    rows.push(["First admin key", `${env.LONGTAKE_ADMIN_KEY ?? ""} (shown once; kept in ${paths.data}/secrets.json)`]);
  }
  return rows.map(([what, where]) => `  ${what.padEnd(20)}${where}`).join("\n");
}

function asChildName(name: string): ChildName {
  const known = CHILDREN.find((child) => child === name.trim());
  if (known !== undefined) return known;
  throw new AppError("invalid_input", `--only: expected some of ${CHILDREN.join(", ")}, got ${name}`, {
    field: "--only",
  });
}
