//! The public API, one file a noun, and its description. The console uses nothing else (house invariant 12).

mod absences;
mod appointments;
mod bookings;
mod changes;
mod clinic;
mod colleagues;
mod conversations;
mod diary;
mod events;
mod factors;
mod first;
mod freed;
mod handling;
mod history;
mod inbox;
mod incidents;
mod lessons;
mod media;
mod messages;
mod notes;
mod patients;
mod people;
mod permissions;
mod plans;
mod privacy;
mod providers;
mod reviews;
mod session;
mod sessions;
mod settings;
mod setup;
mod slots;
mod subject_requests;
mod subjects;
mod suggestions;
mod talk;
mod teachings;
mod templates;
mod trial;
mod understanding;
mod unhandled;
mod waitlist;

use crate::app::App;
use crate::problem::ProblemBody;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::header;
use axum::routing::get;
use std::collections::BTreeMap;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, InfoBuilder, OpenApi, OpenApiBuilder, Ref, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, PartialSchema, ToSchema};
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouterExt};
use utoipa_axum::routes;

const PROBLEM: &str = "application/problem+json";

pub(crate) fn router() -> OpenApiRouter<App> {
    filling(peoples_rights(learning(clinic_settings(OpenApiRouter::with_openapi(bare())))))
        .routes(routes!(appointments::list, bookings::book))
        .routes(routes!(appointments::show))
        .routes(routes!(changes::cancellation))
        .routes(routes!(changes::move_to))
        .routes(routes!(changes::status))
        .routes(routes!(changes::approval))
        .routes(routes!(changes::refusal))
        .routes(routes!(history::list))
        .routes(routes!(history::preview))
        .routes(routes!(plans::search))
        .routes(routes!(plans::book))
        .routes(routes!(plans::show))
        .routes(routes!(plans::cancellation))
        .routes(routes!(plans::move_to))
        .routes(routes!(slots::list))
        .routes(routes!(clinic::show, first::set_up))
        .routes(routes!(conversations::list))
        .routes(routes!(conversations::show))
        .routes(routes!(talk::take_over, talk::give_back))
        .routes(routes!(talk::answer))
        .routes(routes!(templates::list, templates::send))
        .routes(routes!(permissions::list, permissions::record))
        .routes(routes!(permissions::withdraw))
        .routes(routes!(permissions::link))
        .routes(routes!(messages::list))
        .routes(routes!(media::open))
        .routes(routes!(inbox::list))
        .routes(routes!(handling::assign))
        .routes(routes!(handling::snooze, handling::wake))
        .routes(routes!(handling::resolve))
        .routes(routes!(handling::read, handling::unread))
        .routes(routes!(handling::draft))
        .routes(routes!(understanding::show))
        .routes(routes!(suggestions::show, suggestions::settle))
        .routes(routes!(suggestions::figures))
        .routes(routes!(notes::of_conversation, notes::about_conversation))
        .routes(routes!(notes::of_patient, notes::about_patient))
        .routes(routes!(notes::remove))
        .routes(routes!(patients::search, patients::enter))
        .routes(routes!(patients::show, patients::rename))
        .routes(routes!(patients::merge, patients::unmerge))
        .routes(routes!(diary::show))
        .routes(routes!(colleagues::list))
        .routes(routes!(privacy::analyses, privacy::record))
        .routes(routes!(privacy::reminders, privacy::switch))
        .routes(routes!(privacy::look))
        .routes(routes!(unhandled::list))
        .routes(routes!(events::listen))
        .routes(routes!(session::show, session::sign_in, session::sign_out))
        .routes(routes!(providers::ways))
        .routes(routes!(providers::own, providers::link, providers::unlink))
        .routes(routes!(factors::show))
        .routes(routes!(factors::enrol, factors::confirm))
        .routes(routes!(sessions::lock))
        .routes(routes!(sessions::unlock))
        .routes(routes!(sessions::list, sessions::end_others))
        .routes(routes!(sessions::end_one))
        .routes(routes!(sessions::password))
        .routes(routes!(people::list))
        .routes(routes!(people::change))
        .routes(routes!(people::remove_factor))
        .routes(routes!(people::invited, people::invite))
        .routes(routes!(people::take_back))
        .routes(routes!(people::join))
        .routes(routes!(setup::set_up))
}

/// Times that came free, who waits for them, and who is away.
fn filling(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    router
        .routes(routes!(waitlist::list, waitlist::add))
        .routes(routes!(waitlist::figures))
        .routes(routes!(freed::list))
        .routes(routes!(waitlist::remove))
        .routes(routes!(absences::list, absences::enter))
        .routes(routes!(absences::show))
        .routes(routes!(absences::release, absences::undo))
        .routes(routes!(absences::end))
}

