// The clinic's file as the forms hold it: its shape, cleaning before it is sent, where a mistake belongs, and three
// versions made one when two people saved. Pure judgements; what the file may say is the desk's business.

export type Texts = Record<string, string>;

export interface Hours {
  days: string[];
  from: string;
  to: string;
}
export interface Exception {
  date: string;
  hours: { from: string; to: string }[];
}
export interface RoomSetting {
  id: string;
  kind: string;
  name: string;
  hours?: Hours[] | null;
  exceptions: Exception[];
}
export interface ServiceSetting {
  id: string;
  name: Texts;
  also: Record<string, string[]>;
  minutes: number | null;
  buffer_before: number | null;
  buffer_after: number | null;
  notice_minutes?: number | null;
  step?: number | null;
  rooms: string[];
  capacity: number | null;
  price?: number | null;
  preparation: Texts;
  default: boolean;
  approval: boolean;
  overbook: number | null;
  cancel_until_hours?: number | null;
  late_fee?: number | null;
  late_text: Texts;
  [more: string]: unknown;
}
export interface PractitionerSetting {
  id: string;
  name: string;
  role: Texts;
  services: string[];
  notify?: string | null;
  hours: Hours[];
  exceptions: Exception[];
  time_zone?: string | null;
  max_per_day?: number | null;
}
export interface ClosedSetting {
  date: string;
  name: Texts;
}
export interface AnswerSetting {
  topic: string;
  question: Texts;
  answer: Texts;
}
export interface TextSetting {
  key: string;
  say: Texts;
}
export interface WhatsAppSetting {
  phone_number_id: string;
  display_phone_number: string;
  business_account_id: string;
}
export interface ClinicSetting {
  id: string;
  name: string;
  country: string;
  time_zone: string;
  languages: string[];
  address: string;
  phone?: string | null;
  emergency_number: string;
  currency: string;
  public_holidays: string;
  policy: {
    notice_minutes: number | null;
    horizon_days: number | null;
    hold_minutes: number | null;
    cancel_until_hours: number | null;
    late_fee?: number | null;
    late_text: Texts;
    approve_within_hours: number | null;
    reminders_hours_before: number[];
    offer_count: number | null;
    templates_per_day: number | null;
    [more: string]: unknown;
  };
  waitlist: {
    order: string;
    at_a_time: number | null;
    at_a_time_late: number | null;
    late_hours: number | null;
    answer_minutes: number | null;
    quiet: { from: string; to: string };
    stop_minutes: number | null;
    offers_per_day: number | null;
    keep_days: number | null;
    [more: string]: unknown;
  };
  privacy: { profile: string; [more: string]: unknown };
  whatsapp?: WhatsAppSetting | null;
  [more: string]: unknown;
}

/** The clinic's file, key for key; keys that no form knows are carried along. */
export interface SettingsDocument {
  clinic: ClinicSetting;
  room: RoomSetting[];
  service: ServiceSetting[];
  practitioner: PractitionerSetting[];
  closed: ClosedSetting[];
  answer: AnswerSetting[];
  text: TextSetting[];
}

export interface Mistake {
  field: string;
  key: string;
  remedy: string;
}
export interface Change {
  what: string;
  before?: unknown;
  after?: unknown;
}
export interface Tried {
  name: string;
  passes: boolean;
  line: number | null;
  expected: string | null;
  found: string | null;
}

export const PARTS = ["clinic", "practitioners", "services", "rooms", "answers", "texts", "rules", "channels", "file", "people", "account"] as const;
export type Part = (typeof PARTS)[number];
export const WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

const PART_OF: Record<string, Part> = {
  clinic: "clinic",
  closed: "clinic",
  practitioner: "practitioners",
  service: "services",
  room: "rooms",
  answer: "answers",
  text: "texts",
};

/** On which page a mistake's field, or a change, is to be found. */
export function partOf(place: string): Part {
  const [first, second] = place.split("/").filter((it) => it !== "");
  if (first === "clinic" && (second === "policy" || second === "waitlist" || second === "absence")) return "rules";
  if (first === "clinic" && second === "whatsapp") return "channels";
  return PART_OF[first ?? ""] ?? "clinic";
}

