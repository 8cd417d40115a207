import { AppError } from "../../domain/errors.ts";
import { defineCommand } from "../command.ts";

interface AuditVerification {
  readonly ok: boolean;
  readonly chained: number;
  readonly pending: number;
  readonly head: { readonly sequence: number; readonly hash: string };
  readonly findings: readonly { readonly kind: string; readonly sequence: number | null; readonly message: string }[];
}

export const auditVerify = defineCommand({
  name: "verify",
  summary: "Recompute the audit log's hash chain and report any change, gap or truncation",
  details: "Exits with 1 when anything is wrong. Keep the printed head elsewhere: with it, even a rewritten log shows.",
  example: `longtake audit verify \\
    --output json`,
  flags: {},
  async run(context) {
    const found = await context.api().call<AuditVerification>({ method: "GET", path: "/audit/verify" });
    context.output.value(found, () => [
      {
        title: "Audit log",
        fields: [
          ["Intact", found.ok],
          ["Chained entries", found.chained],
          ["Not yet chained", found.pending],
          ["Head", `${found.head.sequence} ${found.head.hash}`],
        ],
      },
      {
        title: `Findings: ${found.findings.length}`,
        lines: context.output.table(found.findings, [
          { title: "Kind", value: (row) => row.kind },
          { title: "Sequence", value: (row) => row.sequence, align: "right" },
          { title: "Message", value: (row) => row.message, shrinks: true },
        ]),
      },
    ]);
    if (!found.ok) {
      throw new AppError("conflict", `The audit log does not hold: ${found.findings.length} finding(s)`, {
        remedy: "Keep a copy of the database as it is, and compare it with the last backup.",
      });
    }
  },
});
