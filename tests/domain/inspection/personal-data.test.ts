import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";

import { checkContent } from "../../../domain/inspection/editorial.ts";
import { PERSONAL_DATA_KINDS, personalDataIn } from "../../../domain/inspection/personal-data.ts";
import { makePlan } from "../../activities/inspection/clip.ts";
import { POLICY } from "./fixtures.ts";

const found = (text: string) => personalDataIn(text, PERSONAL_DATA_KINDS);

describe("telephone numbers", () => {
  it.each([
    "Call +44 20 7946 0958",
    "Call +44 (0)20 7946 0958 today.",
    "+49301234567",
    "+1-212-555-0142",
    "+1.212.555.0142",
    "+34 612 345 678",
    "+420 601 123 456",
    "+7 495 123-45-67",
    "+91 98765 43210",
    "0049 30 1234567",
    "00 33 1 23 45 67 89 is missing its country's digit, 0033 123 45 67 89 is not",
    "(030) 1234 5678",
    "030/12345678",
    "030 – 1234567",
    "020 7946 0958.",
    "07700 900123",
    "0800-496-0000",
    "01 23 45 67 89",
    "06.12.34.56.78",
    "03-1234-5678",
    "079 123 45 67",
    "(212) 555-0142",
    "212-555-0142",
    "212.555.0142",
    "1-800-555-0199",
    "8 (495) 123-45-67",
    "912 34 56 78",
    "512-345-678",
    "138 1234 5678",
    "98765 43210",
    "(11) 91234-5678",
    "Tel.:+44\u00a020\u00a07946\u00a00958",
    "In 2024. 020 7946 0958",
    "From 2024-05-12, 020 7946 0958",
    "０２０ ７９４６ ０９５８",
  ])("are found in %s", (text) => {
    expect(found(text)).toEqual(["telephone number"]);
  });

  it.each([
    "Light travels 299 792 458 metres a second",
    "299 792 458 m/s",
    "1 000 000",
    "1 000 000 000 000 people",
    "+299 792 458",
    "+1 234 567 890 people",
    "12.500.000 Euro, 1.234.567.890 Dollar",
    "149,597,870,700 m",
    "1'000'000'000",
    "2024-05-12",
    "12.05.2024",
    "From 12.05.2024 - 14.06.2025",
    "2024-05-12 2025-01-31",
    "2024/05/12 10:30:00",
    "01.02.2024 03.04.2025",
    "pi is 3.14.15",
    "3.14159 2.71828 1.61803",
    "1914 1918 1939 1945",
    "1914–1918, 1939–1945",
    "1914-1918 1939-1945",
    "1066\n1215\n1492\n1776\n1914\n1939",
    "020 7946\n0958",
    "0.25 0.50 0.75 1.00",
    "1.5 22.4 56.7 89.1",
    "51.5074, -0.1278",
    "+40.7128 -74.0060",
    "299.792 4580",
    "1.602 176 634",
    "192.168.100.200",
    "ISBN 978-3-16-148410-0",
    "9780306406157",
    "$212-555-0142",
    "08:30 09:45 10:15",
    "seasons 02-03 2024-2025",
    "in 2026, 1,500 of 12.5 million at 3.14159",
    "+5 10 15 20 25",
    "100 200 300 400",
    "In 1800 100 000 people lived there",
  ])("are not seen in %s", (text) => {
    expect(found(text)).toEqual([]);
  });

  test("no quantity in groups of thousands is one", () => {
    const separator = fc.constantFrom(" ", "\u00a0", "\u202f", "\u2009", ".", ",", "'");
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), separator, fc.boolean(), (value, mark, isFirst) => {
        const quantity = value.toString().replaceAll(/\B(?=(\d{3})+$)/g, mark);
        expect(found(isFirst ? `${quantity} of them` : `there are ${quantity}`)).toEqual([]);
      }),
    );
  });

  test("no date and no list of years is one", () => {
    const date = fc.date({ min: new Date("1000-01-01"), max: new Date("2100-01-01"), noInvalidDate: true });
    const mark = fc.constantFrom("-", ".", "/");
    const years = fc.array(fc.integer({ min: 1000, max: 2099 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(date, date, mark, years, (from, to, between, list) => {
        const parts = (at: Date) => at.toISOString().slice(0, 10).split("-");
        const turned = parts(to).toReversed().join(between);
        expect(found(`${parts(from).join(between)} ${turned}`)).toEqual([]);
        expect(found(`${turned} - ${turned}`)).toEqual([]);
        expect(found(list.join("\n"))).toEqual([]);
        expect(found(list.join(" "))).toEqual([]);
        expect(found(list.join("–"))).toEqual([]);
      }),
    );
  });

  test("a British number is found whatever stands around it", () => {
    const words = fc.constantFrom("call", "Tel.:", "(ring", "since 2020,", "");
    fc.assert(
      fc.property(words, fc.integer({ min: 1000, max: 9999 }), fc.integer({ min: 1000, max: 9999 }), (before, a, b) => {
        expect(found(`${before} +44 20 ${a} ${b}, please`)).toEqual(["telephone number"]);
        expect(found(`${before} 020 ${a} ${b}.`)).toEqual(["telephone number"]);
      }),
    );
  });
});

test("the policy decides which kinds are looked for", () => {
  const said = "jane@example.org, 020 7946 0958";
  expect(found(said)).toEqual(["e-mail address", "telephone number"]);
  const plan = { ...makePlan(), title: said };
  const judge = (personalData: typeof POLICY.content.personalData) =>
    checkContent(
      plan,
      { media: null, speaker: null, containsSyntheticMedia: true },
      { ...POLICY.content, personalData },
    ).value;
  expect(judge(["e-mail address", "telephone number"])).toBe(2);
  expect(judge(["e-mail address"])).toBe(1);
  expect(judge([])).toBe(0);
});
