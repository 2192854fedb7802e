// The clinic's calendar: days and clock times in the clinic's zone, whatever the zone of
// the machine that shows them. Pure; the present moment is always handed in.

/** A day of the calendar, `2026-03-12`. */
export type Day = string;

const MINUTE_MS = 60_000;

interface Parts {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function format(key: string, make: () => Intl.DateTimeFormat): Intl.DateTimeFormat {
  let it = formats.get(key);
  if (!it) {
    it = make();
    formats.set(key, it);
  }
  return it;
}

function partsIn(at: number, zone: string): Parts {
  const reader = format(`parts ${zone}`, () =>
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    }),
  );
  const found: Record<string, number> = {};
  for (const part of reader.formatToParts(at)) found[part.type] = Number(part.value);
  return found as unknown as Parts;
}

/** How far the zone's clocks are ahead of UTC at that instant, in milliseconds. */
function offsetAt(at: number, zone: string): number {
  const it = partsIn(at, zone);
  const asUtc = Date.UTC(it.year, it.month - 1, it.day, it.hour, it.minute, it.second);
  return asUtc - Math.floor(at / 1000) * 1000;
}

const two = (n: number) => String(n).padStart(2, "0");

/** The day of the calendar that an instant falls on. */
export function dayOf(at: number, zone: string): Day {
  const it = partsIn(at, zone);
  return `${it.year}-${two(it.month)}-${two(it.day)}`;
}

/** Whether a text is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const at = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/** The day some days later, or earlier. */
export function addDays(day: Day, days: number): Day {
  const at = new Date(`${day}T12:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** 0 for Monday to 6 for Sunday. */
export function weekday(day: Day): number {
  return (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;
}

/** When a day begins in the zone, as an instant; right on days of 23 and 25 hours too. */
export function startOfDay(day: Day, zone: string): number {
  const utc = Date.parse(`${day}T00:00:00Z`);
  const first = utc - offsetAt(utc, zone);
  // The offset at the guess may differ from the offset at UTC midnight.
  return utc - offsetAt(first, zone);
}

/** The instant of a wall clock time, `2026-03-12T10:05`, in the zone. */
export function atWall(wall: string, zone: string): number {
  const utc = Date.parse(`${wall.slice(0, 16)}:00Z`);
  const first = utc - offsetAt(utc, zone);
  return utc - offsetAt(first, zone);
}

/** The wall clock time of an instant in the zone, `2026-03-12T10:05`. */
export function wallOf(at: number, zone: string): string {
  return instant(at, zone).slice(0, 16);
}

/** An instant as the API wants it, with the zone's offset. */
export function instant(at: number, zone: string): string {
  const it = partsIn(at, zone);
  const offset = Math.round(offsetAt(at, zone) / MINUTE_MS);
  const sign = offset < 0 ? "-" : "+";
  const away = Math.abs(offset);
  return (
    `${it.year}-${two(it.month)}-${two(it.day)}T${two(it.hour)}:${two(it.minute)}:${two(it.second)}` +
    `${sign}${two(Math.floor(away / 60))}:${two(away % 60)}`
  );
}

/** Minutes on the wall clock since the day's midnight; what the timeline is drawn by. */
export function wallMinutes(at: number, zone: string): number {
  const it = partsIn(at, zone);
  return it.hour * 60 + it.minute;
}

/** `14:05`, in every language of ours. */
export function clock(at: number, zone: string): string {
  const it = partsIn(at, zone);
  return `${two(it.hour)}:${two(it.minute)}`;
}

const REGION: Record<string, string> = { sv: "sv-SE", en: "en-GB" };

function region(language: string): string {
  return REGION[language] ?? language;
}

/** `torsdag 12 mars`, `Thursday 12 March`. */
export function longDay(day: Day, language: string): string {
  const writer = format(`long ${language}`, () =>
    new Intl.DateTimeFormat(region(language), { timeZone: "UTC", weekday: "long", day: "numeric", month: "long" }),
  );
  return writer.format(Date.parse(`${day}T12:00:00Z`)).replace(",", "");
}

/** `tors 12 mars`, `Thu 12 Mar`. */
export function shortDay(day: Day, language: string): string {
  const writer = format(`short ${language}`, () =>
    new Intl.DateTimeFormat(region(language), { timeZone: "UTC", weekday: "short", day: "numeric", month: "short" }),
  );
  return writer.format(Date.parse(`${day}T12:00:00Z`)).replace(",", "");
}

/** The ISO week, which Swedish clinics plan by. */
export function isoWeek(day: Day): number {
  const thursday = addDays(day, 3 - weekday(day));
  const newYear = `${thursday.slice(0, 4)}-01-01`;
  const days = (Date.parse(`${thursday}T12:00:00Z`) - Date.parse(`${newYear}T12:00:00Z`)) / 86_400_000;
  return Math.floor(Math.round(days) / 7) + 1;
}

export type Nearness = "today" | "yesterday" | "tomorrow" | "other";

export function nearness(day: Day, today: Day): Nearness {
  if (day === today) return "today";
  if (day === addDays(today, -1)) return "yesterday";
  if (day === addDays(today, 1)) return "tomorrow";
  return "other";
}

/** How long ago or ahead, in the largest unit that still says something. */
export function span(ms: number): { unit: "now" | "minutes" | "hours" | "days"; count: number } {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  if (minutes < 1) return { unit: "now", count: 0 };
  if (minutes < 60) return { unit: "minutes", count: minutes };
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return { unit: "hours", count: hours };
  return { unit: "days", count: Math.floor(hours / 24) };
}

/** What is left, as a clock that runs down: `4:32`, `1:04:09`; `0:00` when it is over. */
export function countdown(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/**
 * What the clinic's clock says, from its last two answers. A clock that stood still between
 * them (the demo's does) is shown standing; any other runs on between answers.
 */
export class ClinicClock {
  #said: number;
  #heard: number;
  #runs = true;

  constructor(said: number, heard: number) {
    this.#said = said;
    this.#heard = heard;
  }

  hear(said: number, heard: number): void {
    const here = heard - this.#heard;
    // Two answers within a second prove nothing about how fast the clock runs.
    if (here >= 1_000) this.#runs = said - this.#said >= here / 2;
    this.#said = said;
    this.#heard = heard;
  }

  now(here: number): number {
    return this.#runs ? this.#said + (here - this.#heard) : this.#said;
  }
}
