room-oversight = Oversight

reviews-heading = Who looked at what
reviews-lead = Each month some of the times somebody opened a patient’s data are drawn by chance, along with whatever stands out. Say of each whether it was right, and how you know.
reviews-empty = Nothing to review yet
reviews-empty-more = The first review comes when a month is over.
review-done = Done, { $count ->
    [one] one look reviewed
   *[other] all { $count } reviewed
}
review-open = { $open } of { $count } left, by { $day }
review-overdue = Overdue: { $open } of { $count } left, due { $day }
review-show = Show
review-hide = Hide
review-drawn = { $count } of the month’s { $looks } looks

look-kind = { $kind ->
    [patient] opened a patient’s card
    [appointment] opened a visit
    [conversation] read a conversation
    [patients] searched for patients
    [appointments] saw a list of visits
    [conversations] saw a list of conversations
    [subject] fetched everything about a person
   *[other] looked at personal data
}
look-forgotten = a person who was erased
look-why = Why it is here
look-why-sample = Drawn by chance
look-why-own-record = Their own record
look-why-same-surname = Same surname
look-why-no-relation = No booking or contact
look-why-odd-hours = Unusual hours
look-why-broke-glass = Opened in spite of a limit
look-verdict = Verdict
verdict-justified = Right
verdict-unclear = Unclear
verdict-unjustified = Wrong
look-words = How do you know?
look-save = Save the verdict
look-judged = Judged by { $name }.
look-again = Judge again
look-own = This is your own: a colleague decides.

incidents-heading = Incidents
incidents-lead = Something that went wrong with personal data or with the system. The clocks run from when it was noticed: an early warning within 24 hours, a notification to the authority within 72.
incidents-empty = No incidents are on record.
incident-new = Record an incident
incident-kind = What kind of incident is it?
incident-kind-wrong-recipient = To the wrong recipient
incident-kind-unauthorised-access = Unauthorised access
incident-kind-loss = Lost data
incident-kind-unavailable = Data out of reach
incident-kind-other = Something else
incident-kind-audit-chain = The audit chain doesn’t hold
incident-kind-keys = A key doesn’t open
incident-kind-sending-stopped = The provider refuses our messages
incident-what = What happened?
incident-affected = How many people does it concern, if you know?
incident-no-names = Write no patients’ names or numbers here.
incident-open = Record it
incident-leave = Cancel
incident-noticed = Noticed { $when }.
incident-by-desk = Recorded by Svara itself.
incident-affected-unknown = Nobody knows yet how many it concerns.
incident-affected-count = { $count ->
    [one] It concerns one person.
   *[other] It concerns { $count } people.
}
incident-warning = Early warning
incident-notification = Notification
incident-done = done
incident-done-late = done, but too late
incident-late = ran out { $when }
incident-left = { $hours } h left, by { $when }
incident-next = Next step
incident-step-measure = Measure
incident-step-consequence = Likely consequence
incident-step-warned = Early warning given
incident-step-notified = Authority notified
incident-step-informed = People informed
incident-step-no-duty = No need to notify
incident-step-closed = Closed
incident-step-warning-late = The time for a warning ran out
incident-step-notification-late = The time to notify ran out
incident-words = In a few words
incident-save = Save the step
incident-clocks-first = The clocks are running: first say who was told, or why nobody has to be.
