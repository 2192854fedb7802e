//! The counts that the contract gives for the scenario in which peers were timed.
//!
//! Absent: the timing itself; that is `examples/bench.rs`.

use crate::peers::scenario;
use svara_schedule::{Rank, Want, find, spread};

#[test]
fn the_scenario_has_as_many_free_times_as_the_contract_gives() {
    for (practitioners, days, expected) in
        [(1, 7, 19), (1, 30, 110), (5, 30, 545), (20, 30, 2_193), (50, 30, 5_496)]
    {
        let found = find(&scenario(practitioners, days, None)).expect("the scenario is sound");
        assert_eq!(found.slots.len(), expected, "{practitioners} practitioners, {days} days");
    }
}

#[test]
fn stopping_early_gives_the_same_few_as_looking_at_everything() {
    let all = find(&scenario(20, 60, None)).expect("the scenario is sound").slots;
    for count in [1, 3, 10, 60] {
        let few = |rank| {
            let want = Some(Want { count, rank });
            find(&scenario(20, 60, want)).expect("the scenario is sound").slots
        };
        assert_eq!(few(Rank::Earliest), all[..count]);
        assert_eq!(few(Rank::Spread), spread(&all, count, &scenario(1, 1, None).zone));
    }
}
