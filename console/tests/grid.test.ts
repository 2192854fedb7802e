// The calendar's columns, shades and clashes, in the clinic's own wall clock.
import { describe, expect, test } from "vitest";
import type { Appointment, Clinic, Diary } from "../src/api/types";
import { clashes, daysOf, duration, gridOf } from "../src/logic/grid";
import { atWall, countdown, wallOf } from "../src/logic/time";
import { international } from "../src/logic/phone";
import { Steps } from "../src/logic/undo";

const DAY = "2026-03-12";
const at = (clock: string) => `${DAY}T${clock}:00+01:00`;
const open = (from: string, to: string) => ({ from: at(from), to: at(to) });

const clinic = {
  practitioners: [
    { id: "eva", name: "Eva", role: {}, services: [], hours: [] },
    { id: "olle", name: "Olle", role: {}, services: [], hours: [] },
  ],
  rooms: [{ id: "r1", name: "Rum 1", kind: "treatment" }],
} as unknown as Clinic;

const diary: Diary = {
  practitioners: [
    { id: "eva", open: [open("08:00", "12:00"), open("13:00", "17:00")] },
    { id: "olle", open: [] },
  ],
  rooms: [],
  holds: [],
  closed: [{ resource: "eva", ...open("15:00", "16:00") }],
};

function visit(id: string, from: string, to: string, more: Partial<Appointment> = {}): Appointment {
  const patient = { id: `pat-${id}`, name: id, phone: null };
  return { id, practitioner: "eva", rooms: ["r1"], patient, status: "booked", from: at(from), to: at(to), ...more } as Appointment;
}

const ask = (visits: Appointment[], more = {}) => gridOf({ clinic, diary, visits, days: [DAY], columns: "practitioners", only: null, ...more });

describe("the grid", () => {
  test("who neither works nor has visits is left out", () => {
    expect(ask([]).columns.map((it) => it.id)).toEqual(["eva"]);
    expect(ask([visit("a", "09:00", "10:00", { practitioner: "olle" })]).columns.map((it) => it.id)).toEqual(["eva", "olle"]);
    expect(ask([visit("a", "09:00", "10:00", { practitioner: "gone", practitioner_name: "Gone" })]).columns.at(-1)?.name).toBe("Gone");
  });

  test("breaks and absences are shaded, and the hours hold a visit outside them", () => {
    const grid = ask([visit("early", "06:30", "07:00")]);
    expect([grid.from, grid.to]).toEqual([6 * 60, 17 * 60]);
    expect(grid.shades.map((it) => [it.kind, it.from.slice(11), it.to.slice(11)])).toEqual([
      ["shut", "06:00", "08:00"],
      ["shut", "12:00", "13:00"],
      ["absent", "15:00", "16:00"],
    ]);
  });

  test("rooms without hours are always open", () => {
    expect(ask([], { columns: "rooms" })).toMatchObject({ columns: [{ id: "r1" }], shades: [] });
  });

  test("a week begins on Monday", () => {
    expect(daysOf("week", DAY)).toEqual(["2026-03-09", "2026-03-10", "2026-03-11", DAY, "2026-03-13", "2026-03-14", "2026-03-15"]);
    expect(daysOf("week", "2026-03-15")[0]).toBe("2026-03-09");
  });
});

describe("what speaks against a time", () => {
  const visits = [visit("a", "09:00", "10:00"), visit("b", "09:30", "10:00", { practitioner: "olle", rooms: [] })];
  const shades = ask(visits).shades;
  const against = (from: string, to: string, more = {}) =>
    clashes({ id: null, patient: null, from: at(from), to: at(to), column: "eva", ...more }, { visits, shades, columns: "practitioners", now: Date.parse(at("07:00")), zone: "Europe/Stockholm" }).map((it) => it.kind);

  test.each([
    ["nothing", against("10:00", "10:30"), []],
    ["another visit", against("09:45", "10:15"), ["visit"]],
    ["not itself", against("09:45", "10:15", { id: "a" }), []],
    ["the patient's own elsewhere", against("09:30", "10:00", { id: "a", patient: "pat-b" }), ["patient"]],
    ["a break", against("12:00", "12:30"), ["shut"]],
    ["an absence", against("15:30", "15:45"), ["absent"]],
    ["the clock", against("06:00", "06:30"), ["past"]],
  ])("%s", (_, found, expected) => expect(found.filter((it) => it !== "shut" || expected.includes("shut"))).toEqual(expected));

  test("a cancelled visit is in nobody's way", () => {
    const gone = [visit("a", "09:00", "10:00", { status: "cancelled" })];
    expect(clashes({ id: null, patient: null, from: at("09:00"), to: at("09:30"), column: "eva" }, { visits: gone, shades: [], columns: "practitioners", now: 0, zone: "Europe/Stockholm" })).toEqual([]);
  });
});

describe("clocks", () => {
  test.each([
    ["2026-03-12T10:00", "2026-03-12T09:00:00.000Z"],
    ["2026-07-12T10:00", "2026-07-12T08:00:00.000Z"],
    ["2026-03-29T08:00", "2026-03-29T06:00:00.000Z"],
    ["2026-10-25T08:00", "2026-10-25T07:00:00.000Z"],
  ])("%s in Stockholm is %s", (wall, utc) => {
    expect(new Date(atWall(wall, "Europe/Stockholm")).toISOString()).toBe(utc);
    expect(wallOf(Date.parse(utc), "Europe/Stockholm")).toBe(wall);
  });
  test("what is left runs down to nothing", () => {
    expect([3_849_000, 272_000, 9_000, 0, -5].map(countdown)).toEqual(["1:04:09", "4:32", "0:09", "0:00", "0:00"]);
  });
  test("minutes as the calendar writes them", () => expect(duration(495)).toBe("08:15:00"));
});

test.each([
  ["070-000 00 01", "+46700000001"],
  ["+46 70 000 00 01", "+46700000001"],
  ["0046700000001", "+46700000001"],
  ["+47 400 00 001", "+4740000001"],
  ["tolv", null],
  ["12", null],
  ["", null],
])("%j is dialled as %s", (text, number) => expect(international(text)).toBe(number));

describe("steps back", () => {
  const log: string[] = [];
  const step = (label: string) => ({ label, undo: async () => void log.push(`-${label}`), redo: async () => void log.push(`+${label}`) });

  test("are taken in order, and forward again until something new is done", async () => {
    const steps = new Steps();
    steps.add(step("a"));
    steps.add(step("b"));
    await steps.undo();
    await steps.undo();
    expect(await steps.undo()).toBeNull();
    await steps.redo();
    steps.add(step("c"));
    expect(await steps.redo()).toBeNull();
    expect(log).toEqual(["-b", "-a", "+a"]);
    expect(steps.undoable?.label).toBe("c");
  });

  test("one that fails stays where it was", async () => {
    const steps = new Steps();
    steps.add({ label: "x", undo: () => Promise.reject(new Error("taken")), redo: async () => undefined });
    await expect(steps.undo()).rejects.toThrow("taken");
    expect([steps.undoable?.label, steps.redoable]).toEqual(["x", null]);
  });
});
