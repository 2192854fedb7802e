// The clinic's calendar, on the days when clocks change too.
import { describe, expect, test } from "vitest";
import { addDays, ClinicClock, clock, dayOf, instant, isDay, isoWeek, longDay, nearness, shortDay, span, startOfDay, wallMinutes } from "../src/logic/time";

const STOCKHOLM = "Europe/Stockholm";
const ms = (text: string) => Date.parse(text);

describe("days of the clinic", () => {
  test.each([
    ["an ordinary day", "2026-03-12", "2026-03-12T00:00:00+01:00"],
    ["the day that loses an hour", "2026-03-29", "2026-03-29T00:00:00+01:00"],
    ["the day after it", "2026-03-30", "2026-03-30T00:00:00+02:00"],
    ["the day that gains an hour", "2026-10-25", "2026-10-25T00:00:00+02:00"],
    ["the day after that", "2026-10-26", "2026-10-26T00:00:00+01:00"],
  ])("%s begins at its own midnight", (_, day, begins) => {
    expect(startOfDay(day, STOCKHOLM)).toBe(ms(begins));
    expect(instant(startOfDay(day, STOCKHOLM), STOCKHOLM)).toBe(begins);
  });

  test("a zone far west begins its day by its own clock", () => {
    expect(instant(startOfDay("2026-03-12", "America/Los_Angeles"), "America/Los_Angeles")).toBe("2026-03-12T00:00:00-07:00");
  });

  test("a day whose clocks change before UTC's midnight begins by the clock it had", () => {
    expect(instant(startOfDay("2026-04-05", "Pacific/Auckland"), "Pacific/Auckland")).toBe("2026-04-05T00:00:00+13:00");
  });

  test("late in the evening of UTC it is already tomorrow at the clinic", () => {
    expect(dayOf(ms("2026-03-11T23:30:00Z"), STOCKHOLM)).toBe("2026-03-12");
  });

  test("days are counted on the calendar, not in hours", () => {
    expect(addDays("2026-03-28", 1)).toBe("2026-03-29");
    expect(addDays("2026-03-29", 1)).toBe("2026-03-30");
    expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  });

  test.each([
    ["2026-03-12", true],
    ["2026-02-29", false],
    ["2026-13-01", false],
    ["today", false],
  ])("%s is a day: %s", (text, is) => expect(isDay(text)).toBe(is));

  test.each([
    ["2026-03-12", 11],
    ["2026-01-01", 1],
    ["2027-01-01", 53],
    ["2024-12-30", 1],
  ])("%s lies in week %i", (day, week) => expect(isoWeek(day)).toBe(week));

  test("names of days in both languages", () => {
    expect(longDay("2026-03-12", "sv")).toBe("torsdag 12 mars");
    expect(longDay("2026-03-12", "en")).toBe("Thursday 12 March");
    expect(shortDay("2026-03-12", "en")).toBe("Thu 12 Mar");
  });

  test("near days have names", () => {
    expect(["2026-03-11", "2026-03-12", "2026-03-13", "2026-03-14"].map((it) => nearness(it, "2026-03-12"))).toEqual([
      "yesterday",
      "today",
      "tomorrow",
      "other",
    ]);
  });
});

test("clock times are the clinic's, whatever the machine's zone", () => {
  expect(clock(ms("2026-03-12T09:05:00Z"), STOCKHOLM)).toBe("10:05");
  expect(clock(ms("2026-07-12T22:05:00Z"), STOCKHOLM)).toBe("00:05");
  expect(wallMinutes(ms("2026-03-12T09:05:00Z"), STOCKHOLM)).toBe(605);
});

test.each([
  [59_000, "now", 0],
  [60_000, "minutes", 1],
  [3_599_000, "minutes", 59],
  [3_600_000, "hours", 1],
  [86_399_000, "hours", 23],
  [2 * 86_400_000, "days", 2],
])("%i milliseconds are said as %s %i", (length, unit, count) => expect(span(length)).toEqual({ unit, count }));

describe("the clinic's clock", () => {
  test("runs on between two answers", () => {
    const it = new ClinicClock(1_000_000, 0);
    expect(it.now(7_000)).toBe(1_007_000);
    it.hear(1_030_000, 30_000);
    expect(it.now(31_000)).toBe(1_031_000);
  });

  test("that stands still is shown standing", () => {
    const it = new ClinicClock(1_000_000, 0);
    it.hear(1_000_000, 30_000);
    expect(it.now(50_000)).toBe(1_000_000);
  });

  test("that was moved far ahead and runs, runs", () => {
    const it = new ClinicClock(1_000_000, 0);
    it.hear(90_000_000, 30_000);
    expect(it.now(31_000)).toBe(90_001_000);
  });
});
