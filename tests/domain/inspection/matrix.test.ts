import { expect, it } from "vitest";

import { readQualityPolicy } from "../../../clients/quality-policy.ts";
import { nameOf, problemOf } from "../../activities/inspection/judge.ts";
import { cleanPlan, judgePlan, PLAN_MUTANTS } from "../../activities/inspection/plan-mutants.ts";

const POLICY = await readQualityPolicy();

it("finds nothing in the clean plan", async () => {
  expect(await judgePlan(cleanPlan(), POLICY)).toEqual([]);
});

it("catches every defect that is planted in a plan, where it is, and nothing under the thresholds", async () => {
  const planted = PLAN_MUTANTS.filter(({ magnitude }) => magnitude !== "under");
  expect(planted.length).toBeGreaterThan(150);
  const problems: string[] = [];
  for (const mutant of PLAN_MUTANTS) {
    const problem = problemOf(mutant, await judgePlan(mutant.given, POLICY));
    if (problem !== null) problems.push(`${nameOf(mutant)}: ${problem}`);
  }
  expect(problems).toEqual([]);
});
