// Short names for the shapes of the public API. The shapes themselves are generated from
// openapi.json (`npm run generate`); nothing here is the console's own but the names.
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

/** An instant with the clinic's offset, RFC 3339. */
export type Instant = string;

export type Appointment = Schemas["Appointment"];
export type AppointmentStatus = Schemas["AppointmentStatus"];
export type ChangedAppointment = Schemas["ChangedAppointment"];
/** What staff may set by hand; a cancellation has a door of its own. */
export type SettableStatus = Schemas["NewStatus"]["status"];

export type Conversation = Schemas["Conversation"];
export type Message = Schemas["Message"];
export type Shown = Schemas["Shown"];
export type Media = Schemas["Media"];
export type ReadyTemplate = Schemas["ReadyTemplate"];
export type Draft = Schemas["Draft"];
export type Understanding = Schemas["Understanding"];
export type Suggestion = Schemas["Suggestion"];
export type SuggestionOutcome = Schemas["SuggestionOutcome"];
export type SuggestionFigures = Schemas["SuggestionFigures"];
export type Note = Schemas["Note"];

export type Inbox = Schemas["Inbox"];
export type InboxRow = Schemas["InboxRow"];
export type InboxCounts = Schemas["InboxCounts"];
export type InboxView = NonNullable<NonNullable<operations["listInbox"]["parameters"]["query"]>["view"]>;

export type FoundPatient = Schemas["FoundPatient"];
export type PatientCard = Schemas["PatientCard"];
export type ContactWay = Schemas["ContactWay"];

export type WaitlistEntry = Schemas["WaitlistEntry"];
export type WaitlistShare = Schemas["WaitlistShare"];
export type FreedTime = Schemas["FreedTime"];
export type Absence = Schemas["Absence"];
export type AbsenceView = Schemas["AbsenceView"];
export type MessagePreview = Schemas["MessagePreview"];

export type Diary = Schemas["Diary"];
export type HeldTime = Schemas["HeldTime"];

export type Clinic = Schemas["Clinic"];
export type Slot = Schemas["Slot"];
export type Practitioner = Schemas["Practitioner"];
export type Service = Schemas["Service"];
export type ColleagueName = Schemas["ColleagueName"];
export type Session = Schemas["Session"];
export type LessonGroup = Schemas["LessonGroup"];
export type Teaching = Schemas["Teaching"];
export type TeachingPreview = Schemas["TeachingPreview"];
export type NewTeaching = Schemas["NewTeaching"];
export type Unhandled = Schemas["Unhandled"];
export type Problem = Schemas["Problem"];

export interface List<T> {
  items: T[];
  next: string | null;
}

/** What the live line says: something changed, read it again. */
export interface Changed {
  what: "conversation" | "appointment" | "clinic";
  id: string;
}

/** Why a person is needed, as far as this console knows words for it. */
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
  | "unanswered"
  | "too_many";
