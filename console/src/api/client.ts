// The only place that speaks HTTP to the desk, and only by the public API.
// Each function is one door; none keeps anything, none says words to people.
import type { Colleague, Invitation, NewAuthenticator, OwnSession, Role } from "./account";
import type { AccessReview, DrawnLook, Incident, IncidentKind, IncidentStep, Verdict } from "./oversight";
import { ApiError, asApiError, isTaken, kindOfStatus } from "./errors";
import type {
  Absence,
  AbsenceView,
  Appointment,
  ChangedAppointment,
  Clinic,
  ColleagueName,
  Conversation,
  Diary,
  FoundPatient,
  FreedTime,
  Inbox,
  InboxView,
  List,
  LessonGroup,
  Message,
  MessagePreview,
  NewTeaching,
  Note,
  PatientCard,
  Problem,
  ReadyTemplate,
  Session,
  SettableStatus,
  Slot,
  Suggestion,
  SuggestionFigures,
  SuggestionOutcome,
  Teaching,
  TeachingPreview,
  Understanding,
  Unhandled,
  WaitlistEntry,
  WaitlistShare,
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

/** A page that closes lets go of its requests, unless they are told to outlive it. */
let leaving = false;
if (typeof window !== "undefined") {
  window.addEventListener("pagehide", () => (leaving = true));
  window.addEventListener("pageshow", () => (leaving = false));
}

export async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { accept: "application/json" };
  if (method !== "GET") headers["x-svara"] = "1";
  if (body !== undefined) headers["content-type"] = "application/json";
  return ask(method, path, headers, body === undefined ? undefined : JSON.stringify(body));
}

/** A file, as it is. */
export async function text<T>(path: string, file: string): Promise<T> {
  return ask("POST", path, { accept: "application/json", "x-svara": "1", "content-type": "text/plain" }, file);
}

async function ask<T>(method: string, path: string, headers: Record<string, string>, body?: string): Promise<T> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(BASE + path, {
      method,
      headers,
      body,
      credentials: "same-origin",
      cache: "no-store",
      keepalive: leaving,
      signal: AbortSignal.timeout(REQUEST_LIMIT_MS),
    });
    text = await answer.text();
  } catch (thrown) {
    throw asApiError(thrown);
  }
  if (!answer.ok) {
    const problem = parse<Problem>(text);
    const taken = lost(answer.status, problem);
    throw new ApiError(taken ? "taken" : kindOfStatus(answer.status), answer.status, problem);
  }
  return parse<T>(text) as T;
}

