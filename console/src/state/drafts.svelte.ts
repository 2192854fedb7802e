// What somebody began to write, a draft per conversation. It survives a failed sending, a
// change of room and a lost session, and it is kept at the desk, sealed, so that colleagues
// see it and another computer has it too. The browser's own storage never holds it.
import { api } from "../api/client";
import { asApiError } from "../api/errors";

/** Fingers rest this long between two words. */
const KEEP_AFTER_MS = 700;

let texts = $state<Record<string, string>>({});
const timers = new Map<string, ReturnType<typeof setTimeout>>();
let whenLocked: (conversation: string) => void = () => {};

window.addEventListener("beforeunload", (event) => {
  if (drafts.any) event.preventDefault();
});

export const drafts = {
  of(conversation: string): string {
    return texts[conversation] ?? "";
  },
  keep(conversation: string, text: string): void {
    if (text === "") delete texts[conversation];
    else texts[conversation] = text;
  },
  /** As `keep`, and the desk keeps it too, a moment later. */
  write(conversation: string, text: string): void {
    this.keep(conversation, text);
    clearTimeout(timers.get(conversation));
    timers.set(
      conversation,
      setTimeout(() => {
        api.draft(conversation, this.of(conversation)).catch((thrown) => {
          // The words are safe here; only somebody else's claim is worth a word.
          if (asApiError(thrown).kind === "taken") whenLocked(conversation);
        });
      }, KEEP_AFTER_MS),
    );
  },
  onLocked(listener: (conversation: string) => void): void {
    whenLocked = listener;
  },
  get any(): boolean {
    return Object.values(texts).some((it) => it.trim() !== "");
  },
  clear(): void {
    for (const timer of timers.values()) clearTimeout(timer);
    texts = {};
  },
};
