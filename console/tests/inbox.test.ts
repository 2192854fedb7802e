// Who waits, in which order, and who answers.
import { describe, expect, test } from "vitest";
import type { Conversation, Message } from "../src/api/types";
import { answering, byDesk, inOrder, lastWords, REASONS, reasonText, tick, unreadCount, windowOpen } from "../src/logic/inbox";

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

describe("the order of the inbox", () => {
  test("emergencies first, then the longest wait, then yours, then the newest", () => {
    const sections = inOrder(
      [
        talk("old", { changed_at: "2026-03-11T10:00:00+01:00" }),
        talk("new"),
        waits("short", "09:50"),
        talk("mine", { state: "staff", taken_by: ME }),
        waits("long", "08:00"),
        waits("urgent", "09:59", "emergency"),
        talk("theirs", { state: "staff", taken_by: "Jonas", changed_at: "2026-03-12T11:00:00+01:00" }),
      ],
      ME,
    );
    expect(sections.waiting.map((it) => it.id)).toEqual(["urgent", "long", "short"]);
    expect(sections.yours.map((it) => it.id)).toEqual(["mine"]);
    expect(sections.rest.map((it) => it.id)).toEqual(["theirs", "new", "old"]);
  });

  test("offsets do not decide, instants do", () => {
    const first = talk("a", { state: "staff", handover: { reason: "asked", since: "2026-03-12T09:00:00+02:00" } });
    const second = talk("b", { state: "staff", handover: { reason: "asked", since: "2026-03-12T08:30:00+01:00" } });
    expect(inOrder([second, first], ME).waiting.map((it) => it.id)).toEqual(["a", "b"]);
  });
});

test("every reason has a text of its own, an unknown one a general one", () => {
  expect(new Set(REASONS.map(reasonText)).size).toBe(REASONS.length);
  expect(reasonText("late_change")).toBe("reason-late-change");
  expect(reasonText("something_new")).toBe("reason-other");
});

test("the window closes at its minute", () => {
  const it = talk("1", { window_until: "2026-03-12T10:00:00+01:00" });
  const end = Date.parse("2026-03-12T10:00:00+01:00");
  expect(windowOpen(it, end - 1)).toBe(end);
  expect(windowOpen(it, end)).toBeNull();
  expect(windowOpen(talk("1"), 0)).toBeNull();
});

test("unread as a number or as yes and no", () => {
  expect([3, 0, true, false].map((unread) => unreadCount(talk("1", { unread })))).toEqual([3, 0, 1, 0]);
});

function line(direction: "in" | "out", status: string, by: string | null = null): Message {
  return { id: status, direction, text: `${direction} ${status}`, at: "2026-03-12T10:00:00+01:00", status, by };
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

test("whose words a list shows", () => {
  const messages = [line("in", "handled"), line("out", "sent", "desk")];
  expect(lastWords({ ...waits("1", "09:00"), messages })?.direction).toBe("in");
  expect(lastWords(talk("1", { messages }))?.direction).toBe("out");
  expect(lastWords(talk("1"))).toBeNull();
  expect(messages.map(byDesk)).toEqual([false, true]);
  expect(byDesk(line("out", "sent", "Jonas"))).toBe(false);
});
