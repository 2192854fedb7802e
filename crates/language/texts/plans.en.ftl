# Several times at once: a series, a family, two visits one after the other.
plan-booked = Hi! { $clinic } has booked these times: { $times }. Reply here if any of them doesn't suit you.
plan-moved = Hi! { $clinic } has moved your appointments. The new times are { $times }. Reply here if any of them doesn't suit you.
plan-cancelled = Hi! { $clinic } has had to cancel these appointments: { $times }. Reply here and we'll find new ones.

## In the conversation
plan-ask-names = Gladly! Who is coming? Please write everybody's first and last name, with “and” in between.
plan-ask-names-again = Please write the first and last name of everybody who is coming, with “and” in between.
plan-ask-name = Gladly! Who is coming? Please write their first and last name.
plan-ask-name-again = Please write the first and last name of the person who is coming.
plan-ask-names-still = I need first and last names to look for the times. Who is coming?
plan-offer-series = { $service }, { $count } visits, { $weeks ->
    [1] one a week
    [2] one every other week
   *[other] one every { $weeks } weeks
}. This is how it could be; tap the first time to choose:
    { $lines }
plan-offer-together = { $service } for everybody, one after the other. This is how it could be; tap the first time to choose:
    { $lines }
plan-offer-side-by-side = { $service } for everybody at the same time. This is how it could be; tap the time to choose:
    { $lines }
plan-offer-combined = { $first } and { $second } in one visit. This is how it could be; tap the first time to choose:
    { $lines }
plan-offer-again = These are the ones that go together. Does any of them suit you? Otherwise name another day.
    { $lines }
plan-line = • { $times } with { $practitioner }
plan-part = { $service } { $time }
plan-series-regular = { $first }, then at the same time { $weeks ->
    [1] every week
    [2] every other week
   *[other] every { $weeks } weeks
} until { $last }
plan-not-side-by-side = I'm sorry, I can't find times for everybody at once, but there are some one after the other.
plan-gone = I'm sorry, one of those times has just been taken, so I haven't booked anything yet.
plan-nothing = I'm sorry, I can't find times that go together. Shall I ask a colleague to help you, or would you like to book one at a time?
plan-nothing-more = I'm sorry, I can't find any more times that go together. Shall I ask a colleague to help you, or would you like to book one at a time?
plan-booked-here = Done! { $count } appointments are booked:
    { $lines }
plan-booked-here-with = Done! { $count } appointments are booked with { $practitioner } ({ $service }):
    { $lines }
plan-asked-here = I've asked the clinic for { $count } appointments and will write as soon as they answer:
    { $lines }
plan-booked-line = • { $when } with { $practitioner } ({ $service })
plan-booked-line-for = • { $name }: { $when } with { $practitioner } ({ $service })
plan-already = Those times are booked already.

## An absence ends earlier than expected
absent-over = Hi { $name }! Your appointment on { $when } with { $practitioner } at { $clinic } takes place as planned after all. There's nothing you need to do. See you then!

## Templates that ask the patient to write again, when WhatsApp's 24 hours are over
summons-answer = Hi! This is { $clinic }. We have an answer to what you wrote to us. Tap the button or write a line, and we'll carry on here.
summons-called = Hi! This is { $clinic }. We tried to call you. Write a line here when you can, or ring us on { $phone }.
button-write-to-me = Yes, write to me
