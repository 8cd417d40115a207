import { table } from "../text-table.ts";
import { encoderFindings } from "../doctor/encoder.ts";
import { machineFindings } from "../doctor/machine.ts";
import { settingFindings } from "../doctor/settings.ts";
import { toolFindings } from "../doctor/tools.ts";
import type { Finding } from "../doctor/finding.ts";

const MARKS = { ok: "ok", missing: "MISSING", note: "note" } as const;

/** `npm run doctor`: what is here, what is missing and what to do about it; exit code 1 when something required is. */
export async function doctor(): Promise<number> {
  const parts = await Promise.all([toolFindings(), settingFindings(), machineFindings(), encoderFindings()]);
  const findings = parts.flat();
  const rows = findings.map(({ what, state, found, remedy }: Finding) => [what, MARKS[state], found, remedy ?? ""]);
  console.log(table(["what", "state", "found", "remedy"], rows));
  const missing = findings.filter(({ state }) => state === "missing");
  if (missing.length === 0) {
    console.log("\nEverything that is required is here.");
    return 0;
  }
  console.log(`\nMissing: ${missing.map(({ what }) => what).join(", ")}.`);
  return 1;
}
