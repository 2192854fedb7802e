// The clinic's settings while they are edited: the draft, what stands, and what the desk says of it. Nothing is saved
// before somebody asks for it, and what was typed survives a refusal and a colleague who saved first.
import { asApiError } from "../api/errors";
import { type Revision, settingsApi, type Why } from "../api/settings";
import { type Change, cleaned, merged, type Mistake, partOf, same, type SettingsDocument, type Tried } from "../logic/settings";
import { notes } from "./notes.svelte";
import { route } from "./route.svelte";
import { desk, readClinic } from "./session.svelte";
import { t } from "./words.svelte";

/** Which roles change settings; others look at them. The desk has the last word. */
const WRITERS = ["manager"];

let state = $state<"reading" | "ready" | "failed">("reading");
let revision = 0;
let base = $state.raw<SettingsDocument | null>(null);
let draft = $state<SettingsDocument | null>(null);
let history = $state.raw<Revision[]>([]);
let mistake = $state.raw<Mistake | null>(null);
let failing = $state.raw<Tried[]>([]);
let stale = $state.raw<{ actor: string; changes: Change[]; theirs: SettingsDocument; revision: number } | null>(null);
let busy = $state(false);

function begin(it: SettingsDocument): void {
  base = it;
  draft = structuredClone(it);
  mistake = null;
  failing = [];
  stale = null;
}

/** The desk's answer to a wish to save that it did not grant. */
async function refused(thrown: unknown): Promise<void> {
  const error = asApiError(thrown);
  const why = (error.problem ?? {}) as Why;
  if (error.status === 409 && why.revision !== undefined) {
    const now = await settingsApi.show();
    history = now.history;
    stale = { actor: why.actor ?? "", changes: why.changes ?? [], theirs: now.settings, revision: now.revision };
    return;
  }
  mistake = why.mistake ?? null;
  failing = why.conversations ?? [];
  if (mistake) route.replace({ room: "settings", part: partOf(mistake.field) });
  else if (failing.length === 0) notes.failed(error);
}

export const settings = {
  get state() {
    return state;
  },
  get draft(): SettingsDocument | null {
    return draft;
  },
  get history(): Revision[] {
    return history;
  },
  get mistake(): Mistake | null {
    return mistake;
  },
  get failing(): Tried[] {
    return failing;
  },
  get stale() {
    return stale;
  },
  get busy(): boolean {
    return busy;
  },
  get mayWrite(): boolean {
    return desk.me.roles.some((it) => WRITERS.includes(it));
  },
  get dirty(): boolean {
    return draft !== null && base !== null && !same(cleaned($state.snapshot(draft)), cleaned(base));
  },
  /** What would be sent now. */
  get sendable(): SettingsDocument | null {
    return draft === null ? null : (cleaned($state.snapshot(draft)) as SettingsDocument);
  },

  /** The set-up of an empty desk: nothing stands yet. */
  beginFirst(it: SettingsDocument): void {
    begin(it);
  },
  /** The first clinic is there: from now on its settings are edited like any other's. */
  async opened(): Promise<void> {
    const it = await settingsApi.show();
    [revision, history] = [it.revision, it.history];
    begin(it.settings);
    state = "ready";
  },
  tell(it: Mistake): void {
    mistake = it;
  },

  /** Reads what stands, unless somebody is in the middle of changing it. */
  async read(): Promise<void> {
    if (this.dirty) return;
    try {
      const it = await settingsApi.show();
      revision = it.revision;
      history = it.history;
      begin(it.settings);
      state = "ready";
    } catch (thrown) {
      if (state === "ready") notes.failed(thrown);
      else state = "failed";
    }
  },
  drop(): void {
    if (base) begin(base);
  },
  /** Another document in place of the draft: an earlier revision, or a file. */
  take(it: SettingsDocument): void {
    draft = structuredClone(it);
    mistake = null;
    failing = [];
  },
  async save(): Promise<boolean> {
    const sent = this.sendable;
    if (busy || sent === null) return false;
    busy = true;
    mistake = null;
    failing = [];
    try {
      revision = (await settingsApi.save(revision, sent)).revision;
      begin(sent);
      const now = await settingsApi.show();
      history = now.history;
      begin(now.settings);
      await readClinic();
      notes.done(t("settings-saved"));
      return true;
    } catch (thrown) {
      await refused(thrown).catch(notes.failed);
      return false;
    } finally {
      busy = false;
    }
  },
  /** Somebody saved first: keep what I changed on top of theirs, or let mine go. */
  settle(mine: boolean): void {
    if (!stale || !base || !draft) return;
    const { theirs } = stale;
    const kept = mine ? (merged(cleaned(base), cleaned($state.snapshot(draft)), cleaned(theirs)) as SettingsDocument) : theirs;
    revision = stale.revision;
    base = theirs;
    draft = structuredClone(kept);
    stale = null;
  },
};
