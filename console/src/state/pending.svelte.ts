// What was done and can be undone for ten more seconds: it has not left yet. What could not
// leave because the line is down waits here and leaves when the line is back; nothing that
// was typed is lost. Leaving the page sends what is left to send.
import { asApiError } from "../api/errors";
import { live } from "./live.svelte";
import { notes } from "./notes.svelte";

/** Long enough to see a slip, short enough that a patient does not wait. */
export const UNDO_MS = 10_000;
const TICK_MS = 250;

export interface Pending {
  id: number;
  /** What is about to happen, in words. */
  label: string;
  /** The conversation or visit it is about. */
  about: string;
  /** The words of a message, for its bubble. */
  text: string | null;
  /** What is left, in milliseconds; null: it waits for the line. */
  left: number | null;
}

interface Deed {
  due: number;
  doIt: () => Promise<unknown>;
  undo: () => void;
  failed: (thrown: unknown) => void;
}

let list = $state.raw<readonly Pending[]>([]);
/** What is on its way this moment can't be undone any more. */
const running = new Set<number>();
const deeds = new Map<number, Deed>();
let last = 0;
let timer: ReturnType<typeof setInterval> | null = null;

function tick(): void {
  const now = Date.now();
  for (const it of list) if (it.left !== null && (deeds.get(it.id)?.due ?? 0) <= now) void run(it.id);
  list = list.map((it) => (it.left === null ? it : { ...it, left: Math.max(0, (deeds.get(it.id)?.due ?? 0) - now) }));
  if (list.length === 0 && timer !== null) {
    clearInterval(timer);
    timer = null;
  }
}

async function run(id: number): Promise<void> {
  const deed = deeds.get(id);
  if (!deed || running.has(id)) return;
  running.add(id);
  try {
    await deed.doIt();
    put(id);
  } catch (thrown) {
    if (asApiError(thrown).kind === "offline") {
      list = list.map((it) => (it.id === id ? { ...it, left: null } : it));
      return;
    }
    put(id);
    deed.failed(thrown);
  } finally {
    running.delete(id);
  }
}

function put(id: number): void {
  list = list.filter((it) => it.id !== id);
  deeds.delete(id);
}

export const pending = {
  get all(): readonly Pending[] {
    return list;
  },
  of(about: string): Pending[] {
    return list.filter((it) => it.about === about);
  },
  add(it: { label: string; about: string; text?: string; doIt: () => Promise<unknown>; undo?: () => void; failed?: (thrown: unknown) => void }): void {
    last += 1;
    deeds.set(last, { due: Date.now() + UNDO_MS, doIt: it.doIt, undo: it.undo ?? (() => {}), failed: it.failed ?? ((thrown) => notes.failed(thrown)) });
    list = [...list, { id: last, label: it.label, about: it.about, text: it.text ?? null, left: UNDO_MS }];
    timer ??= setInterval(tick, TICK_MS);
  },
  undo(id: number): void {
    const deed = deeds.get(id);
    if (!deed || running.has(id)) return;
    put(id);
    deed.undo();
  },
  /** At once, without the rest of its ten seconds. */
  now(id: number): void {
    void run(id);
  },
  /** The line is back: what waited for it leaves, in order. */
  async resume(): Promise<void> {
    for (const it of list.filter((other) => other.left === null)) await run(it.id);
  },
};

// A page that closes cannot count to ten: what is left goes now.
window.addEventListener("pagehide", () => {
  for (const it of list) void run(it.id);
});
$effect.root(() => {
  $effect(() => {
    if (live.state === "live") void pending.resume();
  });
});
