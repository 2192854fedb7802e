// The shapes of the public API, written by hand from the shared brief until
// `npm run generate` makes them from openapi.json. Nothing here is the console's own.
import type { NextStep, Role } from "./account";

/** An instant with the clinic's offset, RFC 3339. */
export type Instant = string;

export type AppointmentStatus =
  | "booked"
  | "confirmed"
  | "arrived"
  | "fulfilled"
  | "noshow"
  | "cancelled";

/** What staff may set by hand; a cancellation has a door of its own. */
export type SettableStatus = "confirmed" | "arrived" | "fulfilled" | "noshow";

export interface Appointment {
  id: string;
  status: AppointmentStatus;
  from: Instant;
  to: Instant;
  service: string;
  service_name: string;
  practitioner: string;
  practitioner_name: string;
  room: string | null;
  patient: { id: string; name: string | null; phone: string };
  booked_via: string;
  confirmed_at: Instant | null;
  revision: number;
}

export type ConversationState = "bot" | "staff" | "closed";

/** Why a person is needed. An unknown word from a newer server is shown as "other". */
export type HandoverReason =
  | "emergency"
  | "asked"
  | "not_understood"
  | "complaint"
  | "medical"
  | "late_change"
  | "data_request"
  | "unreadable"
  | "no_answer"
  | "nothing_free"
  | "information"
  | "not_delivered"
  | "request"
  | "unanswered";

export interface Message {
  id: string;
  direction: "in" | "out";
  text: string;
  at: Instant;
  status: string;
  /** Who wrote it: a member of staff by name, or the desk itself. */
  by?: string | null;
}

export interface Conversation {
  id: string;
  state: ConversationState;
  language: string;
  contact: { name: string | null; phone: string };
  handover: { reason: string; since: Instant } | null;
  taken_by: string | null;
  changed_at: Instant;
  window_until: Instant | null;
  unread: number | boolean;
  messages: Message[];
}

/** A notification that was kept but could not be handled. */
export interface Unhandled {
  id: string;
  at: Instant;
  reason: string;
  channel?: string | null;
  detail?: string | null;
}

export interface Hours {
  days: string[];
  from: string;
  to: string;
}

export interface Practitioner {
  id: string;
  name: string;
  role: Record<string, string>;
  services: string[];
  hours: Hours[];
}

export interface Clinic {
  id: string;
  name: string;
  time_zone: string;
  languages: string[];
  services: { id: string; name: Record<string, string>; minutes: number; price: number | null }[];
  practitioners: Practitioner[];
  rooms: { id: string; name: string; kind?: string }[];
  now: Instant;
}

export interface Session {
  staff: { name: string; email: string; roles: Role[] };
  clinic: { id: string; name: string };
  next: NextStep;
}

export interface List<T> {
  items: T[];
  next: string | null;
}

/** RFC 9457: what an error says of itself. */
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
}

/** What the live line says: something changed, read it again. */
export interface Changed {
  what: "conversation" | "appointment";
  id: string;
}
