// Keeps what is shown fresh: the live line, a poll when it is down, and a look at
// everything when the page comes back to the front.
import { browserWorld, keepLive, type LiveState } from "../api/events";
import { plan } from "./day.svelte";
import { inbox } from "./inbox.svelte";
import { desk, readClinic } from "./session.svelte";
import { thread } from "./thread.svelte";

/** The clinic (its clock above all) is read again this often. */
const CLINIC_MS = 30_000;
/** Many notices at once are one reading. */
const GATHER_MS = 150;

let state = $state<LiveState>("stopped");

export const live = {
  get state(): LiveState {
    return state;
  },
};

/** Starts when somebody is signed in; the answer ends it. */
export function startLive(): () => void {
  let gathered = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  const flush = () => {
    const ids = gathered;
    gathered = new Set();
    timer = null;
    if (ids.has("all")) return void refresh();
    if (ids.has("appointment")) void plan.read();
    const conversations = [...ids].filter((it) => it !== "appointment");
    if (conversations.length > 0) void inbox.read();
    const shown = thread.open?.id;
    if (shown && conversations.includes(shown)) void thread.refresh();
  };
  const later = (what: string) => {
    gathered.add(what);
    timer ??= setTimeout(flush, GATHER_MS);
  };
  const refresh = async () => {
    await Promise.all([inbox.read(), thread.refresh(), plan.read(), readClinic().catch(() => undefined)]);
  };

  const stop = keepLive(browserWorld, {
    changed: (it) => later(it.what === "appointment" ? "appointment" : it.what === "clinic" ? "all" : it.id),
    refresh: () => later("all"),
    state: (now) => (state = now),
    // Any call now gets the same 401 and asks for a new sign-in.
    signedOut: () => void readClinic().catch(() => undefined),
  });
  const clinicTimer = setInterval(() => void readClinic().catch(() => undefined), CLINIC_MS);
  const front = () => {
    if (document.visibilityState === "visible" && desk.door === "in") later("all");
  };
  document.addEventListener("visibilitychange", front);
  window.addEventListener("online", front);

  return () => {
    stop();
    clearInterval(clinicTimer);
    if (timer) clearTimeout(timer);
    document.removeEventListener("visibilitychange", front);
    window.removeEventListener("online", front);
  };
}
