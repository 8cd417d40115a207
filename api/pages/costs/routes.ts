import { type Context, Hono } from "hono";

import { listBudgets } from "../../../db/queries/budgets.ts";
import { mayDo } from "../../../domain/principal.ts";
import { allow, principalOf } from "../../access/authorization.ts";
import { reportOfPeriod } from "../../cost-reports.ts";
import { ReportQuery } from "../../cost-schemas.ts";
import type { ApiDependencies, ApiEnv } from "../../dependencies.ts";
import { callJson, type Dispatch, type JsonCall, problemOf } from "../act.ts";
import type { Frame, Notice } from "../layout.ts";
import { fieldsOf, respond } from "../page-response.ts";
import { costPage } from "./page.ts";

type Deps = Pick<ApiDependencies, "db" | "priceBook"> & {
  readonly dispatch: Dispatch;
  readonly frameOf: (c: Context<ApiEnv>) => Frame;
};

const LINES_MAX = 100;

/** What was spent and what may be; budgets are set through the JSON routes. */
export function costPageRoutes(deps: Deps) {
  async function show(c: Context<ApiEnv>, notice: Notice | null, status = 200): Promise<Response> {
    const principal = principalOf(c);
    // A form sends its empty fields too.
    const given = Object.fromEntries(Object.entries(c.req.query()).filter(([, value]) => value !== ""));
    const parsed = ReportQuery.safeParse(given);
    const query = parsed.success ? parsed.data : ReportQuery.parse({});
    const wrong: Notice | null = parsed.success
      ? null
      : { tone: "bad", text: "Those days were not understood.", remedy: parsed.error.issues[0]?.message };
    const { from, to, group_by: groupBy } = query;
    const [report, days, budgets] = await Promise.all([
      reportOfPeriod(deps, principal, { from, to, groupBy, limit: LINES_MAX }),
      reportOfPeriod(deps, principal, { from, to, groupBy: "day", limit: 5_000 }),
      listBudgets(deps.db, principal),
    ]);
    const frame = deps.frameOf(c);
    const csrfToken = mayDo(principal, "administer") ? (frame.reader?.csrfToken ?? null) : null;
    const page = { report, days: days.groups, budgets, nowMs: Date.now(), csrfToken, notice: notice ?? wrong };
    return respond(costPage(frame, page), wrong ? 422 : status);
  }

  async function act(c: Context<ApiEnv>, call: JsonCall, done: string): Promise<Response> {
    const problem = await problemOf(await callJson(deps.dispatch, c, call));
    return problem ? show(c, problem, problem.status) : c.redirect(`/costs?done=${done}`, 303);
  }

  return new Hono<ApiEnv>()
    .get("/costs", allow("read"), (c) => {
      const text = DONE.get(c.req.query("done") ?? "");
      return show(c, text === undefined ? null : { tone: "done", text });
    })
    .post("/costs/budgets/set", async (c) => {
      const { scope = "", scope_id: scopeId = "", period = "", limit_usd: limit = "" } = await fieldsOf(c);
      const name = scope === "all" ? `all:${period}` : `${scope}:${scopeId.trim()}:${period}`;
      const body = { limit_micro_usd: Math.round(Number(limit) * 1_000_000) };
      return act(c, { method: "PUT", path: `/budgets/${encodeURIComponent(name)}`, body }, "budget-set");
    })
    .post("/costs/budgets/delete", async (c) => {
      const { budget = "" } = await fieldsOf(c);
      return act(c, { method: "DELETE", path: `/budgets/${encodeURIComponent(budget)}` }, "budget-deleted");
    });
}

const DONE = new Map([
  ["budget-set", "The budget is set."],
  ["budget-deleted", "The budget is taken away."],
]);
