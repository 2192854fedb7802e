// Who is signed in, which clinic this is and what its clock says.
import { api, whenLocked, whenSignedOut } from "../api/client";
import { ApiError, asApiError } from "../api/errors";
import type { Clinic, Session } from "../api/types";
import { ClinicClock, type Day, dayOf } from "../logic/time";
import { drafts } from "./drafts.svelte";
import { notes } from "./notes.svelte";

/** How often the shown time moves on. */
const TICK_MS = 5_000;

type Door = "looking" | "out" | "code" | "enrol" | "locked" | "first" | "in" | "unreachable";

let door = $state<Door>("looking");
let session = $state<Session | null>(null);
let clinic = $state.raw<Clinic | null>(null);
let now = $state(Date.now());
let expired = $state(false);
let clock: ClinicClock | null = null;

setInterval(() => {
  if (clock) now = clock.now(Date.now());
}, TICK_MS);

whenSignedOut(() => {
  if (door !== "in" && door !== "locked") return;
  // Drafts stay: after a new sign-in by the same person they are still there.
  expired = true;
  door = "out";
});

whenLocked(() => {
  if (door === "in") door = "locked";
});

/** How far in somebody is who still has something to show. */
const HALF_IN = { code: "code", enrol: "enrol", unlock: "locked" } as const;

async function enter(it: Session): Promise<void> {
  if (session && session.staff.email !== it.staff.email) drafts.clear();
  const next = it.next ?? "nothing";
  if (next !== "nothing") {
    session = it;
    door = HALF_IN[next];
    return;
  }
  session = it;
  try {
    await readClinic();
  } catch (thrown) {
    // Nobody has set a clinic up yet: whoever is here does.
    if (asApiError(thrown).problem?.type !== "urn:svara:problem:no-clinic") throw thrown;
    door = "first";
    return;
  }
  expired = false;
  notes.clear();
  door = "in";
}

/** Reads the clinic and sets the clock; also called now and then while signed in. */
export async function readClinic(): Promise<void> {
  const it = await api.clinic();
  const said = Date.parse(it.now);
  if (clock) clock.hear(said, Date.now());
  else clock = new ClinicClock(said, Date.now());
  now = clock.now(Date.now());
  clinic = it;
}

export const desk = {
  get door(): Door {
    return door;
  },
  /** Whether the sign-in page was not asked for. */
  get expired(): boolean {
    return expired;
  },
  get me(): Session["staff"] {
    return session?.staff ?? { id: "", name: "", email: "", roles: [] };
  },
  get clinic(): Clinic | null {
    return clinic;
  },
  get zone(): string {
    return clinic?.time_zone ?? "Europe/Stockholm";
  },
  get now(): number {
    return now;
  },
  get today(): Day {
    return dayOf(now, this.zone);
  },

  async look(): Promise<void> {
    door = "looking";
    try {
      await enter(await api.session());
    } catch (thrown) {
      door = asApiError(thrown).kind === "signed-out" ? "out" : "unreachable";
    }
  },
  async signIn(email: string, password: string): Promise<void> {
    await enter(await sessionFrom(api.signIn(email, password)));
  },
  async setUp(token: string, name: string, email: string, password: string): Promise<void> {
    await enter(await sessionFrom(api.setUp(token, name, email, password)));
  },
  async join(token: string, name: string, password: string): Promise<void> {
    await enter(await sessionFrom(api.join(token, name, password)));
  },
  async showCode(code: string): Promise<void> {
    await enter(await sessionFrom(api.showCode(code)));
  },
  /** Sets an authenticator up; the codes for paper, shown before the rooms open. */
  async setAuthenticator(code: string): Promise<string[]> {
    return (await api.setAuthenticator(code)).recovery_codes;
  },
  /** The authenticator is set up once more, with new codes for paper. */
  renew(): void {
    door = "enrol";
  },
  async lock(): Promise<void> {
    await api.lock();
    door = "locked";
  },
  async unlock(shown: string): Promise<void> {
    await enter(await sessionFrom(api.unlock(shown)));
  },
  async signOut(): Promise<void> {
    try {
      await api.signOut();
    } catch (thrown) {
      // Without an answer the session may still stand: say so instead of pretending.
      if (asApiError(thrown).kind !== "signed-out") throw thrown;
    }
    drafts.clear();
    notes.clear();
    session = null;
    expired = false;
    door = "out";
  },
};

/** Some servers answer a sign-in without a body; then the session is asked for. */
async function sessionFrom(answer: Promise<Session | null>): Promise<Session> {
  const it = await answer;
  if (it?.staff) return it;
  const asked = await api.session();
  if (!asked?.staff) throw new ApiError("server", 0, null);
  return asked;
}