type Json = unknown;
const isObject = (it: Json): it is Record<string, Json> => typeof it === "object" && it !== null && !Array.isArray(it);

/** What is sent: without what is null or was left empty, so that an unused field is no key in the file. */
export function cleaned<T>(value: T): T {
  return clean(value) as T;
}

const TEXTS = new Set(["name", "role", "preparation", "late_text", "question", "answer", "say"]);

function clean(value: Json, key = ""): Json {
  if (Array.isArray(value)) return value.map((it) => clean(it));
  if (!isObject(value)) return value;
  const kept = Object.entries(value).filter(([inner, it]) => it !== null && it !== undefined && !(it === "" && (TEXTS.has(key) || OPTIONAL.has(inner))));
  return Object.fromEntries(kept.map(([inner, it]) => [inner, clean(it, inner)]));
}

/** Single texts that mean nothing when empty. */
const OPTIONAL = new Set(["phone", "notify", "time_zone", "quiet"]);

export function same(one: Json, other: Json): boolean {
  return stable(one) === stable(other);
}

function stable(it: Json): string {
  return JSON.stringify(it, (_, value: Json) => (isObject(value) ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value)) ?? "";
}

function nameOf(it: Json): string | null {
  if (!isObject(it)) return null;
  for (const key of ["id", "key", "topic", "date"]) if (typeof it[key] === "string") return it[key];
  return null;
}

/** A list of named things by their names; null for any other list. */
function named(list: Json[]): Map<string, Json> | null {
  const all = new Map<string, Json>();
  for (const it of list) {
    const name = nameOf(it);
    if (name === null || all.has(name)) return null;
    all.set(name, it);
  }
  return all;
}

/** Mine over theirs: what I changed since the base stays as I have it, everything else is theirs. */
export function merged(base: Json, mine: Json, theirs: Json): Json {
  if (same(mine, base)) return theirs;
  if (same(theirs, base)) return mine;
  if (isObject(mine) && isObject(theirs)) {
    const from = isObject(base) ? base : {};
    const keys = [...new Set([...Object.keys(theirs), ...Object.keys(mine)])];
    const pairs = keys.map((key) => [key, merged(from[key], mine[key], theirs[key])] as const);
    return Object.fromEntries(pairs.filter((it) => it[1] !== undefined));
  }
  if (Array.isArray(mine) && Array.isArray(theirs)) {
    const [from, own, other] = [named(Array.isArray(base) ? base : []), named(mine), named(theirs)];
    if (from && own && other) {
      const names = [...new Set([...other.keys(), ...own.keys()])];
      return names.map((it) => merged(from.get(it), own.get(it), other.get(it))).filter((it) => it !== undefined);
    }
  }
  return mine;
}

/** Where the set-up of an empty desk begins: an ordinary week, one who treats and one thing to book. */
export function emptyClinic(): SettingsDocument {
  const days = [...WEEK.slice(0, 5)];
  const clinic = { id: "ny", name: "", country: "SE", time_zone: "Europe/Stockholm", languages: ["sv", "en"], address: "", emergency_number: "112", currency: "SEK", public_holidays: "official", privacy: { profile: "eu-chat" } };
  const hours = [
    { days, from: "08:00", to: "12:00" },
    { days, from: "13:00", to: "17:00" },
  ];
  const practitioner = { id: "behandlare", name: "", role: {}, services: ["behandling"], hours, exceptions: [] };
  const service = { id: "behandling", name: {}, minutes: 30, default: true };
  return { clinic, practitioner: [practitioner], service: [service], room: [], closed: [], answer: [], text: [] } as unknown as SettingsDocument;
}

/** An id for something new, from its name: letters and digits, unlike all others. */
export function newId(name: string, taken: string[]): string {
  const folded = name.toLowerCase().normalize("NFD").replaceAll(/[\u0300-\u036f]/g, "");
  const base = folded.replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 24) || "ny";
  if (!taken.includes(base)) return base;
  for (let number = 2; ; number += 1) if (!taken.includes(`${base}-${number}`)) return `${base}-${number}`;
}

/** How long a text is for WhatsApp, which counts UTF-16 units. */
export const units = (text: string): number => text.length;
