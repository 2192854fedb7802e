# Several times at once: a series, a family, two visits one after the other.
plan-booked = Hi! { $clinic } has booked these times: { $times }. Reply here if any of them doesn't suit you.
plan-moved = Hi! { $clinic } has moved your appointments. The new times are { $times }. Reply here if any of them doesn't suit you.
plan-cancelled = Hi! { $clinic } has had to cancel these appointments: { $times }. Reply here and we'll find new ones.
