### Permission, privacy and the clinic's own pages. Calm and plain; nobody should have to read twice.

## Permission to write
permission-wording = I would like reminders and news about my appointments from { $clinic } on WhatsApp. They show the clinic's name, the day, the time and who I am seeing. I can say stop at any time.
page-permission-title = Messages from { $clinic }
page-permission-given = You get reminders and news about your appointments on WhatsApp.
page-permission-none = You get no reminders or news about your appointments on WhatsApp.
page-permission-stays = Your booked appointments stay as they are, whatever you choose.
page-permission-stop = Stop sending messages
page-permission-start = Yes, send reminders
page-over-title = This link no longer works
page-over = Write to us and we will send a new one.

## Neutral words, when an open network may not say more
neutral-visit = Visit
secure-offer = These times are free. Which one suits you? Just write another day if none does.
secure-offer-one = This time is free. Does it suit you? If not, just write another day.
secure-booked = Done! Your appointment at { $clinic } is booked: { $when }.
secure-moved = Done! Your new time at { $clinic } is { $when }.
secure-cancelled = Your appointment { $when } is cancelled.
secure-ask-cancel = Would you like to cancel { $when }? You can also change to another time.
secure-kept = Then we keep { $when }. See you!
secure-confirmed = Thank you, that's confirmed: { $when }. See you!
secure-already = That time is already yours: { $when }.
secure-more = You can see everything about the visit once you have signed in: { $link }
secure-only = I can only show that once you have signed in: { $link }
secure-reminder = { $clinic } reminds you of your appointment { $when }. Address: { $address }. Are you coming?
secure-staff-moved = { $clinic } has moved your appointment from { $old } to { $when }. Reply here if that doesn't suit you.
secure-staff-cancelled = { $clinic } has unfortunately had to cancel your appointment { $when }. Reply here and we will find a new one.
secure-message = You have a message from { $clinic }. Read it once you have signed in: { $link }

## The page behind sign-in
page-secure-title = Your appointments at { $clinic }
page-secure-why = We show details of your visits only to you. Sign in and you will see them here.
page-secure-sign-in = Sign in
page-secure-visits = Coming appointments
page-secure-no-visits = You have no coming appointment.
page-secure-line = { $when } with { $practitioner } ({ $service })
page-secure-messages = Messages from the clinic
page-secure-not-you = This sign-in doesn't belong to anyone this link is for. Call us if that is wrong.
page-secure-weak = The sign-in was not strong enough. Sign in with two factors.
page-secure-failed = The sign-in didn't go through. Please try again.
page-secure-leave = Remember to close the page on a shared computer.

## An extract for whoever asks
export-title = Everything we hold about you
export-person = You
export-visits = Visits
export-messages = Messages
export-permissions = What you have allowed
export-notes = Notes, corrections and requests
export-access = Who has looked or changed
export-suppliers = Who else handles the data
export-kept = How long we keep it
