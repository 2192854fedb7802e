// The list of the inbox as last read, part by part. What is done in one conversation is in
// `thread.svelte.ts`.
import { api } from "../api/client";
import type { InboxCounts, InboxRow, InboxView } from "../api/types";
import { notes } from "./notes.svelte";

const NONE: InboxCounts = { needs: 0, mine: 0, unassigned: 0, urgent: 0, failed: 0, patient: 0, snoozed: 0 };

let view = $state<InboxView>("needs");
let rows = $state.raw<InboxRow[]>([]);
let next = $state.raw<string | null>(null);
let counts = $state.raw<InboxCounts>(NONE);
let state = $state<"reading" | "ready" | "failed">("reading");
let reading = $state(false);
let asked = 0;
/** Rows whose unread mark was cleared here before the desk told us so. */
let cleared = $state.raw<ReadonlyMap<string, string>>(new Map());

async function read(): Promise<void> {
  asked += 1;
  const mine = asked;
  try {
    const page = await api.inbox(view);
    // An answer that was overtaken by a later question is old news.
    if (mine !== asked) return;
    rows = page.items;
    next = page.next;
    counts = page.counts;
    state = "ready";
  } catch (thrown) {
    if (mine !== asked) return;
    if (state === "ready") notes.failed(thrown);
    else state = "failed";
  }
}

export const inbox = {
  get view(): InboxView {
    return view;
  },
  get rows(): InboxRow[] {
    return rows;
  },
  get counts(): InboxCounts {
    return counts;
  },
  get state() {
    return state;
  },
  get hasMore(): boolean {
    return next !== null;
  },
  unreadOf(it: InboxRow): number {
    return cleared.get(it.id) === it.changed_at ? 0 : it.unread;
  },
  /** Who waits for a person, for the rail and the title. */
  get waiting(): number {
    return counts.needs;
  },

  read,
  async choose(it: InboxView): Promise<void> {
    if (it === view) return;
    view = it;
    rows = [];
    state = "reading";
    await read();
  },
  async more(): Promise<void> {
    if (next === null || reading) return;
    reading = true;
    const at = next;
    try {
      const page = await api.inbox(view, at);
      if (at !== next) return;
      const known = new Set(rows.map((it) => it.id));
      rows = [...rows, ...page.items.filter((it) => !known.has(it.id))];
      next = page.next;
    } catch (thrown) {
      notes.failed(thrown);
    } finally {
      reading = false;
    }
  },
  seen(id: string): void {
    const row = rows.find((it) => it.id === id);
    if (row && row.unread > 0) cleared = new Map(cleared).set(id, row.changed_at);
  },
  unsee(id: string): void {
    const without = new Map(cleared);
    without.delete(id);
    cleared = without;
  },
  /** The one below or above in the list. */
  beside(id: string, step: number): string | null {
    const at = rows.findIndex((it) => it.id === id);
    return rows[at + step]?.id ?? null;
  },
  forget(): void {
    rows = [];
    counts = NONE;
    cleared = new Map();
    view = "needs";
    state = "reading";
  },
};
