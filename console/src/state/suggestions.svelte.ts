// The assistant's draft for the open conversation: offered, taken into the field, or put away, and what became of it
// told to the desk once the words have left. What staff write themselves is in `drafts`.
import { api } from "../api/client";
import type { Conversation, Suggestion } from "../api/types";
import { outcomeOf } from "../logic/inbox";

let about: string | null = null;
/** The line that one was asked for last: another look at the same line asks for nothing new. */
let askedFor: string | null = null;
let offered = $state.raw<Suggestion | null>(null);
/** Which drafts stand in which conversation's field, changed or not. */
const taken = new Map<string, Suggestion>();

export const suggestions = {
  /** What is offered in a conversation. */
  of(conversation: string): Suggestion | null {
    return about === conversation ? offered : null;
  },
  /** Asks for one, when somebody's words wait for a person. */
  async read(it: Conversation): Promise<void> {
    const last = it.messages.at(-1);
    const waits = it.state === "staff" && last?.direction === "in";
    const line = waits ? `${it.id} ${last.id}` : it.id;
    if (askedFor === line) return;
    if (about !== it.id) offered = null;
    about = it.id;
    askedFor = line;
    try {
      const found = waits ? await api.suggestion(it.id) : null;
      if (about === it.id) offered = found;
    } catch {
      // A draft is a help; without it one writes.
      if (about === it.id) offered = null;
    }
  },
  /** Takes it into the field. */
  take(conversation: string): string {
    const it = this.of(conversation);
    if (it) taken.set(conversation, it);
    return it?.text ?? "";
  },
  /** The field is empty again: what comes now is one's own. */
  letGo(conversation: string): void {
    taken.delete(conversation);
  },
  async drop(conversation: string): Promise<void> {
    const it = this.of(conversation);
    offered = null;
    if (it) await api.settleSuggestion(conversation, it.message, "dropped").catch(() => undefined);
  },
  /** Before words wait to leave: what they will say of the draft, to be told when they have left. */
  about(conversation: string, text: string): () => void {
    const it = taken.get(conversation) ?? this.of(conversation);
    if (!it) return () => undefined;
    const outcome = outcomeOf(it.text, text, taken.has(conversation));
    return () => {
      taken.delete(conversation);
      if (about === conversation) offered = null;
      void api.settleSuggestion(conversation, it.message, outcome).catch(() => undefined);
    };
  },
  forget(): void {
    about = null;
    askedFor = null;
    offered = null;
    taken.clear();
  },
};
