//! Pages of lists: how many, after which, and what comes next.

use crate::problem::Problem;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use svara_desk::office::PAGE_ITEMS_MAX;
use utoipa::{IntoParams, ToSchema};

/// A page when nobody says how long it shall be.
const PAGE_ITEMS: usize = 100;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct List<T> {
    /// What is on the page.
    pub(crate) items: Vec<T>,
    /// Give it as `after` for the next page; null: this is the last.
    #[schema(required)]
    pub(crate) next: Option<String>,
}

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// How many items, at most 500; 100 when absent.
    #[param(minimum = 1, maximum = 500)]
    pub(crate) limit: Option<usize>,
    /// The `next` of the page before.
    pub(crate) after: Option<String>,
}

impl Page {
    pub(crate) fn limit(&self) -> Result<usize, Problem> {
        match self.limit {
            Some(0) => Err(Problem::invalid("`limit` is at least 1")),
            Some(limit) => Ok(limit.min(PAGE_ITEMS_MAX)),
            None => Ok(PAGE_ITEMS),
        }
    }

    /// The place after which the page begins: a moment and an id.
    pub(crate) fn place<I: std::str::FromStr>(&self) -> Result<Option<(Timestamp, I)>, Problem> {
        let Some(after) = self.after.as_deref().filter(|it| !it.is_empty()) else { return Ok(None) };
        let place = after.split_once('.').and_then(|(at, id)| {
            let at = Timestamp::from_microsecond(at.parse().ok()?).ok()?;
            Some((at, id.parse().ok()?))
        });
        place.map(Some).ok_or_else(|| Problem::invalid("`after` is the `next` of the page before"))
    }
}

/// A place in a list.
pub(crate) fn place(at: Timestamp, id: &str) -> String {
    format!("{}.{id}", at.as_microsecond())
}
