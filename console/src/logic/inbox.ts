// Who waits, who answers, what a line looks like, and when a window shuts. Pure.
import type { Conversation, HandoverReason, InboxRow, InboxView, Media, Message, Note, SuggestionOutcome } from "../api/types";
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
  "too_many",
];

/** The parts of the inbox, in the order of the chips; the first two are the two lists. */
export const VIEWS = ["needs", "all", "mine", "unassigned", "urgent", "failed", "patient", "assistant", "snoozed"] as const satisfies readonly InboxView[];

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

/** The name, or the number of someone whose name nobody knows yet; null when there is neither. */
export function contactName(it: Conversation): string | null {
  return it.contact.name || (it.contact.phone ? spaced(it.contact.phone) : null);
}

export function rowName(it: InboxRow): string | null {
  const named = it.patients.filter((other) => other.name !== "");
  return named[0]?.name ?? (it.phone ? spaced(it.phone) : null);
}

/** Until when free words may be sent; null when the window is closed. */
export function windowOpen(until: string | null, now: number): number | null {
  if (until === null) return null;
  const at = Date.parse(until);
  return at > now ? at : null;
}

/** From here on the window's end is worth a look. */
const WINDOW_WARN_MS = 4 * 3_600_000;

export function windowMood(until: number, now: number): "calm" | "soon" {
  return until - now < WINDOW_WARN_MS ? "soon" : "calm";
}

export type Tick = "waiting" | "sent" | "delivered" | "read" | "failed" | "dropped" | "unknown";

/** How far an outgoing message came, in the few steps that staff care about. */
export function tick(message: Pick<Message, "direction" | "status">): Tick | null {
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
export function byDesk(message: Pick<Message, "direction" | "by">): boolean {
  return message.direction === "out" && (!message.by || message.by === "desk");
}

export type Entry = { kind: "message"; at: string; message: Message } | { kind: "note"; at: string; note: Note };

/** Messages in their own order with notes where they were written. */
export function withNotes(messages: Message[], notes: Note[]): Entry[] {
  const first = messages[0]?.at;
  const entries: Entry[] = messages.map((message) => ({ kind: "message", at: message.at, message }));
  for (const note of notes) {
    // A note older than what is loaded comes with its page.
    if (first !== undefined && Date.parse(note.at) < Date.parse(first)) continue;
    const place = entries.findLastIndex((it) => Date.parse(it.at) <= Date.parse(note.at));
    entries.splice(place + 1, 0, { kind: "note", at: note.at, note });
  }
  return entries;
}

/** Older lines before newer ones, each once; the newer reading of a line wins. */
export function joined(older: Message[], newer: Message[]): Message[] {
  const known = new Set(newer.map((it) => it.id));
  return [...older.filter((it) => !known.has(it.id)), ...newer];
}

/** How the desk's plain text names what came beside words, and the kind behind it. */
const NAMED: Record<string, MediaKind> = {
  picture: "image",
  document: "document",
  recording: "audio",
  "voice note": "voice_note",
  video: "video",
  sticker: "sticker",
};
export type MediaKind = Media["kind"];

/** The kind that a plain text begins with, and the words after it; null: it is words alone. */
export function namedMedia(text: string): { kind: MediaKind; rest: string } | null {
  const [whole, name] = /^\[([a-z ]+)\] ?/.exec(text) ?? [];
  const kind = name === undefined ? undefined : NAMED[name];
  return kind === undefined ? null : { kind, rest: text.slice(whole?.length ?? 0) };
}

/** What shows a file of a kind: a picture in its place, a player, or a file to keep. */
export function shownAs(type: string): "picture" | "sound" | "film" | "file" {
  if (type.startsWith("image/")) return "picture";
  if (type.startsWith("audio/")) return "sound";
  if (type.startsWith("video/")) return "film";
  return "file";
}

/** What sent words say of the draft they began with, or of one that was only offered. Blanks at the ends don't count. */
export function outcomeOf(draft: string, sent: string, taken: boolean): SuggestionOutcome {
  if (draft.trim() === sent.trim()) return "used";
  return taken ? "changed" : "dropped";
}