/// What people may ask for under data-protection law.
fn peoples_rights(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    router
        .routes(routes!(handling::identity))
        .routes(routes!(subjects::find))
        .routes(routes!(subjects::export))
        .routes(routes!(subjects::access_log))
        .routes(routes!(subjects::correct))
        .routes(routes!(subjects::flag, subjects::unflag))
        .routes(routes!(subjects::erase))
        .routes(routes!(subject_requests::list, subject_requests::open))
        .routes(routes!(subject_requests::close))
        .routes(routes!(subject_requests::kept))
        .routes(routes!(incidents::list, incidents::open))
        .routes(routes!(incidents::step))
        .routes(routes!(reviews::list))
        .routes(routes!(reviews::show))
        .routes(routes!(reviews::judge))
}

/// What went wrong in conversations, and what was taught from it.
fn learning(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    router
        .routes(routes!(lessons::list))
        .routes(routes!(lessons::dismiss))
        .routes(routes!(teachings::list, teachings::teach))
        .routes(routes!(teachings::preview))
        .routes(routes!(teachings::put_to_use, teachings::take_out))
}

fn clinic_settings(router: OpenApiRouter<App>) -> OpenApiRouter<App> {
    router
        .routes(routes!(settings::show, settings::save).layer(large()))
        .routes(routes!(settings::check).layer(large()))
        .routes(routes!(settings::earlier))
        .routes(routes!(trial::converse).layer(large()))
        .routes(routes!(trial::export))
        .routes(routes!(trial::reading).layer(large()))
        .routes(routes!(trial::sentences))
        .routes(routes!(trial::test))
}

/// For a clinic's settings, which are larger than any other body.
fn large() -> DefaultBodyLimit {
    DefaultBodyLimit::max(settings::SETTINGS_BYTES_MAX)
}

/// Serves the description itself.
pub(crate) fn description(api: &OpenApi) -> Router<App> {
    let text = text(api);
    Router::new().route(
        "/api/v1/openapi.json",
        get(move || {
            let text = text.clone();
            async move { ([(header::CONTENT_TYPE, "application/json")], text) }
        }),
    )
}

/// The description as text; the same as the file that is checked in.
pub(crate) fn text(api: &OpenApi) -> String {
    let mut text = api.to_pretty_json().expect("a description is plain data");
    text.push('\n');
    text
}

fn bare() -> OpenApi {
    let about = "Appointments, conversations and what staff do with them. Times are RFC 3339 with the clinic's \
                 offset; errors are application/problem+json; lists come in pages.";
    let info = InfoBuilder::new().title("Svara").version("1").description(Some(about)).build();
    let mut api = OpenApiBuilder::new().info(info).build();
    let components = api.components.get_or_insert_default();
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some("An API token.")).build();
    let session = "The console's session; every change also needs the header `x-svara: 1`. Over HTTPS the cookie is \
                   called `__Host-svara`.";
    let session = ApiKey::Cookie(ApiKeyValue::with_description("svara", session));
    components.security_schemes.insert("bearer".to_owned(), RefOr::T(SecurityScheme::Http(bearer)));
    components.security_schemes.insert("session".to_owned(), RefOr::T(SecurityScheme::ApiKey(session)));
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    api
}

/// What any request may be refused with.
struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let refusals = [
            ("400", "The request makes no sense."),
            ("401", "Nobody is signed in, or the token is unknown."),
            ("403", "A signed-in browser did not send `x-svara: 1`."),
        ];
        refusals.into_iter().map(refusal).collect()
    }
}

/// What a request about one thing may be refused with besides.
struct Missing;

impl IntoResponses for Missing {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [refusal(("404", "There is no such thing at this clinic."))].into_iter().collect()
    }
}

/// What a change may be refused with besides.
struct Conflict;

impl IntoResponses for Conflict {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [refusal(("409", "The world has moved on; the detail says how."))].into_iter().collect()
    }
}

/// What a change to a conversation may be refused with besides.
struct Locked;

impl IntoResponses for Locked {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        [refusal(("423", "A colleague has it; the detail says who."))].into_iter().collect()
    }
}

fn refusal((status, what): (&str, &str)) -> (String, RefOr<Response>) {
    let body = Content::new(Some(Ref::from_schema_name(ProblemBody::name())));
    let response = ResponseBuilder::new().description(what).content(PROBLEM, body).build();
    (status.to_owned(), RefOr::T(response))
}
