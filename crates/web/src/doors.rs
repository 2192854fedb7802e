//! Which door needs what: every address of the API, with the capability that opens it. A door that is not in this list
//! opens for nobody; a test compares the list with the API's description, and `docs/roles.md` with both.

use axum::http::Method;
use svara_model::Capability;

/// A door of the API.
#[derive(Clone, Copy, Debug)]
pub struct Door {
    /// `GET`, `POST` …
    pub method: &'static str,
    /// The address, with its places in braces.
    pub path: &'static str,
    /// What it takes.
    pub needs: Capability,
    /// Whether something changes behind it.
    pub changes: bool,
    /// How somebody who may only see their own patients is held to them.
    pub own: Own,
}

/// How a door keeps to one's own patients.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// It shows no patient: nothing to hold back.
    Free,
    /// It lists, and the list holds only one's own.
    Listed,
    /// Its address names an appointment, which has to be one's own.
    Appointment,
    /// Its address names a conversation, with somebody who comes to one.
    Conversation,
    /// It stays closed.
    Closed,
}

const fn door(method: &'static str, path: &'static str, needs: Capability, own: Own) -> Door {
    let changes = !matches!(method.as_bytes(), b"GET");
    Door { method, path, needs, changes, own }
}

/// All of them.
pub const DOORS: &[Door] = {
    use Capability::{
        Appointments, Audit, Inbox, Incidents, Machinery, OwnAccount, Patients, People, Permissions, Reports,
        Settings, SubjectRights,
    };
    use Own::{Appointment, Closed, Conversation, Free, Listed};
    &[
        door("GET", "/api/v1/appointments", Appointments, Listed),
        door("POST", "/api/v1/appointments", Appointments, Closed),
        door("GET", "/api/v1/appointments/{id}", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/cancellation", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/move", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/status", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/approval", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/refusal", Appointments, Appointment),
        door("POST", "/api/v1/appointments/{id}/preview", Appointments, Appointment),
        door("GET", "/api/v1/appointments/{id}/events", Appointments, Appointment),
        door("GET", "/api/v1/clinic", OwnAccount, Free),
        door("GET", "/api/v1/clinic/settings", Settings, Free),
        door("PUT", "/api/v1/clinic/settings", Settings, Free),
        door("POST", "/api/v1/clinic/settings/check", Settings, Free),
        door("POST", "/api/v1/clinic/settings/trial", Settings, Free),
        door("GET", "/api/v1/clinic/revisions/{id}", Settings, Free),
        door("GET", "/api/v1/clinic/file", Settings, Free),
        door("POST", "/api/v1/clinic/file/reading", Settings, Free),
        door("GET", "/api/v1/clinic/sentences", Settings, Free),
        door("POST", "/api/v1/clinic/channels/whatsapp/test", Settings, Free),
        door("GET", "/api/v1/conversations", Inbox, Listed),
        door("GET", "/api/v1/conversations/{id}", Inbox, Conversation),
        door("POST", "/api/v1/conversations/{id}/messages", Inbox, Conversation),
        door("POST", "/api/v1/conversations/{id}/takeover", Inbox, Conversation),
        door("DELETE", "/api/v1/conversations/{id}/takeover", Inbox, Conversation),
        door("GET", "/api/v1/inbox", Inbox, Listed),
        door("GET", "/api/v1/conversations/{id}/messages", Inbox, Conversation),
        door("GET", "/api/v1/conversations/{id}/messages/{message}/media", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/owner", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/snooze", Inbox, Conversation),
        door("DELETE", "/api/v1/conversations/{id}/snooze", Inbox, Conversation),
        door("POST", "/api/v1/conversations/{id}/resolution", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/read", Inbox, Conversation),
        door("DELETE", "/api/v1/conversations/{id}/read", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/draft", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/identity", Inbox, Conversation),
        door("GET", "/api/v1/conversations/{id}/understanding", Inbox, Conversation),
        door("GET", "/api/v1/conversations/{id}/suggestion", Inbox, Conversation),
        door("PUT", "/api/v1/conversations/{id}/suggestion", Inbox, Conversation),
        door("GET", "/api/v1/conversations/{id}/templates", Inbox, Conversation),
        door("POST", "/api/v1/conversations/{id}/templates", Inbox, Conversation),
        door("GET", "/api/v1/conversations/{id}/notes", Inbox, Conversation),
        door("POST", "/api/v1/conversations/{id}/notes", Inbox, Conversation),
        door("GET", "/api/v1/patients", Patients, Closed),
        door("POST", "/api/v1/patients", Patients, Closed),
        door("GET", "/api/v1/patients/{id}", Patients, Closed),
        door("PATCH", "/api/v1/patients/{id}", Patients, Closed),
        door("POST", "/api/v1/patients/{id}/merge", Patients, Closed),
        door("DELETE", "/api/v1/patients/{id}/merge", Patients, Closed),
        door("GET", "/api/v1/patients/{id}/notes", Patients, Closed),
        door("POST", "/api/v1/patients/{id}/notes", Patients, Closed),
        door("DELETE", "/api/v1/notes/{id}", Inbox, Free),
        door("GET", "/api/v1/diary", Appointments, Free),
        door("GET", "/api/v1/colleagues", OwnAccount, Free),
        door("GET", "/api/v1/events", OwnAccount, Free),
        door("GET", "/api/v1/permissions", Permissions, Closed),
        door("POST", "/api/v1/permissions", Permissions, Closed),
        door("POST", "/api/v1/permissions/link", Permissions, Closed),
        door("POST", "/api/v1/permissions/withdrawal", Permissions, Closed),
        door("GET", "/api/v1/privacy/reminders", Settings, Free),
        door("PUT", "/api/v1/privacy/reminders", Settings, Free),
        door("GET", "/api/v1/privacy/risk-analyses", Settings, Free),
        door("POST", "/api/v1/privacy/risk-analyses", Settings, Free),
        door("POST", "/api/v1/privacy/text-check", Inbox, Free),
        door("GET", "/api/v1/subjects", SubjectRights, Closed),
        door("GET", "/api/v1/subjects/{id}/export", SubjectRights, Closed),
        door("GET", "/api/v1/subjects/{id}/access-log", SubjectRights, Closed),
        door("POST", "/api/v1/subjects/{id}/corrections", SubjectRights, Closed),
        door("PUT", "/api/v1/subjects/{id}/flags/{flag}", SubjectRights, Closed),
        door("DELETE", "/api/v1/subjects/{id}/flags/{flag}", SubjectRights, Closed),
        door("POST", "/api/v1/subjects/{id}/erasure", SubjectRights, Closed),
        door("GET", "/api/v1/privacy/requests", SubjectRights, Closed),
        door("POST", "/api/v1/privacy/requests", SubjectRights, Closed),
        door("POST", "/api/v1/privacy/requests/{id}/outcome", SubjectRights, Closed),
        door("GET", "/api/v1/privacy/retention", Settings, Free),
        door("GET", "/api/v1/incidents", Incidents, Closed),
        door("POST", "/api/v1/incidents", Incidents, Closed),
        door("POST", "/api/v1/incidents/{id}/steps", Incidents, Closed),
        door("GET", "/api/v1/access-reviews", Audit, Closed),
        door("GET", "/api/v1/access-reviews/{id}", Audit, Closed),
        door("PUT", "/api/v1/access-reviews/{id}/looks/{seq}", Audit, Closed),
        door("GET", "/api/v1/slots", Appointments, Free),
        door("POST", "/api/v1/plans/search", Appointments, Closed),
        door("POST", "/api/v1/plans", Appointments, Closed),
        door("GET", "/api/v1/plans/{id}", Appointments, Closed),
        door("POST", "/api/v1/plans/{id}/cancellation", Appointments, Closed),
        door("POST", "/api/v1/plans/{id}/move", Appointments, Closed),
        door("GET", "/api/v1/waitlist", Appointments, Closed),
        door("POST", "/api/v1/waitlist", Appointments, Closed),
        door("GET", "/api/v1/waitlist/figures", Reports, Free),
        door("GET", "/api/v1/suggestions/figures", Reports, Free),
        door("GET", "/api/v1/freed-times", Appointments, Closed),
        door("DELETE", "/api/v1/waitlist/{id}", Appointments, Closed),
        door("GET", "/api/v1/absences", Appointments, Closed),
        door("POST", "/api/v1/absences", Appointments, Closed),
        door("GET", "/api/v1/absences/{id}", Appointments, Closed),
        door("POST", "/api/v1/absences/{id}/release", Appointments, Closed),
        door("DELETE", "/api/v1/absences/{id}/release", Appointments, Closed),
        door("POST", "/api/v1/absences/{id}/end", Appointments, Closed),
        door("GET", "/api/v1/lessons", Inbox, Closed),
        door("POST", "/api/v1/lessons/dismissal", Inbox, Closed),
        door("GET", "/api/v1/teachings", Settings, Free),
        door("POST", "/api/v1/teachings", Inbox, Closed),
        door("GET", "/api/v1/teachings/{id}/preview", Inbox, Closed),
        door("PUT", "/api/v1/teachings/{id}/use", Settings, Free),
        door("DELETE", "/api/v1/teachings/{id}/use", Settings, Free),
        door("GET", "/api/v1/unhandled", Machinery, Closed),
        door("PUT", "/api/v1/account/password", OwnAccount, Free),
        door("GET", "/api/v1/account/provider", OwnAccount, Free),
        door("POST", "/api/v1/account/provider", OwnAccount, Free),
        door("DELETE", "/api/v1/account/provider", OwnAccount, Free),
        door("GET", "/api/v1/sessions", OwnAccount, Free),
        door("DELETE", "/api/v1/sessions", OwnAccount, Free),
        door("DELETE", "/api/v1/sessions/{id}", OwnAccount, Free),
        door("POST", "/api/v1/session/lock", OwnAccount, Free),
        door("GET", "/api/v1/staff", People, Closed),
        door("PUT", "/api/v1/staff/{id}", People, Closed),
        door("DELETE", "/api/v1/staff/{id}/second-factor", People, Closed),
        door("GET", "/api/v1/invitations", People, Closed),
        door("POST", "/api/v1/invitations", People, Closed),
        door("DELETE", "/api/v1/invitations/{id}", People, Closed),
    ]
};

/// Doors before which nobody can be known yet, or is known only half: they look after themselves.
pub const OPEN_DOORS: &[(&str, &str)] = &[
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/session"),
    ("DELETE", "/api/v1/session"),
    ("GET", "/api/v1/session/ways"),
    ("POST", "/api/v1/session/code"),
    ("POST", "/api/v1/session/unlock"),
    ("POST", "/api/v1/second-factor"),
    ("PUT", "/api/v1/second-factor"),
    ("POST", "/api/v1/setup"),
    ("POST", "/api/v1/clinic"),
    ("POST", "/api/v1/accounts"),
];

/// The door that a request stands before.
pub(crate) fn find(method: &Method, path: &str) -> Option<&'static Door> {
    // Whoever may look may also ask how large it is.
    let method = if *method == Method::HEAD { "GET" } else { method.as_str() };
    DOORS.iter().find(|it| it.method == method && it.path == path)
}
