// A day or a week as the calendar draws it: columns, visits, kept times, closed times. All
// times are the clinic's wall clock (`2026-03-12T10:05`), so that no browser's own zone can
// shift them. Pure; knows no words.
import type { Appointment, Clinic, Diary } from "../api/types";
import { addDays, type Day, wallMinutes } from "./time";

export type Columns = "practitioners" | "rooms";
export type Span = "day" | "week";

/** With nothing known about hours, a day is drawn from here to there. */
const USUAL_OPENING_MINUTES = 8 * 60;
const USUAL_CLOSING_MINUTES = 17 * 60;
const DAY_MINUTES = 24 * 60;

export interface Column {
  id: string;
  name: string;
  role: Record<string, string>;
}

/** A stretch of wall clock time in a column. */
export interface Shade {
  column: string;
  from: string;
  to: string;
  kind: "shut" | "absent";
}

export interface GridDay {
  columns: Column[];
  shades: Shade[];
  /** Whole hours that hold everything, in minutes since midnight. */
  from: number;
  to: number;
}

export interface Asked {
  clinic: Clinic;
  diary: Diary;
  visits: Appointment[];
  days: Day[];
  columns: Columns;
  /** Only this practitioner: the week's view. */
  only: string | null;
}

/** What is drawn behind the visits, and how wide and tall the grid is. */
export function gridOf(asked: Asked): GridDay {
  const { clinic, diary, visits } = asked;
  const standing = visits.filter((it) => it.status !== "cancelled");
  const all = asked.columns === "rooms" ? roomColumns(clinic) : practitionerColumns(clinic, standing);
  const openOf = (id: string) =>
    (asked.columns === "rooms" ? diary.rooms : diary.practitioners).find((it) => it.id === id)?.open ?? null;
  const columns = all.filter((it) => {
    if (asked.only !== null) return it.id === asked.only;
    if (asked.columns === "rooms") return true;
    return (openOf(it.id)?.length ?? 0) > 0 || standing.some((other) => other.practitioner === it.id);
  });
  const shown = columns.map((it) => it.id);
  const open = columns.flatMap((it) => openOf(it.id) ?? []);
  const parts = [...open, ...standing.filter((it) => shown.some((id) => columnsOf(it, asked.columns).includes(id)))];
  const minutes = parts.flatMap((it) => [wallMinutesOf(it.from), endMinutesOf(it.from, it.to)]);
  const from = Math.floor(Math.min(...minutes, minutes.length ? DAY_MINUTES : USUAL_OPENING_MINUTES) / 60) * 60;
  const to = Math.ceil(Math.max(...minutes, minutes.length ? 0 : USUAL_CLOSING_MINUTES) / 60) * 60;
  const shades: Shade[] = [];
  for (const column of columns) {
    const hours = openOf(column.id);
    // A room without hours of its own is always open.
    if (hours) for (const day of asked.days) shades.push(...shut(column.id, day, hours, from, to));
    for (const it of diary.closed) {
      if (it.resource === column.id) shades.push({ column: column.id, from: wall(it.from), to: wall(it.to), kind: "absent" });
    }
  }
  return { columns, shades, from, to };
}

/** The gaps between open stretches, from the top of the grid to its end. */
function shut(column: string, day: Day, open: { from: string; to: string }[], from: number, to: number): Shade[] {
  const gaps: Shade[] = [];
  let at = from;
  const put = (start: number, end: number) => {
    if (end > start) gaps.push({ column, from: wallAt(day, start), to: wallAt(day, end), kind: "shut" });
  };
  for (const it of open.filter((other) => other.from.slice(0, 10) === day)) {
    put(at, Math.min(wallMinutesOf(it.from), to));
    at = Math.max(at, endMinutesOf(it.from, it.to));
  }
  put(at, to);
  return gaps;
}

/** In which columns a visit stands. */
export function columnsOf(it: Appointment, columns: Columns): string[] {
  return columns === "rooms" ? it.rooms : [it.practitioner];
}

function practitionerColumns(clinic: Clinic, visits: Appointment[]): Column[] {
  const known = clinic.practitioners.map((it) => ({ id: it.id, name: it.name, role: it.role }));
  for (const it of visits) {
    if (!known.some((other) => other.id === it.practitioner)) {
      known.push({ id: it.practitioner, name: it.practitioner_name, role: {} });
    }
  }
  return known;
}

function roomColumns(clinic: Clinic): Column[] {
  return clinic.rooms.map((it) => ({ id: it.id, name: it.name, role: {} }));
}

/** The days of a view: one, or the week from Monday. */
export function daysOf(span: Span, day: Day): Day[] {
  if (span === "day") return [day];
  const monday = addDays(day, -((new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7));
  return Array.from({ length: 7 }, (_, i) => addDays(monday, i));
}

/** The wall clock of an instant as the API writes it. */
export function wall(instant: string): string {
  return instant.slice(0, 16);
}

export function wallMinutesOf(instant: string): number {
  return Number(instant.slice(11, 13)) * 60 + Number(instant.slice(14, 16));
}

function endMinutesOf(from: string, to: string): number {
  // What ends at midnight or later is drawn to the end of its day.
  return to.slice(0, 10) === from.slice(0, 10) ? wallMinutesOf(to) : DAY_MINUTES;
}

export function wallAt(day: Day, minutes: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return minutes >= DAY_MINUTES ? `${addDays(day, 1)}T00:00` : `${day}T${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** Minutes as the calendar's options write them. */
export function duration(minutes: number): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}:00`;
}

export interface Clash {
  kind: "visit" | "patient" | "shut" | "absent" | "past";
  with: Appointment | null;
}

/** What speaks against a time: another visit, the patient's own, closed hours. The desk has the last word. */
export function clashes(
  it: { id: string | null; patient: string | null; from: string; to: string; column: string },
  asked: { visits: Appointment[]; shades: Shade[]; columns: Columns; now: number; zone: string },
): Clash[] {
  const found: Clash[] = [];
  const [from, to] = [wall(it.from), wall(it.to)];
  for (const other of asked.visits) {
    if (other.id === it.id || other.status === "cancelled" || wall(other.from) >= to || wall(other.to) <= from) continue;
    if (columnsOf(other, asked.columns).includes(it.column)) found.push({ kind: "visit", with: other });
    else if (it.patient !== null && other.patient.id === it.patient) found.push({ kind: "patient", with: other });
  }
  for (const shade of asked.shades) {
    if (shade.column !== it.column || shade.from >= to || shade.to <= from) continue;
    if (!found.some((other) => other.kind === shade.kind)) found.push({ kind: shade.kind, with: null });
  }
  if (Date.parse(it.from) < asked.now) found.push({ kind: "past", with: null });
  return found;
}

/** How far a wall clock time of the zone is into its day; the now-line's place. */
export function nowMinutes(now: number, zone: string): number {
  return wallMinutes(now, zone);
}
