import type { CommandContext } from "../context.ts";
import { choice, type FlagValues, integer, jsonObject, repeated, required, text } from "../flags.ts";

export const scheduleIdFlag = required(text("-s, --schedule-id <YourScheduleId>", "Production schedule"));

/** What may be set when a production schedule is made, and changed afterwards. */
export const scheduleSettingFlags = {
  cadence: text("--cadence <Cron>", "Cron line of five fields, as in '0 6 * * 1-5'"),
  timeZone: text("--time-zone <Zone>", "IANA name, as in Europe/Berlin"),
  dailyVideosMax: integer("--daily-videos-max <Count>", "Videos a day at most", { min: 1, max: 1000 }),
  offPeakFromHour: integer("--off-peak-from-hour <Hour>", "Work begins from this hour", { min: 0, max: 24 }),
  offPeakToHour: integer("--off-peak-to-hour <Hour>", "… until this hour", { min: 0, max: 24 }),
  topic: repeated(text("--topic <Text>", "Next topic of the list")),
  feedUrl: text("--feed-url <Url>", "RSS, Atom or JSON feed to take topics from"),
  country: text("--country <Country>", "Two letters, as in US: topics are what is searched for most there"),
  about: repeated(text("--about <Word>", "With --country: only searches with this word in them or in their news")),
  topicSource: choice("--topic-source <Source>", "Follows from --topic, --feed-url and --country", [
    "list",
    "feed",
    "trend",
  ]),
  spec: jsonObject("--spec <Json>", "Settings of every video, as queue add sends them"),
  priority: integer("--priority <Number>", "10 goes first, 1 last", { min: 1, max: 10 }),
} as const;

/** The flags as the API takes them, without those that were not given. */
export function scheduleBody(flags: FlagValues<typeof scheduleSettingFlags>): Readonly<Record<string, unknown>> {
  const { topic, feedUrl, country, about, topicSource, ...rest } = flags;
  const named = Object.entries({ topics: topic, feedUrl, country, about }).filter(([, value]) => value?.length);
  const topics = named.length === 0 ? undefined : Object.fromEntries(named);
  const implied =
    topic.length > 0 ? "list" : feedUrl !== undefined ? "feed" : country !== undefined ? "trend" : undefined;
  const body = { ...rest, topics, topicSource: topicSource ?? implied };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}

export interface Schedule {
  readonly scheduleId: string;
  readonly channelId: string;
  readonly cadence: string;
  readonly timeZone: string;
  readonly isActive: boolean;
  readonly topicSource: string;
  readonly lastRunAt: string | null;
  readonly lastVideoId: string | null;
}

export function schedulePath(scheduleId: string, ...rest: readonly string[]): string {
  return ["/schedules", ...[scheduleId, ...rest].map(encodeURIComponent)].join("/");
}

export function changeSchedule(context: CommandContext, scheduleId: string, body: Readonly<Record<string, unknown>>) {
  return context.api().call<Schedule>({ method: "PATCH", path: schedulePath(scheduleId), body });
}
