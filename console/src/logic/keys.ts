// Which key means what. Single letters work only outside fields and can be switched off
// (WCAG 2.1.4); Ctrl+Enter sends from within the field. Enter alone is left to the browser,
// which opens what has the focus. Pure.

export type Command = "next" | "previous" | "takeover" | "giveback" | "help" | "send" | "close" | "today" | "inbox" | "unhandled" | "earlier" | "later";

export interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
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
  "?": "help",
  "1": "today",
  "2": "inbox",
  "3": "unhandled",
  h: "earlier",
  l: "later",
};

/** The meaning of a key press, or null when it is none of our business. */
export function commandFor(press: Press, letters: boolean): Command | null {
  if (press.key === "Enter" && (press.ctrlKey || press.metaKey)) return press.inField ? "send" : null;
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (press.inDialog) return null;
  if (press.key === "Escape") return "close";
  if (press.inField) return null;
  return letters ? (LETTERS[press.key] ?? null) : null;
}
