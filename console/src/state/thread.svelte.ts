// The one conversation that is open: its lines page by page, its notes, what was understood,
// what others are writing, and what is done with it. Nothing is shown as done before the desk
// has said so; what may still be undone waits in `pending`.
import { api } from "../api/client";
import { ApiError, asApiError } from "../api/errors";
import type { Conversation, Message, Note, ReadyTemplate, Understanding } from "../api/types";
import { answering, joined } from "../logic/inbox";
import { drafts } from "./drafts.svelte";
import { inbox } from "./inbox.svelte";
import { notes } from "./notes.svelte";
import { pending } from "./pending.svelte";
import { desk } from "./session.svelte";
import { suggestions } from "./suggestions.svelte";
import { t } from "./words.svelte";

/** Lines of the first page: two screens; the rest comes when somebody scrolls up to it. */
const FIRST_LINES = 60;
const PAGE_LINES = 100;

let wanted: string | null = null;
let open = $state.raw<Conversation | null>(null);
let lines = $state.raw<Message[]>([]);
let noted = $state.raw<Note[]>([]);
let understood = $state.raw<Understanding | null>(null);
let state = $state<"reading" | "ready" | "missing" | "failed">("reading");
let older = $state<"some" | "reading" | "none">("none");
let busy = $state(false);
/** Who has it, when the desk refused because somebody else does. */
let locked = $state<string | null>(null);
let trouble = $state<string | null>(null);

async function read(id: string): Promise<void> {
  try {
    const [it, written] = await Promise.all([api.conversation(id, FIRST_LINES), api.notesOf("conversations", id)]);
    if (wanted !== id) return;
    const firstTime = open?.id !== id;
    open = it;
    noted = written;
    lines = firstTime ? it.messages : joined(lines, it.messages);
    if (firstTime) older = (lines[0]?.seq ?? 1) > 1 ? "some" : "none";
    if (answering(it, desk.me.name).who !== "colleague") locked = null;
    state = "ready";
    restoreDraft(it, firstTime);
    void markRead(id, it);
    void understand(id);
    void suggestions.read(it);
  } catch (thrown) {
    if (wanted !== id) return;
    if (open?.id !== id) state = asApiError(thrown).kind === "missing" ? "missing" : "failed";
    else notes.failed(thrown);
  }
}

/** A draft that the desk kept for this person comes back, unless something newer stands in the field. */
function restoreDraft(it: Conversation, firstTime: boolean): void {
  const mine = it.drafts.find((other) => other.staff === desk.me.id);
  if (firstTime && mine && drafts.of(it.id) === "") drafts.keep(it.id, mine.text);
}

async function markRead(id: string, it: Conversation): Promise<void> {
  const seq = it.messages.at(-1)?.seq;
  inbox.seen(id);
  if (document.visibilityState === "visible" && seq) await api.readTo(id, seq).catch(() => undefined);
}

async function understand(id: string): Promise<void> {
  try {
    const it = await api.understanding(id);
    if (wanted === id) understood = it;
  } catch {
    // Nothing the patient wrote can be read: then there is nothing to tell.
    if (wanted === id) understood = null;
  }
}

async function act(doIt: () => Promise<Conversation>, said?: string): Promise<boolean> {
  if (busy) return false;
  busy = true;
  trouble = null;
  try {
    const it = await doIt();
    if (wanted === it.id) {
      open = it;
      lines = joined(lines, it.messages);
    }
    locked = null;
    if (said) notes.done(said);
    return true;
  } catch (thrown) {
    refused(thrown);
    return false;
  } finally {
    busy = false;
    void inbox.read();
  }
}

function refused(thrown: unknown): void {
  const error = asApiError(thrown);
  if (error.kind === "taken") locked = nameIn(error);
  else notes.failed(thrown);
}

/** "Elsa has this conversation": the desk says who, and the conversation itself as well. */
function nameIn(error: ApiError): string {
  return open?.taken_by ?? error.problem?.detail?.replace(/ has this conversation$/, "") ?? "";
}

