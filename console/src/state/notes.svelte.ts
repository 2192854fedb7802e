// Short notes at the edge of the screen: what was done, and what went wrong with its remedy.
import type { ErrorKind } from "../api/errors";
import { asApiError } from "../api/errors";
import { t } from "./words.svelte";

/** Long enough to read two lines; errors stay until they are put away. */
const NOTE_MS = 6_000;
/** More at once would hide the room. */
const NOTES_MAX = 3;

export interface Note {
  id: number;
  tone: "done" | "error";
  text: string;
}

let list = $state<Note[]>([]);
let last = 0;

function add(tone: Note["tone"], text: string): void {
  if (list.some((it) => it.text === text)) return;
  last += 1;
  const id = last;
  list = [...list, { id, tone, text }].slice(-NOTES_MAX);
  if (tone === "done") setTimeout(() => notes.put(id), NOTE_MS);
}

export const notes = {
  get all(): Note[] {
    return list;
  },
  done(text: string): void {
    add("done", text);
  },
  /** An error in words with its remedy. The sign-in page says the rest about a lost session. */
  failed(thrown: unknown): void {
    const error = asApiError(thrown);
    if (error.kind !== "signed-out") add("error", conflictText(error.problem?.reason) ?? errorText(error.kind));
  },
  put(id: number): void {
    list = list.filter((it) => it.id !== id);
  },
  clear(): void {
    list = [];
  },
};

/** Why a time could not be had, where the desk gives a reason that helps. */
const REASONS = ["on_hold", "taken", "patient_busy", "too_soon", "closed"];

function conflictText(reason: string | null | undefined): string | null {
  return reason && REASONS.includes(reason) ? t(`conflict-${reason.replaceAll("_", "-")}`) : null;
}

export function errorText(kind: ErrorKind): string {
  return t(`error-${kind}`);
}
