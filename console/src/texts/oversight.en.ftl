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
