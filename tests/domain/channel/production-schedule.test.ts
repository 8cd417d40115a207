import { describe, expect, test } from "vitest";
import { cadenceFault, dayOf, isTimeZone, windowOpensAt } from "../../../domain/channel/production-schedule.ts";
import { feedTitles } from "../../../domain/channel/topic-feed.ts";

describe("the off-peak window", () => {
  test.each([
    ["no limit", "2026-11-21T12:34:56Z", 0, 0, "UTC", "2026-11-21T12:34:56.000Z"],
    ["already open", "2026-11-21T23:30:00Z", 22, 6, "UTC", "2026-11-21T23:30:00.000Z"],
    ["open past midnight", "2026-11-21T05:59:59Z", 22, 6, "UTC", "2026-11-21T05:59:59.000Z"],
    ["opens tonight", "2026-11-21T06:00:00Z", 22, 6, "UTC", "2026-11-21T22:00:00.000Z"],
    ["opens tomorrow", "2026-11-21T18:00:00Z", 1, 5, "UTC", "2026-11-22T01:00:00.000Z"],
    ["in the schedule's own zone", "2026-11-21T12:00:00Z", 20, 24, "Asia/Kolkata", "2026-11-21T14:30:00.000Z"],
    ["from hour 24 means midnight", "2026-11-21T12:00:00Z", 24, 3, "UTC", "2026-11-22T00:00:00.000Z"],
    // On 2027-03-28 Berlin has no hour from 2 to 3: the window of that hour opens a day later.
    ["an hour that the clocks leave out", "2027-03-28T00:30:00Z", 2, 3, "Europe/Berlin", "2027-03-29T00:00:00.000Z"],
  ])("%s", (_, now, fromHour, toHour, timeZone, opens) => {
    const opensAtMs = windowOpensAt(Date.parse(now), { fromHour, toHour, timeZone });
    expect(new Date(opensAtMs).toISOString()).toBe(opens);
  });

  test("a day begins at midnight of the zone", () => {
    expect(dayOf(Date.parse("2026-11-21T23:30:00Z"), "Europe/Berlin")).toBe("2026-11-22");
  });
});

describe("a cadence", () => {
  test.each(["0 6 * * 1-5", "*/15 8-18 1,15 * *", "30 4 * jan-MAR sun", "0 0 1 1 0", "5/10 * * * *"])(
    "%s is one",
    (line) => expect(cadenceFault(line)).toBeNull(),
  );

  test.each(["", "0 6 * *", "0 6 * * * *", "60 * * * *", "* 24 * * *", "* * 0 * *", "5-3 * * * *", "@daily x x x x"])(
    "%j is none",
    (line) => expect(cadenceFault(line)).toMatch(/^expected/),
  );

  test("zones are known by their names", () => {
    expect([isTimeZone("Europe/Berlin"), isTimeZone("Mars/Olympus")]).toEqual([true, false]);
  });
});

describe("titles of a feed", () => {
  test.each([
    ["RSS 2.0", { rss: { channel: { item: [{ title: "One &<b>two</b>" }, { link: "x" }, { title: 2026 }] } } }],
    ["Atom", { feed: { entry: [{ title: { "#text": "One & two" } }, { title: "" }, { title: "2026" }] } }],
    ["RSS 1.0", { RDF: { item: [{ title: " One &\n\ttwo " }, { title: "…" }, { title: "2026" }] } }],
    ["JSON Feed", { items: [{ title: "One & two" }, {}, { title: "2026" }] }],
  ])("%s", (_, document) => {
    expect(feedTitles(document).map((title) => title.replace("& two", "&two").replace("&  two", "&two"))).toEqual([
      "One &two",
      "2026",
    ]);
  });

  test("one entry is a list too, a long title is cut to a topic, and nonsense holds none", () => {
    expect(feedTitles({ rss: { channel: { item: { title: "x".repeat(500) } } } })).toEqual(["x".repeat(200)]);
    for (const document of [null, 7, "text", [], {}, { rss: "" }]) expect(feedTitles(document)).toEqual([]);
  });
});
