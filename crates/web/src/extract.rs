//! Bodies, queries and paths, refused with a problem when they can't be read.

use crate::problem::Problem;
use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts};

/// A JSON body.
#[derive(FromRequest)]
#[from_request(via(Json), rejection(Problem))]
pub(crate) struct Body<T>(pub(crate) T);

/// The query's parameters.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Query), rejection(Problem))]
pub(crate) struct Query<T>(pub(crate) T);

/// The path's parameters.
#[derive(FromRequestParts)]
#[from_request(via(axum::extract::Path), rejection(Problem))]
pub(crate) struct Path<T>(pub(crate) T);

impl From<JsonRejection> for Problem {
    fn from(it: JsonRejection) -> Self {
        Self::rejected(it.status(), it.body_text())
    }
}

impl From<QueryRejection> for Problem {
    fn from(it: QueryRejection) -> Self {
        Self::rejected(it.status(), it.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(it: PathRejection) -> Self {
        Self::rejected(it.status(), it.body_text())
    }
}
