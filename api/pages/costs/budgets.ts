import { html } from "hono/html";

import type { BudgetRecord } from "../../../db/queries/budgets.ts";
import { budgetWords } from "../../../domain/cost/budget.ts";
import { csrfField } from "../layout.ts";
import { type Html, instant, status, usd } from "../words.ts";

export interface BudgetSection {
  readonly budgets: readonly BudgetRecord[];
  readonly nowMs: number;
  /** Null for a reader who may not set any. */
  readonly csrfToken: string | null;
}

/** What may be spent, what is left, and for administrators the forms that change it. */
export function budgetSection({ budgets, nowMs, csrfToken }: BudgetSection): Html {
  return html`<section class="card stack" aria-labelledby="budgets">
    <h2 id="budgets">Budgets</h2>
    ${
      budgets.length === 0
        ? html`<p class="empty">No budget is set; each video’s own cap holds.</p>`
        : html`<ul class="plain lines">
            ${budgets.map((budget) => budgetItem(budget, nowMs, csrfToken))}
          </ul>`
    }
    ${csrfToken && setForm(csrfToken)}
  </section>`;
}

function budgetItem(budget: BudgetRecord, nowMs: number, csrfToken: string | null): Html {
  const { limitMicroUsd, spentMicroUsd, reservedMicroUsd, resetsAt } = budget;
  const used = spentMicroUsd + reservedMicroUsd;
  const words = budgetWords(budget);
  const level = used >= limitMicroUsd ? "critical" : used >= limitMicroUsd * 0.8 ? "warn" : "ok";
  return html`<li class="stack">
    <div class="row spread">
      <h3 class="wrap">${words.charAt(0).toUpperCase() + words.slice(1)}</h3>
      ${status(level, level === "critical" ? "spent" : level)}
    </div>
    <meter
      min="0"
      max="${Math.max(1, limitMicroUsd)}"
      low="${limitMicroUsd * 0.8}"
      high="${limitMicroUsd * 0.999}"
      optimum="0"
      value="${Math.min(used, Math.max(1, limitMicroUsd))}"
      aria-label="${usd(used)} spent or reserved of ${usd(limitMicroUsd)}"
    ></meter>
    <div class="row spread small quiet">
      <span>${usd(used)} of ${usd(limitMicroUsd)}, starts anew ${instant(resetsAt, nowMs)}</span>
      ${
        csrfToken &&
        html`<form method="post" action="/costs/budgets/delete">
          ${csrfField(csrfToken)}<input type="hidden" name="budget" value="${budget.budget}" />
          <button class="link" type="submit" aria-label="Take away ${words}">Take away</button>
        </form>`
      }
    </div>
  </li>`;
}

function setForm(csrfToken: string): Html {
  return html`<details>
    <summary>Set a budget</summary>
    <form class="stack" method="post" action="/costs/budgets/set">
      ${csrfField(csrfToken)}
      <div class="pair">
        <label>
          For
          <select name="scope">
            <option value="all">all channels</option>
            <option value="channel">one channel</option>
            <option value="platform">one service</option>
          </select>
        </label>
        <label>Channel or service <input name="scope_id" maxlength="64" placeholder="for all: nothing" /></label>
      </div>
      <div class="pair">
        <label>
          In a
          <select name="period">
            <option value="day">day</option>
            <option value="month">month</option>
          </select>
        </label>
        <label>US dollars <input name="limit_usd" type="number" min="0" step="0.01" required /></label>
      </div>
      <div><button type="submit">Set the budget</button></div>
    </form>
  </details>`;
}
