import type { Noun } from "../command.ts";
import { auditVerify } from "./verify.ts";

export const audit: Noun = { name: "audit", summary: "Check the audit log", commands: [auditVerify] };