/** Tells the page when a refusal means that nobody is signed in, or that the screen is locked; whether a colleague has it. */
export function lost(status: number, problem: Problem | null): boolean {
  const taken = isTaken(status, problem);
  if (status === 401) onSignedOut();
  if (status === 423 && !taken) onLocked();
  return taken;
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
  signInWays: () => call<{ provider: string | null }>("GET", "/session/ways"),
  ownProvider: () => call<{ provider: string | null; linked: boolean }>("GET", "/account/provider"),
  linkProvider: async (password_or_code: string) =>
    (await call<{ url: string }>("POST", "/account/provider", { password_or_code })).url,
  unlinkProvider: () => call<null>("DELETE", "/account/provider"),
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

  colleagues: async () => (await call<List<ColleagueName>>("GET", "/colleagues")).items,

  appointments: (from: string, to: string) => all<Appointment>("/appointments", { from, to }),
  appointment: (it: string) => call<Appointment>("GET", `/appointments/${id(it)}`),
  diary: (from: string, to: string) => call<Diary>("GET", "/diary" + query({ from, to })),
  book: (booking: { phone: string; name?: string; service: string; practitioner: string; from: string }) =>
    call<Appointment>("POST", "/appointments", booking),
  slots: async (service: string, practitioner: string | undefined, from: string, count: number) =>
    (await call<List<Slot>>("GET", "/slots" + query({ service, practitioner, from, count: String(count) }))).items,
  move: (it: string, from: string, practitioner: string, notify = true) =>
    call<ChangedAppointment>("POST", `/appointments/${id(it)}/move`, { from, practitioner, notify }),
  cancel: (it: string, reason?: string) =>
    call<ChangedAppointment>("POST", `/appointments/${id(it)}/cancellation`, reason ? { reason } : {}),
  answerRequest: (it: string, granted: boolean) =>
    call<ChangedAppointment>("POST", `/appointments/${id(it)}/${granted ? "approval" : "refusal"}`, {}),
  setStatus: (it: string, status: SettableStatus) =>
    call<ChangedAppointment>("POST", `/appointments/${id(it)}/status`, { status }),

  previewMove: (it: string, from: string, practitioner: string) =>
    call<MessagePreview>("POST", `/appointments/${id(it)}/preview`, { move: { from, practitioner } }),

  freedTimes: async (from: string, to: string) =>
    (await call<{ items: FreedTime[] }>("GET", "/freed-times" + query({ from, to }))).items,
  waitlist: async () => (await call<{ items: WaitlistEntry[] }>("GET", "/waitlist")).items,
  waitlistFigures: async () => (await call<{ items: WaitlistShare[] }>("GET", "/waitlist/figures")).items,
  joinWaitlist: (wish: { phone: string; name?: string; service: string; practitioner?: string }) =>
    call<WaitlistEntry>("POST", "/waitlist", wish),
  leaveWaitlist: (it: string) => call<null>("DELETE", `/waitlist/${id(it)}`),

  absences: async () => (await call<{ items: Absence[] }>("GET", "/absences")).items,
  absence: (it: string) => call<AbsenceView>("GET", `/absences/${id(it)}`),
  enterAbsence: (it: { practitioner?: string; room?: string; from: string; to: string; reason?: string }) =>
    call<AbsenceView>("POST", "/absences", it),
  releaseAbsence: (it: string) => call<Absence>("POST", `/absences/${id(it)}/release`, {}),
  undoAbsence: (it: string) => call<Absence>("DELETE", `/absences/${id(it)}/release`),

  inbox: (view: InboxView, after?: string) => call<Inbox>("GET", "/inbox" + query({ view, after, limit: "50" })),
  conversationsOf: async (phone: string) =>
    (await call<List<Conversation>>("GET", "/conversations" + query({ phone, limit: "5" }))).items,
  conversation: (it: string, lines: number) =>
    call<Conversation>("GET", `/conversations/${id(it)}` + query({ lines: String(lines) })),
  messages: (it: string, before: number, limit: number) =>
    call<List<Message>>("GET", `/conversations/${id(it)}/messages` + query({ before: String(before), limit: String(limit) })),
  understanding: (it: string) => call<Understanding>("GET", `/conversations/${id(it)}/understanding`),
  suggestion: async (it: string) =>
    (await call<{ suggestion: Suggestion | null }>("GET", `/conversations/${id(it)}/suggestion`)).suggestion,
  settleSuggestion: (it: string, message: string, outcome: SuggestionOutcome) =>
    call<null>("PUT", `/conversations/${id(it)}/suggestion`, { message, outcome }),
  suggestionFigures: () => call<SuggestionFigures>("GET", "/suggestions/figures"),
  takeOver: (it: string) => call<Conversation>("POST", `/conversations/${id(it)}/takeover`, {}),
  giveBack: (it: string) => call<Conversation>("DELETE", `/conversations/${id(it)}/takeover`),
  say: (it: string, text: string) => call<Message>("POST", `/conversations/${id(it)}/messages`, { text }),
  templates: async (it: string) => (await call<List<ReadyTemplate>>("GET", `/conversations/${id(it)}/templates`)).items,
  sendTemplate: (it: string, template: string, appointment?: string) =>
    call<Message>("POST", `/conversations/${id(it)}/templates`, { template, appointment }),
  assign: (it: string, staff?: string) =>
    call<Conversation>("PUT", `/conversations/${id(it)}/owner`, staff ? { staff } : {}),
  snooze: (it: string, until: string, reason?: string) =>
    call<Conversation>("PUT", `/conversations/${id(it)}/snooze`, { until, reason }),
  wake: (it: string) => call<Conversation>("DELETE", `/conversations/${id(it)}/snooze`),
  resolve: (it: string) => call<Conversation>("POST", `/conversations/${id(it)}/resolution`, {}),
  readTo: (it: string, seq: number) => call<null>("PUT", `/conversations/${id(it)}/read`, { seq }),
  unread: (it: string) => call<null>("DELETE", `/conversations/${id(it)}/read`),
  draft: (it: string, text: string) => call<null>("PUT", `/conversations/${id(it)}/draft`, { text }),
  notesOf: async (what: "conversations" | "patients", it: string) =>
    (await call<List<Note>>("GET", `/${what}/${id(it)}/notes`)).items,
  addNote: (what: "conversations" | "patients", it: string, text: string) =>
    call<Note>("POST", `/${what}/${id(it)}/notes`, { text }),
  removeNote: (it: string) => call<null>("DELETE", `/notes/${id(it)}`),

  patients: async (search: string) => (await call<List<FoundPatient>>("GET", "/patients" + query({ search }))).items,
  patient: (it: string) => call<PatientCard>("GET", `/patients/${id(it)}`),
  enterPatient: (name: string, phone: string) => call<FoundPatient>("POST", "/patients", { name, phone }),
  renamePatient: (it: string, name: string) => call<PatientCard>("PATCH", `/patients/${id(it)}`, { name }),
  mergePatients: (kept: string, gone: string) => call<PatientCard>("POST", `/patients/${id(kept)}/merge`, { gone }),
  unmergePatients: (kept: string, gone: string) => call<PatientCard>("DELETE", `/patients/${id(kept)}/merge`, { gone }),

  lessons: async () => (await call<List<LessonGroup>>("GET", "/lessons")).items,
  dismissLessons: (lessons: string[]) => call<{ closed: number }>("POST", "/lessons/dismissal", { lessons }),
  teachings: async () => (await call<List<Teaching>>("GET", "/teachings")).items,
  teach: (it: NewTeaching) => call<Teaching>("POST", "/teachings", it),
  previewTeaching: (it: string) => call<TeachingPreview>("GET", `/teachings/${id(it)}/preview`),
  useTeaching: (it: string) => call<null>("PUT", `/teachings/${id(it)}/use`),
  retireTeaching: (it: string) => call<null>("DELETE", `/teachings/${id(it)}/use`),
  unhandled: () => all<Unhandled>("/unhandled", {}),
  reviews: () => call<{ items: AccessReview[] }>("GET", "/access-reviews").then((it) => it.items),
  review: (it: string) => call<{ review: AccessReview; items: DrawnLook[] }>("GET", `/access-reviews/${id(it)}`),
  incidents: () => call<{ items: Incident[] }>("GET", "/incidents").then((it) => it.items),
  openIncident: (kind: IncidentKind, what: string, affected: number | null) =>
    call<Incident>("POST", "/incidents", { kind, what, affected }),
  stepIncident: (it: string, step: IncidentStep, words: string) =>
    call<null>("POST", `/incidents/${id(it)}/steps`, { step, words }),
  judge: (review: string, seq: number, verdict: Verdict, words: string) =>
    call<null>("PUT", `/access-reviews/${id(review)}/looks/${seq}`, { verdict, words }),
};
