// What accounts, colleagues and sessions look like on the wire.

export const ROLES = ["reception", "practitioner", "manager", "technical", "auditor"] as const;
export type Role = (typeof ROLES)[number];

/** What is still to be done before the rooms open. */
export type NextStep = "nothing" | "code" | "enrol" | "unlock";

export interface NewAuthenticator {
  secret: string;
  address: string;
  /** A text a row, `#` for dark. */
  qr: string[];
}

export interface Colleague {
  id: string;
  name: string;
  email: string;
  roles: Role[];
  practitioner: string | null;
  disabled: boolean;
  has_second_factor: boolean;
}

export interface Invitation {
  id: string;
  email: string;
  roles: Role[];
  practitioner: string | null;
  expires_at: string;
  link: string | null;
}

export interface OwnSession {
  id: string;
  browser: string;
  started_at: string;
  seen_at: string;
  here: boolean;
}
