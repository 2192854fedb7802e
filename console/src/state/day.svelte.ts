// The days that are drawn, as last read, and what staff do with their visits. What was done
// can be taken back; nothing is shown as done before the desk has said so.
import { api } from "../api/client";
import { asApiError } from "../api/errors";
import type { Appointment, Diary, SettableStatus } from "../api/types";
import { daysOf, gridOf, type Columns, type GridDay, type Span } from "../logic/grid";
import { spaced } from "../logic/phone";
import { addDays, type Day, dayOf, instant, startOfDay } from "../logic/time";
import { type Step, Steps } from "../logic/undo";
import { notes } from "./notes.svelte";
import { desk } from "./session.svelte";
import { named, t } from "./words.svelte";

let day = $state<Day | null>(null);
let span = $state<Span>("day");
let columns = $state<Columns>("practitioners");
let only = $state<string | null>(null);
let list = $state.raw<Appointment[]>([]);
let diary = $state.raw<Diary | null>(null);
let state = $state<"reading" | "ready" | "failed">("reading");
let busy = $state(false);
let undoable = $state<Step | null>(null);
let redoable = $state<Step | null>(null);
let asked = 0;
let turns: Promise<void> = Promise.resolve();
const steps = new Steps();

function days(): Day[] {
  return day === null ? [] : daysOf(span, day);
}

async function read(): Promise<void> {
  const shown = days();
  const [first, last] = [shown[0], shown.at(-1)];
  if (first === undefined || last === undefined) return;
  asked += 1;
  const mine = asked;
  const zone = desk.zone;
  const end = addDays(last, 1);
  try {
    const [items, drawn] = await Promise.all([
      api.appointments(instant(startOfDay(first, zone), zone), instant(startOfDay(end, zone), zone)),
      api.diary(first, end),
    ]);
    if (mine !== asked) return;
    // The bounds of a range may be read either way; the days themselves may not.
    list = items.filter((it) => shown.includes(dayOf(Date.parse(it.from), zone)));
    diary = drawn;
    state = "ready";
  } catch (thrown) {
    if (mine !== asked) return;
    if (state === "ready") notes.failed(thrown);
    else state = "failed";
  }
}

function counted(): void {
  undoable = steps.undoable;
  redoable = steps.redoable;
}

/** One thing after the other; what comes meanwhile waits. */
function inTurn(doIt: () => Promise<void>): Promise<void> {
  const mine = turns.then(async () => {
    busy = true;
    await doIt().finally(() => (busy = false));
  });
  turns = mine.catch(() => undefined);
  return mine;
}

/** Does something and reads the days again; a refusal is said, with the desk's own words for a conflict. */
async function act(doIt: () => Promise<unknown>, said: string, step?: Omit<Step, "label">): Promise<boolean> {
  if (busy) return false;
  let done = false;
  await inTurn(async () => {
    try {
      await doIt();
      if (step) steps.add({ label: said, ...step });
      done = true;
    } catch (thrown) {
      notes.failed(thrown);
    }
    counted();
    await read();
  });
  // Said last: who hears it may go on at once.
  if (done) notes.done(said);
  return done;
}

export interface NewVisit {
  phone: string;
  name: string;
  service: string;
  practitioner: string;
  from: number;
}

