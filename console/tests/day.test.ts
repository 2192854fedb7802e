// A day as it is drawn, and what may be done with a visit.
import { describe, expect, test } from "vitest";
import type { Appointment, AppointmentStatus, Clinic } from "../src/api/types";
import { actionsFor, minutesOf, openOn, planDay, sideBySide, summary, type Visit } from "../src/logic/day";

/** What a day needs of a clinic; the rest of it does not matter here. */
const clinic = {
  id: "c",
  name: "C",
  time_zone: "Europe/Stockholm",
  languages: ["sv"],
  now: "2026-03-12T10:20:00+01:00",
  services: [],
  rooms: [],
  practitioners: [
    { id: "a", name: "A", role: {}, services: [], hours: [{ days: ["thu"], from: "08:30", to: "12:00" }] },
    { id: "b", name: "B", role: {}, services: [], hours: [{ days: ["fri"], from: "09:00", to: "16:00" }] },
  ],
} as unknown as Clinic;

let count = 0;
function visit(from: string, to: string, practitioner = "a", status: AppointmentStatus = "booked"): Appointment {
  count += 1;
  return {
    id: `apt_${count}`,
    status,
    from: `2026-03-12T${from}:00+01:00`,
    to: `2026-03-12T${to}:00+01:00`,
    service: "s",
    service_name: "S",
    practitioner,
    practitioner_name: practitioner.toUpperCase(),
    room: null,
    rooms: [],
    overbooked: false,
    plan: null,
    cancellation_asked_at: null,
    fee: null,
    answer_by: null,
    patient: { id: "p", name: "P", phone: "+46700000001", no_shows: null },
    booked_via: "whatsapp",
    confirmed_at: null,
    revision: 1,
  };
}

describe("the plan of a day", () => {
  test("shows those who work or have visits, and nobody else", () => {
    const plan = planDay(clinic, [visit("09:00", "09:30")], "2026-03-12");
    expect(plan.columns.map((it) => it.id)).toEqual(["a"]);
    expect([plan.from, plan.to]).toEqual([8 * 60, 12 * 60]);
  });

  test("keeps a visit with somebody whom the clinic no longer lists", () => {
    const plan = planDay(clinic, [visit("18:00", "18:30", "gone")], "2026-03-12");
    expect(plan.columns.map((it) => it.name)).toEqual(["A", "GONE"]);
    expect(plan.to).toBe(19 * 60);
  });

  test("puts cancelled visits aside", () => {
    const plan = planDay(clinic, [visit("09:00", "09:30", "a", "cancelled")], "2026-03-12");
    expect(plan.columns[0]?.visits).toEqual([]);
    expect(plan.cancelled).toHaveLength(1);
  });

  test("has sensible bounds when nobody works", () => {
    const plan = planDay(clinic, [], "2026-03-15");
    expect(plan.columns).toEqual([]);
    expect([plan.from, plan.to]).toEqual([8 * 60, 17 * 60]);
  });
});

test("visits side by side: those that overlap share the width, those that touch do not", () => {
  const at = (from: number, to: number): Visit => ({ appointment: visit("09:00", "09:30"), from, to, lane: 0, lanes: 1 });
  const lanes = sideBySide([at(60, 90), at(75, 105), at(90, 120), at(120, 150)]).map((it) => [it.lane, it.lanes]);
  expect(lanes).toEqual([
    [0, 2],
    [1, 2],
    [0, 2],
    [0, 1],
  ]);
});

test("hours that make no sense are left out", () => {
  expect(minutesOf("08:30")).toBe(510);
  expect(minutesOf("soon")).toBeNull();
  const odd = { id: "x", name: "X", role: {}, services: [], hours: [{ days: ["thu"], from: "12:00", to: "08:00" }] };
  expect(openOn(odd, "2026-03-12")).toEqual([]);
});

describe("what staff may do", () => {
  const begins = 1_000;
  test.each([
    ["booked", 0, "arrived", ["confirmed"], true],
    ["booked", 1_000, "arrived", ["noshow"], true],
    ["confirmed", 0, "arrived", [], true],
    ["confirmed", 2_000, "arrived", ["noshow"], true],
    ["pending", 0, null, [], true],
    ["arrived", 2_000, "in_room", ["fulfilled", "booked"], false],
    ["in_room", 2_000, "fulfilled", ["booked"], false],
    ["fulfilled", 2_000, null, ["arrived"], false],
    ["noshow", 2_000, null, ["arrived"], false],
    ["cancelled", 0, null, [], false],
  ] as const)("%s at %i: first %s, then %j, cancel %s", (status, now, main, others, cancel) => {
    expect(actionsFor(status, begins, now)).toEqual({ main, others: [...others], cancel });
  });
});

test("the line on top counts what stands and names who comes next", () => {
  const list = [
    visit("11:00", "11:30"),
    visit("10:30", "11:00"),
    visit("10:00", "10:30", "a", "arrived"),
    visit("09:00", "09:30", "a", "fulfilled"),
    visit("10:25", "10:40", "a", "cancelled"),
  ];
  const it = summary(list, Date.parse("2026-03-12T10:20:00+01:00"));
  expect([it.total, it.here, it.done, it.next?.from]).toEqual([4, 1, 1, "2026-03-12T10:30:00+01:00"]);
});
