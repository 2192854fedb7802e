// A conversation cut into stretches of so many lines, so that what is far out of sight need not be there. Pure.
import type { Entry } from "./inbox";
import type { Day } from "./time";

/** Lines of a stretch: a screen or two, so that few stretches are ever drawn and none is a burden. */
export const STRETCH_LINES = 40;

export interface Row {
  entry: Entry;
  /** A day that begins with this line. */
  day: Day | null;
  /** Whether the author's name stands above it. */
  begins: boolean;
}

export interface Stretch {
  /** Its place in the conversation: the same whatever is read above or below it. */
  key: number;
  rows: Row[];
}

/** Lines in their order, cut where their places say. Several in a row by one person on one day carry the name once. */
export function stretches(entries: Entry[], dayOf: (at: string) => Day, author: (it: Entry) => string): Stretch[] {
  const all: Stretch[] = [];
  let before: { day: Day; author: string; kind: string } | null = null;
  for (const entry of entries) {
    const here = { day: dayOf(entry.at), author: author(entry), kind: entry.kind };
    const day = here.day === before?.day ? null : here.day;
    const begins = day !== null || here.kind !== before?.kind || here.author !== before.author;
    const key = keyOf(entry) ?? all.at(-1)?.key ?? 0;
    const last = all.at(-1);
    const row = { entry, day, begins };
    if (last?.key === key) last.rows.push(row);
    else all.push({ key, rows: [row] });
    before = here;
  }
  return all;
}

/** A note, and a line that the desk has not given a place yet, stand where they were written. */
function keyOf(entry: Entry): number | null {
  if (entry.kind === "note" || entry.message.seq === null) return null;
  return Math.floor((entry.message.seq - 1) / STRETCH_LINES);
}

/** The same question is asked for thousands of lines that lie within few hours. */
export function remembered(dayOf: (at: number) => Day): (at: string) => Day {
  const known = new Map<string, Day>();
  return (at) => {
    // To the hour, with the offset: no day begins within one.
    const hour = at.slice(0, 13) + at.slice(19);
    let day = known.get(hour);
    if (day === undefined) {
      day = dayOf(Date.parse(at));
      known.set(hour, day);
    }
    return day;
  };
}
