// The conversations as last read, and what staff do with them. Every change is read back
// from the desk; nothing is shown as done before the desk says so.
import { api } from "../api/client";
import { asApiError } from "../api/errors";
import type { Conversation } from "../api/types";
import { answering, inOrder, type Sections } from "../logic/inbox";
import { drafts } from "./drafts.svelte";
import { notes } from "./notes.svelte";
import { desk } from "./session.svelte";
import { t } from "./words.svelte";

export type SendProblem = "uncertain" | "window" | "not-yours" | "failed";

let list = $state.raw<Conversation[]>([]);
let open = $state.raw<Conversation | null>(null);
let listState = $state<"reading" | "ready" | "failed">("reading");
let openState = $state<"reading" | "ready" | "missing" | "failed">("reading");
let busy = $state<"takeover" | "giveback" | "send" | null>(null);
let sendProblem = $state<{ id: string; what: SendProblem } | null>(null);
/** What was open when: new words there are not news. */
let seen = $state.raw<Map<string, string>>(new Map());
let wanted: string | null = null;
let listAsked = 0;

async function readList(): Promise<void> {
  listAsked += 1;
  const asked = listAsked;
  try {
    const items = await api.conversations();
    // An answer that was overtaken by a later question is old news.
    if (asked !== listAsked) return;
    list = items;
    listState = "ready";
  } catch (thrown) {
    if (asked === listAsked && listState !== "ready") listState = "failed";
    if (listState === "ready") notes.failed(thrown);
  }
}

async function readOpen(id: string): Promise<void> {
  try {
    const it = await api.conversation(id);
    if (wanted !== id) return;
    open = it;
    openState = "ready";
    seen = new Map(seen).set(id, it.changed_at);
    list = list.map((other) => (other.id === id ? { ...it, unread: 0 } : other));
  } catch (thrown) {
    if (wanted !== id) return;
    if (open?.id !== id) openState = asApiError(thrown).kind === "missing" ? "missing" : "failed";
    else notes.failed(thrown);
  }
}

async function act(what: "takeover" | "giveback", id: string, doIt: () => Promise<unknown>): Promise<boolean> {
  if (busy) return false;
  busy = what;
  try {
    await doIt();
    return true;
  } catch (thrown) {
    notes.failed(thrown);
    return false;
  } finally {
    await Promise.all([wanted === id ? readOpen(id) : null, readList()]);
    busy = null;
  }
}

export const inbox = {
  get list(): Conversation[] {
    return list;
  },
  get listState() {
    return listState;
  },
  get sections(): Sections {
    return inOrder(list, desk.me.name);
  },
  get open(): Conversation | null {
    return open;
  },
  get openState() {
    return openState;
  },
  get busy() {
    return busy;
  },
  sendProblemOf(id: string): SendProblem | null {
    return sendProblem?.id === id ? sendProblem.what : null;
  },
  isSeen(it: Conversation): boolean {
    return seen.get(it.id) === it.changed_at;
  },

  readList,
  async show(id: string | null): Promise<void> {
    wanted = id;
    if (open?.id !== id) open = null;
    if (id === null) return;
    if (!open) openState = "reading";
    await readOpen(id);
  },
  async changed(id: string): Promise<void> {
    await Promise.all([readList(), wanted === id ? readOpen(id) : null]);
  },
  async refresh(): Promise<void> {
    await Promise.all([readList(), wanted === null ? null : readOpen(wanted)]);
  },

  async takeOver(id: string): Promise<boolean> {
    const done = await act("takeover", id, () => api.takeOver(id));
    if (done) sendProblem = null;
    return done;
  },
  async giveBack(id: string): Promise<boolean> {
    const done = await act("giveback", id, () => api.giveBack(id));
    if (done) notes.done(t("given-back"));
    return done;
  },
  /** Sends the draft. It is put away only once the desk has it. */
  async send(id: string): Promise<boolean> {
    const text = drafts.of(id).trim();
    if (busy || text === "") return false;
    busy = "send";
    sendProblem = null;
    const before = new Set(open?.messages.map((it) => it.id));
    try {
      await api.say(id, text);
      drafts.keep(id, "");
      return true;
    } catch (thrown) {
      const error = asApiError(thrown);
      await this.changed(id);
      if (error.isUncertain && arrived(text, before)) {
        drafts.keep(id, "");
        return true;
      }
      sendProblem = { id, what: problemOf(error.isUncertain, error.kind === "conflict") };
      return false;
    } finally {
      busy = null;
      void this.changed(id);
    }
  },
  forget(): void {
    list = [];
    open = null;
    seen = new Map();
    listState = "reading";
  },
};

/** Whether the same words stand in the conversation now and did not before: then they were sent. */
function arrived(text: string, before: Set<string>): boolean {
  return open?.messages.some((it) => it.direction === "out" && it.text === text && !before.has(it.id)) ?? false;
}

/** Why it was not sent, as far as the conversation itself can tell. */
function problemOf(uncertain: boolean, conflict: boolean): SendProblem {
  if (uncertain) return "uncertain";
  if (!conflict || !open) return "failed";
  return answering(open, desk.me.name).who === "you" ? "window" : "not-yours";
}
