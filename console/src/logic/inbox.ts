// Who waits, who answers, and in which order a person should look. Pure.
import type { Conversation, HandoverReason, Message } from "../api/types";
import { spaced } from "./phone";

export const REASONS: readonly HandoverReason[] = [
  "emergency",
  "asked",
  "not_understood",
  "complaint",
  "medical",
  "late_change",
  "data_request",
  "unreadable",
  "no_answer",
  "nothing_free",
  "information",
  "not_delivered",
  "request",
  "unanswered",
];

/** The text that names a reason; an unknown one still gets words. */
export function reasonText(reason: string): string {
  const known = REASONS.find((it) => it === reason);
  return known ? `reason-${known.replaceAll("_", "-")}` : "reason-other";
}

export type Answering =
  | { who: "desk" }
  | { who: "waiting"; reason: string; since: number }
  | { who: "you" }
  | { who: "colleague"; name: string }
  | { who: "nobody" };

/** Who speaks in a conversation, seen by the member of staff who looks. */
export function answering(it: Conversation, me: string): Answering {
  if (it.state === "closed") return { who: "nobody" };
  if (it.taken_by !== null) return it.taken_by === me ? { who: "you" } : { who: "colleague", name: it.taken_by };
  if (it.handover) return { who: "waiting", reason: it.handover.reason, since: Date.parse(it.handover.since) };
  // A conversation with staff but without a name on it is nobody's yet: it must not look answered.
  if (it.state === "staff") return { who: "waiting", reason: "other", since: Date.parse(it.changed_at) };
  return { who: "desk" };
}

export function isWaiting(it: Conversation): boolean {
  return answering(it, "").who === "waiting";
}

export interface Sections {
  waiting: Conversation[];
  yours: Conversation[];
  rest: Conversation[];
}

/**
 * Those waiting for a person first: emergencies before all, then the longest wait.
 * Then your own, then the rest, newest first.
 */
export function inOrder(all: Conversation[], me: string): Sections {
  const sections: Sections = { waiting: [], yours: [], rest: [] };
  for (const it of all) {
    const who = answering(it, me).who;
    if (who === "waiting") sections.waiting.push(it);
    else if (who === "you") sections.yours.push(it);
    else sections.rest.push(it);
  }
  sections.waiting.sort((a, b) => urgency(a) - urgency(b) || waitsSince(a) - waitsSince(b) || a.id.localeCompare(b.id));
  sections.yours.sort(newestFirst);
  sections.rest.sort(newestFirst);
  return sections;
}

function urgency(it: Conversation): number {
  return it.handover?.reason === "emergency" ? 0 : 1;
}

function waitsSince(it: Conversation): number {
  return Date.parse(it.handover?.since ?? it.changed_at);
}

function newestFirst(a: Conversation, b: Conversation): number {
  return Date.parse(b.changed_at) - Date.parse(a.changed_at) || a.id.localeCompare(b.id);
}

/** The words to show in a list: of someone who waits their own, of others the last. */
export function lastWords(it: Conversation): Message | null {
  const messages = it.messages ?? [];
  const own = isWaiting(it) ? messages.findLast((other) => other.direction === "in") : undefined;
  return own ?? messages.at(-1) ?? null;
}

/** The name, or the number of someone whose name nobody knows yet. */
export function contactName(it: Conversation): string {
  return it.contact.name || spaced(it.contact.phone);
}

/** How many messages are new; a server that only says yes or no counts as one. */
export function unreadCount(it: Conversation): number {
  return typeof it.unread === "number" ? it.unread : it.unread ? 1 : 0;
}

/** Until when free words may be sent; null when the window is closed. */
export function windowOpen(it: Conversation, now: number): number | null {
  if (it.window_until === null) return null;
  const until = Date.parse(it.window_until);
  return until > now ? until : null;
}

export type Tick = "waiting" | "sent" | "delivered" | "read" | "failed" | "dropped" | "unknown";

/** How far an outgoing message came, in the few steps that staff care about. */
export function tick(message: Message): Tick | null {
  if (message.direction === "in") return null;
  switch (message.status) {
    case "queued":
    case "sending":
      return "waiting";
    case "sent":
      return "sent";
    case "delivered":
      return "delivered";
    case "read":
    case "played":
      return "read";
    case "failed":
      return "failed";
    case "dropped":
      return "dropped";
    default:
      return "unknown";
  }
}

/** Whether the machine wrote it. */
export function byDesk(message: Message): boolean {
  return message.direction === "out" && (!message.by || message.by === "desk" || message.by === "bot");
}
