// Who waits, in which order, and who answers.
import { describe, expect, test } from "vitest";
import type { Conversation, InboxRow, Message, Note } from "../src/api/types";
import { answering, byDesk, joined, outcomeOf, REASONS, reasonText, rowName, tick, windowMood, windowOpen, withNotes } from "../src/logic/inbox";

const ME = "Elsa";

function talk(id: string, more: Partial<Conversation> = {}): Conversation {
  return {
    id,
    state: "bot",
    language: "sv",
    contact: { name: null, phone: "+46700000001" },
    handover: null,
    taken_by: null,
    changed_at: "2026-03-12T10:00:00+01:00",
    window_until: null,
    unread: 0,
    snoozed_until: null,
    resolved_at: null,
    patients: [],
    drafts: [],
    messages: [],
    ...more,
  };
}

function waits(id: string, since: string, reason = "asked"): Conversation {
  return talk(id, { state: "staff", handover: { reason, since: `2026-03-12T${since}:00+01:00` } });
}

describe("who answers", () => {
  test.each([
    ["the desk", talk("1"), "desk"],
    ["a person who is awaited", waits("1", "09:00"), "waiting"],
    ["you", talk("1", { state: "staff", taken_by: ME }), "you"],
    ["a colleague", talk("1", { state: "staff", taken_by: "Jonas" }), "colleague"],
    ["nobody, when it is closed", talk("1", { state: "closed" }), "nobody"],
    ["a taken one no longer waits", { ...waits("1", "09:00"), taken_by: ME }, "you"],
    ["staff without a name still waits", talk("1", { state: "staff" }), "waiting"],
  ])("%s", (_, it, who) => expect(answering(it, ME).who).toBe(who));
});

test("every reason has a text of its own, an unknown one a general one", () => {
  expect(new Set(REASONS.map(reasonText)).size).toBe(REASONS.length);
  expect(reasonText("late_change")).toBe("reason-late-change");
  expect(reasonText("something_new")).toBe("reason-other");
});

test("the window closes at its minute, and warns before", () => {
  const end = Date.parse("2026-03-12T10:00:00+01:00");
  expect(windowOpen("2026-03-12T10:00:00+01:00", end - 1)).toBe(end);
  expect(windowOpen("2026-03-12T10:00:00+01:00", end)).toBeNull();
  expect(windowOpen(null, 0)).toBeNull();
  expect(windowMood(end, end - 5 * 3_600_000)).toBe("calm");
  expect(windowMood(end, end - 3_600_000)).toBe("soon");
});

test("a row goes by the patient's name, else by the number", () => {
  const row = (patients: { id: string; name: string }[], phone: string | null) => rowName({ patients, phone } as InboxRow);
  expect(row([{ id: "1", name: "Sara Ek" }], "+46700000001")).toBe("Sara Ek");
  expect(row([{ id: "1", name: "" }], "+46700000001")).toBe("+46 70 000 00 01");
  expect(row([], null)).toBeNull();
});

function line(direction: "in" | "out", status: string, by: string | null = null): Message {
  return { id: status, direction, text: `${direction} ${status}`, at: "2026-03-12T10:00:00+01:00", status, by, source: null, seq: 1, shown: null, failure: null, media: null };
}

test.each([
  ["queued", "waiting"],
  ["sending", "waiting"],
  ["sent", "sent"],
  ["delivered", "delivered"],
  ["read", "read"],
  ["played", "read"],
  ["failed", "failed"],
  ["dropped", "dropped"],
  ["unknown", "unknown"],
  ["something_new", "unknown"],
])("a message that is %s shows %s", (status, shown) => {
  expect(tick(line("out", status))).toBe(shown);
  expect(tick(line("in", status))).toBeNull();
});

test("whose words they are", () => {
  expect([line("in", "handled"), line("out", "sent", "desk"), line("out", "sent", "Jonas")].map(byDesk)).toEqual([false, true, false]);
});

test.each([
  ["Vi har öppet 8–17.", "Vi har öppet 8–17.", true, "used"],
  ["Vi har öppet 8–17.", " Vi har öppet 8–17.\n", true, "used"],
  ["Vi har öppet 8–17.", "Vi har öppet 8–17. Välkommen!", true, "changed"],
  ["Vi har öppet 8–17.", "Ring oss gärna.", false, "dropped"],
  ["Vi har öppet 8–17.", "Vi har öppet 8–17.", false, "used"],
])("a draft %j that went out as %j (taken: %s) was %s", (draft, sent, taken, outcome) => {
  expect(outcomeOf(draft, sent, taken)).toBe(outcome);
});

describe("a thread", () => {
  const at = (id: string, minute: number): Message => ({ ...line("in", "handled"), id, at: `2026-03-12T10:${String(minute).padStart(2, "0")}:00+01:00` });
  const note = (id: string, minute: number): Note => ({ id, text: "ring", by: ME, mentions: [], at: at(id, minute).at });

  test("older pages stand before newer ones, each line once, in its newest reading", () => {
    const newer = { ...at("b", 2), status: "read" };
    expect(joined([at("a", 1), at("b", 2)], [newer, at("c", 3)])).toEqual([at("a", 1), newer, at("c", 3)]);
  });

  test("a note stands where it was written; an older one comes with its page", () => {
    const ids = withNotes([at("a", 1), at("b", 5)], [note("old", 0), note("between", 3), note("last", 9)]).map((it) => (it.kind === "note" ? it.note.id : it.message.id));
    expect(ids).toEqual(["a", "between", "b", "last"]);
    expect(withNotes([], [note("alone", 1)])).toHaveLength(1);
  });
});
