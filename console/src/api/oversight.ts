// What reviews of who looked at what look like on the wire.
import type { components } from "./schema";

export const VERDICTS = ["justified", "unclear", "unjustified"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type AccessReview = components["schemas"]["AccessReview"];
export type DrawnLook = components["schemas"]["DrawnLook"];

export type Incident = components["schemas"]["Incident"];
export type IncidentClock = components["schemas"]["IncidentClock"];

/** What people write down; other kinds the desk opens by itself. */
export const INCIDENT_KINDS = ["wrong_recipient", "unauthorised_access", "loss", "unavailable", "other"] as const;
export type IncidentKind = (typeof INCIDENT_KINDS)[number];
export const INCIDENT_STEPS = ["measure", "consequence", "warned", "notified", "informed", "no_duty", "closed"] as const;
export type IncidentStep = (typeof INCIDENT_STEPS)[number];