export const plan = {
  get list(): Appointment[] {
    return list;
  },
  get diary(): Diary | null {
    return diary;
  },
  get state() {
    return state;
  },
  get busy(): boolean {
    return busy;
  },
  get span(): Span {
    return span;
  },
  get columns(): Columns {
    return columns;
  },
  /** Whose week it is. */
  get only(): string | null {
    return span === "week" ? (only ?? desk.clinic?.practitioners[0]?.id ?? null) : null;
  },
  get days(): Day[] {
    return days();
  },
  get grid(): GridDay | null {
    if (!desk.clinic || !diary) return null;
    return gridOf({ clinic: desk.clinic, diary, visits: list, days: days(), columns: span === "week" ? "practitioners" : columns, only: this.only });
  },
  get undoable(): Step | null {
    return undoable;
  },
  get redoable(): Step | null {
    return redoable;
  },

  async show(it: Day, how: { span?: Span; only?: string | null } = {}): Promise<void> {
    const before = days().join();
    day = it;
    span = how.span ?? span;
    only = how.only ?? only;
    if (days().join() !== before) {
      list = [];
      state = "reading";
    }
    await read();
  },
  chooseColumns(it: Columns): void {
    columns = it;
  },
  read,

  async undo(): Promise<void> {
    await this.turn(() => steps.undo(), "undone");
  },
  async redo(): Promise<void> {
    await this.turn(() => steps.redo(), "redone");
  },
  /** Pressed while the last thing is still being done, it waits its turn: a keystroke is never lost. */
  turn(doIt: () => Promise<Step | null>, said: "undone" | "redone"): Promise<void> {
    return inTurn(async () => {
      let step: Step | null = null;
      try {
        step = await doIt();
      } catch (thrown) {
        notes.failed(thrown);
      }
      counted();
      await read();
      // Said last, as in `act`.
      if (step) notes.done(t(said, { what: step.label }));
    });
  },

  /** A visit that was asked for is granted or turned down; the patient is told. */
  answerRequest(it: Appointment, granted: boolean): Promise<boolean> {
    const name = patientName(it);
    return act(() => api.answerRequest(it.id, granted), t(granted ? "approved-visit" : "declined-visit", { name }));
  },
  setStatus(it: Appointment, status: SettableStatus): Promise<boolean> {
    const before = it.status;
    const back = isSettable(before)
      ? { undo: async () => void (await api.setStatus(it.id, before)), redo: async () => void (await api.setStatus(it.id, status)) }
      : undefined;
    return act(() => api.setStatus(it.id, status), t(`marked-${status}`, { name: patientName(it) }), back);
  },
  cancel(it: Appointment, reason: string): Promise<boolean> {
    return act(() => api.cancel(it.id, reason.trim()), t("marked-cancelled", { name: patientName(it) }));
  },
  move(it: Appointment, from: number, practitioner: string, notify = true): Promise<boolean> {
    const zone = desk.zone;
    const to = (at: number | string, who: string) => async () =>
      void (await api.move(it.id, typeof at === "number" ? instant(at, zone) : at, who, notify));
    return act(to(from, practitioner), t("marked-moved", { name: patientName(it) }), {
      undo: to(it.from, it.practitioner),
      redo: to(from, practitioner),
    });
  },
  async book(it: NewVisit): Promise<Appointment | null> {
    let made: Appointment | null = null;
    const booking = { phone: it.phone, name: it.name, service: it.service, practitioner: it.practitioner, from: instant(it.from, desk.zone) };
    const doIt = async () => {
      made = await api.book(booking);
    };
    const done = await act(doIt, t("marked-booked", { name: it.name }), {
      undo: async () => {
        if (made) await api.cancel(made.id);
      },
      redo: doIt,
    });
    return done ? made : null;
  },
};

function isSettable(it: string): it is SettableStatus {
  return it === "booked" || it === "confirmed" || it === "arrived" || it === "in_room" || it === "fulfilled" || it === "noshow";
}

/** The desk's own words for a refusal, when it gave any. */
export function reasonOf(thrown: unknown): string | null {
  return asApiError(thrown).problem?.detail ?? null;
}

/** The name, or the number of someone whose name nobody knows yet. */
export function patientName(it: { patient: { name: string | null; phone: string | null } }): string {
  return it.patient.name || (it.patient.phone ? spaced(it.patient.phone) : t("nameless"));
}

/** The service in the reader's language; the visit's own words when the clinic dropped it since. */
export function serviceName(it: { service: string; service_name: string }): string {
  return named(desk.clinic?.services.find((other) => other.id === it.service)?.name) || it.service_name;
}
