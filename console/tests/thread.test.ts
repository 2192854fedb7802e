// How a conversation is cut into stretches that stay the same while it grows at both ends.
import { expect, test } from "vitest";
import type { Message, Note } from "../src/api/types";
import type { Entry } from "../src/logic/inbox";
import { remembered, STRETCH_LINES, stretches } from "../src/logic/thread";
import { dayOf } from "../src/logic/time";

const ZONE = "Europe/Stockholm";
const days = remembered((at) => dayOf(at, ZONE));
const by = (it: Entry): string => (it.kind === "note" ? it.note.by : (it.message.by ?? "patient"));

function line(seq: number | null, at = "2026-03-12T10:00:00+01:00", author: string | null = null): Entry {
  return { kind: "message", at, message: { id: `${seq} ${at}`, seq, at, by: author, direction: author ? "out" : "in" } as Message };
}

const upTo = (first: number, last: number): Entry[] => Array.from({ length: last - first + 1 }, (_, it) => line(first + it));
const shape = (all: Entry[]) => stretches(all, days, by).map((it) => [it.key, it.rows.length]);

test("a long conversation falls into stretches by the places of its lines", () => {
  expect(shape(upTo(1, 100))).toEqual([[0, 40], [1, 40], [2, 20]]);
  expect(shape(upTo(61, 100)), "what was not read yet changes nothing").toEqual([[1, 20], [2, 20]]);
  expect(shape([])).toEqual([]);
  expect(STRETCH_LINES).toBe(40);
});

test("a note and a line without a place stay with what stands before them", () => {
  const note: Entry = { kind: "note", at: "2026-03-12T10:00:00+01:00", note: { by: "Eva" } as Note };
  expect(shape([...upTo(39, 40), note, line(41), line(null)])).toEqual([[0, 3], [1, 2]]);
  expect(shape([note])).toEqual([[0, 1]]);
});

test("a day and a name stand where they begin, also across stretches", () => {
  const all = [line(40, "2026-03-12T10:00:00+01:00"), line(41, "2026-03-12T23:59:00+01:00"), line(42, "2026-03-13T00:00:00+01:00"), line(43, "2026-03-13T00:01:00+01:00", "Eva")];
  const rows = stretches(all, days, by).flatMap((it) => it.rows);
  expect(rows.map((it) => it.day)).toEqual(["2026-03-12", null, "2026-03-13", null]);
  expect(rows.map((it) => it.begins)).toEqual([true, false, true, true]);
});

test("a day is asked for once an hour, and is right when the clock is put forward", () => {
  let asked = 0;
  const counted = remembered((at) => {
    asked += 1;
    return dayOf(at, ZONE);
  });
  expect(["2026-03-29T01:59:00+01:00", "2026-03-29T01:10:00+01:00", "2026-03-29T03:00:00+02:00", "2026-03-28T23:59:59+01:00"].map(counted)).toEqual(["2026-03-29", "2026-03-29", "2026-03-29", "2026-03-28"]);
  expect(asked).toBe(3);
});
