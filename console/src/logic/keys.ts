// Which key means what. Single letters work only outside fields and can be switched off
// (WCAG 2.1.4); Ctrl+Enter sends from within the field. Enter alone is left to the browser,
// which opens what has the focus. Pure.

export type Command =
  | "next"
  | "previous"
  | "takeover"
  | "giveback"
  | "resolve"
  | "resolvenext"
  | "snooze"
  | "note"
  | "reply"
  | "assign"
  | "new"
  | "offer"
  | "undo"
  | "redo"
  | "palette"
  | "search"
  | "help"
  | "send"
  | "close"
  | "today"
  | "inbox"
  | "patients"
  | "settings"
  | "unhandled"
  | "waitlist"
  | "absences"
  | "earlier"
  | "later";

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
  /** Whether words are being written. */
  inField: boolean;
  /** Whether a dialog stands in front. */
  inDialog: boolean;
}

const LETTERS: Record<string, Command> = {
  j: "next",
  k: "previous",
  t: "takeover",
  g: "giveback",
  e: "resolve",
  E: "resolvenext",
  z: "snooze",
  n: "note",
  r: "reply",
  a: "assign",
  b: "new",
  o: "offer",
  "/": "search",
  "?": "help",
  "1": "today",
  "2": "inbox",
  "3": "patients",
  "4": "settings",
  "5": "unhandled",
  h: "earlier",
  l: "later",
};

/** The meaning of a key press, or null when it is none of our business. */
export function commandFor(press: Press, letters: boolean): Command | null {
  const ctrl = press.ctrlKey || press.metaKey;
  const key = press.key.toLowerCase();
  if (press.key === "Enter" && ctrl) return press.inField ? "send" : null;
  if (ctrl && !press.altKey && key === "k") return "palette";
  if (ctrl && !press.altKey && !press.inField && !press.inDialog) {
    if (key === "z") return press.shiftKey ? "redo" : "undo";
    if (key === "y") return "redo";
  }
  if (ctrl || press.altKey) return null;
  if (press.inDialog) return null;
  if (press.key === "Escape") return "close";
  if (press.inField) return null;
  return letters ? (LETTERS[press.key] ?? null) : null;
}