export const thread = {
  get open(): Conversation | null {
    return open;
  },
  get lines(): Message[] {
    return lines;
  },
  get notes(): Note[] {
    return noted;
  },
  get understood(): Understanding | null {
    return understood;
  },
  get state() {
    return state;
  },
  get older() {
    return older;
  },
  get busy(): boolean {
    return busy;
  },
  get locked(): string | null {
    return locked;
  },
  get trouble(): string | null {
    return trouble;
  },

  async show(id: string | null): Promise<void> {
    wanted = id;
    locked = null;
    trouble = null;
    if (open?.id !== id) {
      open = null;
      lines = [];
      noted = [];
      understood = null;
    }
    if (id === null) return;
    if (!open) state = "reading";
    await read(id);
  },
  async refresh(): Promise<void> {
    if (wanted !== null) await read(wanted);
  },
  async readOlder(): Promise<void> {
    const first = lines[0]?.seq;
    if (wanted === null || older !== "some" || !first) return;
    older = "reading";
    const id = wanted;
    try {
      const page = await api.messages(id, first, PAGE_LINES);
      if (wanted !== id) return;
      lines = joined(page.items, lines);
      older = page.next === null ? "none" : "some";
    } catch (thrown) {
      older = "some";
      notes.failed(thrown);
    }
  },

  takeOver: (id: string) => act(() => api.takeOver(id)),
  assign: (id: string, staff?: string, name?: string) => act(() => api.assign(id, staff), name ? t("assigned", { name }) : undefined),
  giveBack: (id: string) => act(() => api.giveBack(id), t("given-back")),
  snooze: (id: string, until: string, reason: string | undefined, said: string) => act(() => api.snooze(id, until, reason), said),
  wake: (id: string) => act(() => api.wake(id)),

  /** Done in ten seconds, unless somebody takes it back. */
  resolve(id: string, name: string): void {
    pending.add({ label: t("resolving", { name }), about: id, doIt: () => act(() => api.resolve(id)) });
  },
  async unread(id: string): Promise<void> {
    await api.unread(id).catch(notes.failed);
    inbox.unsee(id);
    await inbox.read();
  },
  async note(id: string, text: string): Promise<boolean> {
    try {
      const it = await api.addNote("conversations", id, text);
      if (wanted === id) noted = [...noted, it];
      return true;
    } catch (thrown) {
      notes.failed(thrown);
      return false;
    }
  },
  async removeNote(it: Note): Promise<void> {
    try {
      await api.removeNote(it.id);
      noted = noted.filter((other) => other.id !== it.id);
    } catch (thrown) {
      notes.failed(thrown);
    }
  },
  /** The draft leaves in ten seconds. It stays in the field's memory until the desk has it. */
  send(id: string, name: string): void {
    const text = drafts.of(id).trim();
    if (text === "") return;
    trouble = null;
    const settle = suggestions.about(id, text);
    drafts.keep(id, "");
    pending.add({
      label: t("sending-to", { name }),
      about: id,
      text,
      doIt: async () => {
        const message = await api.say(id, text);
        settle();
        if (wanted === id) lines = joined(lines, [message]);
        void api.draft(id, "").catch(() => undefined);
        void this.refresh();
        void inbox.read();
      },
      undo: () => drafts.keep(id, drafts.of(id) === "" ? text : `${text}\n${drafts.of(id)}`),
      failed: (thrown) => {
        drafts.keep(id, drafts.of(id) === "" ? text : `${text}\n${drafts.of(id)}`);
        const kind = asApiError(thrown).kind;
        trouble = asApiError(thrown).isUncertain ? "send-uncertain" : kind === "conflict" ? "send-window" : kind === "taken" ? "send-not-yours" : "send-failed";
        refusedQuietly(thrown);
        void this.refresh();
      },
    });
  },
  /** A template leaves in ten seconds too. */
  sendTemplate(id: string, name: string, it: ReadyTemplate): void {
    trouble = null;
    pending.add({
      label: t("sending-to", { name }),
      about: id,
      text: it.text,
      doIt: async () => {
        const message = await api.sendTemplate(id, it.template, it.visit?.appointment);
        if (wanted === id) lines = joined(lines, [message]);
        void this.refresh();
        void inbox.read();
      },
      failed: (thrown) => {
        const kind = asApiError(thrown).kind;
        trouble = asApiError(thrown).isUncertain ? "send-uncertain" : kind === "taken" ? "send-not-yours" : "template-not-sent";
        refusedQuietly(thrown);
        void this.refresh();
      },
    });
  },
  lock(name: string): void {
    locked = name;
  },
  forget(): void {
    wanted = null;
    open = null;
    lines = [];
    suggestions.forget();
  },
};

function refusedQuietly(thrown: unknown): void {
  const error = asApiError(thrown);
  if (error.kind === "taken") locked = nameIn(error);
}
