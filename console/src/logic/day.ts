// A day at the clinic as something to draw: one column a practitioner, times as heights,
// overlapping visits side by side. Pure; knows no pixels and no words.
import type { Appointment, AppointmentStatus, Clinic, Practitioner, SettableStatus } from "../api/types";
import { type Day, wallMinutes, weekday } from "./time";

const DAY_NAMES = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/** With nothing known about hours, a day is drawn from here to there. */
const USUAL_OPENING_MINUTES = 8 * 60;
const USUAL_CLOSING_MINUTES = 17 * 60;
const DAY_MINUTES = 24 * 60;

export interface Open {
  from: number;
  to: number;
}

export interface Visit {
  appointment: Appointment;
  /** Minutes since midnight on the wall clock. */
  from: number;
  to: number;
  /** Which of how many places side by side. */
  lane: number;
  lanes: number;
}

export interface Column {
  id: string;
  name: string;
  role: Record<string, string>;
  open: Open[];
  visits: Visit[];
}

export interface DayPlan {
  columns: Column[];
  /** Whole hours that hold everything. */
  from: number;
  to: number;
  cancelled: Appointment[];
}

/** `08:30` as minutes; what is not a clock time is null. */
export function minutesOf(text: string): number | null {
  const found = /^(\d{1,2}):(\d{2})/.exec(text);
  if (!found) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return minutes <= DAY_MINUTES ? minutes : null;
}

/** A practitioner's usual hours on that weekday. Exceptions live in the schedule, not here. */
export function openOn(practitioner: Practitioner, day: Day): Open[] {
  const name = DAY_NAMES[weekday(day)] ?? "";
  const open: Open[] = [];
  for (const hours of practitioner.hours ?? []) {
    const from = minutesOf(hours.from);
    const to = minutesOf(hours.to);
    if (hours.days.includes(name) && from !== null && to !== null && from < to) open.push({ from, to });
  }
  return open.sort((a, b) => a.from - b.from);
}

/** The day as columns; practitioners who neither work nor have visits that day are left out. */
export function planDay(clinic: Clinic, appointments: Appointment[], day: Day): DayPlan {
  const zone = clinic.time_zone;
  const standing = appointments.filter((it) => it.status !== "cancelled");
  const known = clinic.practitioners.map((it) => ({ id: it.id, name: it.name, role: it.role, open: openOn(it, day) }));
  for (const it of standing) {
    if (!known.some((other) => other.id === it.practitioner)) {
      known.push({ id: it.practitioner, name: it.practitioner_name, role: {}, open: [] });
    }
  }
  const columns = known
    .map((it) => ({
      ...it,
      visits: sideBySide(standing.filter((other) => other.practitioner === it.id).map((other) => visit(other, zone))),
    }))
    .filter((it) => it.visits.length > 0 || it.open.length > 0);
  const parts = columns.flatMap((it): Open[] => [...it.open, ...it.visits]);
  if (parts.length === 0) parts.push({ from: USUAL_OPENING_MINUTES, to: USUAL_CLOSING_MINUTES });
  return {
    columns,
    from: Math.floor(Math.min(...parts.map((it) => it.from)) / 60) * 60,
    to: Math.ceil(Math.max(...parts.map((it) => it.to)) / 60) * 60,
    cancelled: appointments.filter((it) => it.status === "cancelled").sort(byStart),
  };
}

export function byStart(a: Appointment, b: Appointment): number {
  return Date.parse(a.from) - Date.parse(b.from) || a.id.localeCompare(b.id);
}

function visit(appointment: Appointment, zone: string): Visit {
  const from = wallMinutes(Date.parse(appointment.from), zone);
  const end = wallMinutes(Date.parse(appointment.to), zone);
  // A visit past midnight is drawn to the end of its day.
  return { appointment, from, to: end > from ? end : DAY_MINUTES, lane: 0, lanes: 1 };
}

/** Gives overlapping visits a lane each; those that touch only at their ends share one. */
export function sideBySide(visits: Visit[]): Visit[] {
  const sorted = [...visits].sort((a, b) => a.from - b.from || a.to - b.to);
  let cluster: Visit[] = [];
  let clusterEnd = -1;
  let laneEnds: number[] = [];
  const close = () => {
    for (const it of cluster) it.lanes = laneEnds.length;
    cluster = [];
    laneEnds = [];
  };
  for (const it of sorted) {
    if (it.from >= clusterEnd) close();
    const free = laneEnds.findIndex((end) => end <= it.from);
    it.lane = free === -1 ? laneEnds.length : free;
    laneEnds[it.lane] = it.to;
    cluster.push(it);
    clusterEnd = Math.max(clusterEnd, it.to);
  }
  close();
  return sorted;
}

/** What staff may do with a visit now: the likeliest first, then corrections. */
export interface Actions {
  main: SettableStatus | null;
  others: SettableStatus[];
  cancel: boolean;
}

export function actionsFor(status: AppointmentStatus, from: number, now: number): Actions {
  switch (status) {
    case "booked":
      return { main: "arrived", others: now >= from ? ["noshow"] : ["confirmed"], cancel: true };
    case "confirmed":
      return { main: "arrived", others: now >= from ? ["noshow"] : [], cancel: true };
    case "arrived":
      return { main: "in_room", others: ["fulfilled", "booked"], cancel: false };
    case "in_room":
      return { main: "fulfilled", others: ["booked"], cancel: false };
    case "fulfilled":
    case "noshow":
      return { main: null, others: ["arrived"], cancel: false };
    case "pending":
      return { main: null, others: [], cancel: true };
    case "cancelled":
      return { main: null, others: [], cancel: false };
  }
}

/** The day in numbers, for the line on top. */
export interface Summary {
  total: number;
  unconfirmed: number;
  here: number;
  done: number;
  next: Appointment | null;
}

export function summary(appointments: Appointment[], now: number): Summary {
  const standing = appointments.filter((it) => it.status !== "cancelled").sort(byStart);
  return {
    total: standing.length,
    unconfirmed: standing.filter((it) => it.status === "booked" && Date.parse(it.from) >= now).length,
    here: standing.filter((it) => it.status === "arrived").length,
    done: standing.filter((it) => it.status === "fulfilled").length,
    next:
      standing.find((it) => (it.status === "booked" || it.status === "confirmed") && Date.parse(it.from) >= now) ?? null,
  };
}
