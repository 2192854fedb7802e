## Lessons
room-lessons = Lessons
lessons-lead = What the assistant didn’t understand or got wrong. Say what the words mean, and it will know next time.
lessons-empty = Nothing to learn right now
lessons-empty-more = When something is misunderstood, the words turn up here.
lesson-count = { $count ->
    [one] once
   *[other] { $count } times
}
lesson-fallback = { $count } not understood
lesson-correction = { $count } corrected by the patient
lesson-no = { $count } answered with no
lesson-takeover = { $count } taken over by a colleague
lesson-dropoff = { $count } never answered
lesson-examples = Others who wrote much the same
lesson-words = The words, without names
lesson-meaning = Mean
lesson-choose = Choose what they mean
lesson-teach = Teach the assistant
lesson-dismiss = Nothing to learn
lesson-dismissed = Put aside
taught-heading = What the assistant has learned
taught-done = Kept as a suggestion. See what it would change, then put it to use.
taught-means = means: { $meaning }
taught-by = By { $name }
taught-proposed = Suggestion
taught-active = In use
taught-retired = Not in use
taught-look = What would change?
taught-use = Put to use
taught-take-out = Stop using
taught-in = The assistant knows the words now
taught-out = The words are no longer used
taught-changes = { $count ->
    [0] None of the last 30 days’ { $turns } answers would have been different.
    [one] One of the last 30 days’ { $turns } answers would have been different:
   *[other] { $count } of the last 30 days’ { $turns } answers would have been different:
}
taught-then-now = – { $before }; now: { $after }
gist-settles = something was booked or changed
gist-hands-over = a colleague took over
gist-looks-for-times = the assistant looked for times
gist-not-understood = the assistant didn’t understand
gist-asks = the assistant asked back
gist-answers = the assistant answered
gist-nothing = nothing
meaning-book = Wants an appointment
meaning-reschedule = Wants another time
meaning-cancel = Wants to cancel
meaning-cannot-attend = Can’t come
meaning-ask-availability = Asks what is free
meaning-earlier-time = Wants an earlier time
meaning-list-appointments = Asks when the appointment is
meaning-running-late = Is running late
meaning-question-opening-hours = Asks about opening hours
meaning-question-address = Asks where you are
meaning-question-parking = Asks about parking
meaning-question-price = Asks about the price
meaning-question-preparation = Asks how to prepare
meaning-question-payment = Asks about payment
meaning-question-services = Asks what you do
meaning-question-practitioners = Asks who works with you
meaning-prescription = Is about a prescription
meaning-test-results = Is about test results
meaning-symptom = Describes a complaint
meaning-human = Wants to talk to a person
meaning-complaint = Is unhappy
meaning-thanks = Says thanks
