//! The soonest start within a few minutes or hours, on the grid or off it, for appointments that follow another.
//!
//! Absent: plans (see `plan`). The window, notice and horizon of the search hold here too.

use crate::field::{Depth, Field, Person};
use crate::find::Slot;
use crate::free::{Range, common, merged};
use crate::id::Id;

impl Field<'_> {
    /// Every range of starts that somebody could take, grid or not.
    pub(crate) fn any_start(&self) -> Vec<Range> {
        let range = self.range();
        if range.0 > range.1 {
            return Vec::new();
        }
        let allowed = self.joint(range, Depth::All).starts;
        merged(self.people().iter().flat_map(|person| self.starts_of(person, range, &allowed)).collect())
    }

    /// The soonest start in a closed range, with one practitioner or with any, grid or not.
    pub(crate) fn soonest(&self, range: Range, with: Option<&Id>) -> Option<Slot> {
        let range = self.cut(range)?;
        let allowed = self.joint(range, Depth::All).starts;
        let people = self.people().iter().filter(|person| with.is_none_or(|id| person.who.id == *id));
        let first_of = |person: &Person<'_>| self.starts_of(person, range, &allowed).first().map(|r| r.0);
        let (at, person) =
            people.filter_map(|person| Some((first_of(person)?, person))).min_by_key(|f| f.0)?;
        self.slot_with(at, Some(&person.who.id))
    }

    /// The soonest candidate in a closed range.
    pub(crate) fn soonest_on_grid(&self, range: Range) -> Option<Slot> {
        let found = self.all(self.cut(range)?).ok()?;
        self.named(found.get(..1)?).pop()
    }

    fn cut(&self, range: Range) -> Option<Range> {
        let bounds = self.range();
        let cut = (range.0.max(bounds.0), range.1.min(bounds.1));
        (cut.0 <= cut.1).then_some(cut)
    }

    fn starts_of(&self, person: &Person<'_>, range: Range, allowed: &[Range]) -> Vec<Range> {
        let free: Vec<Range> =
            self.free_of(person, range, Depth::All).iter().map(|free| (free.first, free.last)).collect();
        common(&free, allowed)
    }
}
