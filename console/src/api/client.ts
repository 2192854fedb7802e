// The only place that speaks HTTP to the desk, and only by the public API.
// Each function is one door; none keeps anything, none says words to people.
import type { Colleague, Invitation, NewAuthenticator, OwnSession, Role } from "./account";
import { ApiError, asApiError, kindOfStatus } from "./errors";
import type {
  Appointment,
  Clinic,
  Conversation,
  List,
  Problem,
  Session,
  SettableStatus,
  Unhandled,
} from "./types";

const BASE = "/api/v1";
/** A person at a desk gives up at about this time; so do we, and say so. */
const REQUEST_LIMIT_MS = 15_000;
/** A page of a list: more than a clinic has in one day, less than a slow line minds. */
const PAGE_ITEMS = 100;
/** No list is followed further than this many pages. */
const PAGES_MAX = 10;

/** Called on every 401, so that the page can ask for a new sign-in. */
let onSignedOut: () => void = () => {};

export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Called on every 423: the screen was locked, here or in another window. */
let onLocked: () => void = () => {};

export function whenLocked(listener: () => void): void {
  onLocked = listener;
}

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-svara"] = "1";
  if (body !== undefined) headers["content-type"] = "application/json";
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    });
    text = await answer.text();
  } catch (thrown) {
    throw asApiError(thrown);
  }
  if (!answer.ok) {
    if (answer.status === 401) onSignedOut();
    if (answer.status === 423) onLocked();
    throw new ApiError(kindOfStatus(answer.status), answer.status, parse<Problem>(text));
  }
  return parse<T>(text) as T;
}

function parse<T>(text: string): T | null {
  if (text === "") return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}

function query(parts: Record<string, string | undefined>): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(parts)) {
    if (value !== undefined) search.set(key, value);
  }
  const text = search.toString();
  return text === "" ? "" : `?${text}`;
}

async function all<T>(path: string, parts: Record<string, string | undefined>): Promise<T[]> {
  const items: T[] = [];
  let after: string | undefined;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const list: List<T> | null = await call("GET", path + query({ ...parts, limit: String(PAGE_ITEMS), after }));
    items.push(...(list?.items ?? []));
    if (!list?.next) break;
    after = list.next;
  }
  return items;
}

const id = encodeURIComponent;

export const api = {
  session: () => call<Session>("GET", "/session"),
  signIn: (email: string, password: string) => call<Session>("POST", "/session", { email, password }),
  signOut: () => call<null>("DELETE", "/session"),
  setUp: (token: string, name: string, email: string, password: string) =>
    call<Session>("POST", "/setup", { token, name, email, password }),
  join: (token: string, name: string, password: string) =>
    call<Session>("POST", "/accounts", { token, name, password }),
  showCode: (code: string) => call<Session>("POST", "/session/code", { code }),
  beginAuthenticator: () => call<NewAuthenticator>("POST", "/second-factor"),
  setAuthenticator: (code: string) =>
    call<{ session: Session; recovery_codes: string[] }>("PUT", "/second-factor", { code }),
  lock: () => call<null>("POST", "/session/lock"),
  unlock: (password_or_code: string) => call<Session>("POST", "/session/unlock", { password_or_code }),
  sessions: () => call<{ items: OwnSession[]; recovery_codes_left: number }>("GET", "/sessions"),
  endSession: (it: string) => call<null>("DELETE", `/sessions/${id(it)}`),
  endOtherSessions: () => call<null>("DELETE", "/sessions"),
  changePassword: (old: string, fresh: string) =>
    call<null>("PUT", "/account/password", { old, new: fresh }),

  staff: async () => (await call<{ items: Colleague[] }>("GET", "/staff")).items,
  changeStaff: (it: string, roles: Role[], practitioner: string | null, disabled: boolean) =>
    call<Colleague>("PUT", `/staff/${id(it)}`, { roles, practitioner, disabled }),
  removeAuthenticator: (it: string) => call<null>("DELETE", `/staff/${id(it)}/second-factor`),
  invitations: async () => (await call<{ items: Invitation[] }>("GET", "/invitations")).items,
  invite: (email: string, roles: Role[], practitioner: string | null) =>
    call<Invitation>("POST", "/invitations", { email, roles, practitioner }),
  takeInvitationBack: (it: string) => call<null>("DELETE", `/invitations/${id(it)}`),

  clinic: () => call<Clinic>("GET", "/clinic"),

  appointments: (from: string, to: string) => all<Appointment>("/appointments", { from, to }),
  appointment: (it: string) => call<Appointment>("GET", `/appointments/${id(it)}`),
  cancel: (it: string, reason?: string) =>
    call<unknown>("POST", `/appointments/${id(it)}/cancellation`, reason ? { reason } : {}),
  setStatus: (it: string, status: SettableStatus) =>
    call<unknown>("POST", `/appointments/${id(it)}/status`, { status }),

  /** The newest page is enough for an inbox; older ones are found from the appointment. */
  conversations: async () =>
    (await call<List<Conversation>>("GET", "/conversations" + query({ limit: String(PAGE_ITEMS) }))).items,
  conversationsOf: async (phone: string) =>
    (await call<List<Conversation>>("GET", "/conversations" + query({ phone, limit: "5" }))).items,
  conversation: (it: string) => call<Conversation>("GET", `/conversations/${id(it)}`),
  takeOver: (it: string) => call<unknown>("POST", `/conversations/${id(it)}/takeover`, {}),
  giveBack: (it: string) => call<unknown>("DELETE", `/conversations/${id(it)}/takeover`),
  say: (it: string, text: string) => call<unknown>("POST", `/conversations/${id(it)}/messages`, { text }),

  unhandled: () => all<Unhandled>("/unhandled", {}),
};
