// One day of appointments as last read, and what staff do with them.
import { api } from "../api/client";
import type { Appointment, SettableStatus } from "../api/types";
import { spaced } from "../logic/phone";
import { addDays, type Day, dayOf, instant, startOfDay } from "../logic/time";
import { notes } from "./notes.svelte";
import { desk } from "./session.svelte";
import { named, t } from "./words.svelte";

let day = $state<Day | null>(null);
let list = $state.raw<Appointment[]>([]);
let state = $state<"reading" | "ready" | "failed">("reading");
let busy = $state(false);
let asked = 0;

async function read(): Promise<void> {
  if (day === null) return;
  asked += 1;
  const mine = asked;
  const zone = desk.zone;
  try {
    const items = await api.appointments(
      instant(startOfDay(day, zone), zone),
      instant(startOfDay(addDays(day, 1), zone), zone),
    );
    if (mine !== asked) return;
    // The bounds of a range may be read either way; the day itself may not.
    list = items.filter((it) => dayOf(Date.parse(it.from), zone) === day);
    state = "ready";
  } catch (thrown) {
    if (mine !== asked) return;
    if (state === "ready") notes.failed(thrown);
    else state = "failed";
  }
}

async function act(doIt: () => Promise<unknown>, said: string): Promise<boolean> {
  if (busy) return false;
  busy = true;
  try {
    await doIt();
    notes.done(said);
    return true;
  } catch (thrown) {
    notes.failed(thrown);
    return false;
  } finally {
    await read();
    busy = false;
  }
}

export const plan = {
  get list(): Appointment[] {
    return list;
  },
  get state() {
    return state;
  },
  get busy(): boolean {
    return busy;
  },
  async show(it: Day): Promise<void> {
    if (it !== day) {
      day = it;
      list = [];
      state = "reading";
    }
    await read();
  },
  read,
  setStatus(it: Appointment, status: SettableStatus): Promise<boolean> {
    return act(() => api.setStatus(it.id, status), t(`marked-${status}`, { name: patientName(it) }));
  },
  cancel(it: Appointment, reason: string): Promise<boolean> {
    return act(() => api.cancel(it.id, reason.trim()), t("marked-cancelled", { name: patientName(it) }));
  },
};

/** The name, or the number of someone whose name nobody knows yet. */
export function patientName(it: { patient: { name: string | null; phone: string } }): string {
  return it.patient.name || spaced(it.patient.phone);
}

/** The service in the reader's language; the visit's own words when the clinic dropped it since. */
export function serviceName(it: Appointment): string {
  return named(desk.clinic?.services.find((other) => other.id === it.service)?.name) || it.service_name;
}
