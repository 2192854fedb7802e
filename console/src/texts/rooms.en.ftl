### People, one's own account, waiting list, absence. The same names stand in rooms.sv.ftl; a test holds them alike.

part-people = People
part-account = My account
roles = Roles
roles-none = Choose at least one role.
role-reception = Reception
role-reception-may = Answers patients and keeps the book.
role-practitioner = Practitioner
role-practitioner-may = Sees their own patients.
role-manager = Manager
role-manager-may = Changes settings and people, and reviews.
role-technical = Technical
role-technical-may = Keeps the machine and accounts, sees no patients.
role-auditor = Auditor
role-auditor-may = Sees all that happened, changes nothing.
role-which = Which practitioner
role-choose = Choose …
invite = Invite
invite-title = Invite a colleague
invite-go = Make the link
invite-made = Give the link to { $email }. It works once, until { $day } { $time }.
invite-link = Link
invite-once = It is shown only here. If it is lost, invite again.
invite-known = That address already has an account or an invitation.
invite-refused = Check the address, and that the practitioner is chosen.
invite-take-back = Take back
invite-taken-back = The invitation to { $email } no longer holds.
invited = Invited
invited-until = Until { $day } { $time }
copy = Copy
copied = Copied
done = Done
people-forbidden = Here managers see who has an account
people-forbidden-more = Ask the clinic's manager if something should change.
person-you = (you)
person-ended = Ended
person-no-factor = No sign-in app yet
person-edit = Change
person-change = Change { $name }
standing-ended = Ended
standing-ended-more = Can't come in any more. What they did keeps their name.
standing-saved = { $name } is changed and signed out.
standing-last = Somebody must be able to keep the accounts. Give a colleague that role first.
lost-phone = Remove the sign-in app
lost-phone-sure = Yes, remove it
lost-phone-more = A lost phone? A new app is set up after the password.
lost-phone-done = { $name } sets up a new app at the next sign-in.
sessions = Where you are signed in
session-unknown = Unknown browser
session-here = here
session-since = Since { $since }, last seen { $seen }
session-end = Sign out
session-end-which = Sign out { $browser }
session-ended = { $browser } is signed out.
sessions-end = Sign out all others
sessions-ended = All others are signed out.
password-change = Change password
password-old = Current password
password-new = New password
password-go = Change password
password-ends = You are signed out everywhere else.
password-changed = The password is changed.
password-old-wrong = The current password is not right.
password-refused = That password can't be used. Choose a longer one that nobody can guess.
codes = Codes on paper
codes-left = { $count ->
    [0] No codes left.
    [one] One code left.
   *[other] { $count } codes left.
}
codes-more = Each code lets you in once when the phone is gone. You get new ones when you set up the app again; the old ones then stop working.
codes-new = Set up the app again
codes-demo = The demo needs no app.

room-waitlist = Waiting list
waitlist-lead = Those who want a time, or an earlier one. When something comes free, the assistant asks them in turn.
waitlist-empty = Nobody is waiting
waitlist-empty-more = Patients join by writing, or you add them here.
waitlist-figures = The last 30 days: { $freed ->
    [one] one time came free
   *[other] { $freed } times came free
}, { $filled } filled from the list.
waitlist-median = The median wait for a yes: { $count } min.
waiting-add = Add to the list
waiting-go = Add to the list
waiting-who = Choose a patient, or write name and number.
waiting-added = { $name } is on the list.
waiting-remove = Remove
waiting-remove-who = Remove { $name } from the list
waiting-removed = { $name } is no longer on the list.
waiting-anyone = anyone
waiting-any-time = Any time
waiting-moves = moves a time they already have
waiting-since = Since { $time }
freed = { $count ->
    [one] 1 time came free
   *[other] { $count } times came free
}
freed-what = { $time } · { $service } · { $name }
freed-asked = Asked: { $name }
offer-standing = has until { $time } to answer
offer-accepted = said yes
offer-declined = said no
offer-lapsed = did not answer
offer-gone = somebody else was faster
offer-unreached = could not be reached
freed-next = Next in turn
freed-nobody = It suits nobody on the waiting list.
freed-wants-practitioner = wants this very practitioner
freed-wants-time = wants just such a time
freed-waited = has waited since { $time }
freed-book = Book

room-absences = Absence
absences-lead = Somebody is ill, or you are closed. Look at what happens first; nothing is sent before you say so.
absences-before = Earlier
absence-who = Who or what
absence-choose = Choose …
absence-clinic = The whole clinic
absence-reason = Reason (only colleagues see it)
absence-look = Show what happens
absence-order = The end should come after the beginning.
absence-title = { $name } is away
absence-missing = There is no such absence
absence-draft = Not closed
absence-releasing = Closing
absence-released = Closed
absence-undone = Undone
absence-released-more = The patients have been asked. Here you see who has answered.
absence-undone-more = The time is open again. Nobody heard of it.
absence-draft-more = { $count ->
    [0] No visits are affected. The time is closed so that nobody books it.
    [one] One visit is affected. This is how the patient hears of it.
   *[other] { $count } visits are affected. This is how the patients hear of it.
}
absence-release = Close the time, send in ten minutes
absence-released-done = The time is closed. The messages leave in ten minutes.
absence-goes-in = The messages leave in { $left }
absence-going = The messages are leaving now
absence-undo = Undo
absence-undone-done = Undone. The time is open and nobody was told.
absence-preview = What happens
absence-nobody = No visits are affected.
absence-calls = { $count ->
    [one] One to call now
   *[other] { $count } to call now
}
way-chat = Is asked in the chat
way-template = Is asked by a template
way-call = Call
way-room = Changes rooms, notices nothing
why-no-contact = has no number on WhatsApp
why-no-permission = wants no messages
why-talks-with-staff = is already talking with one of you
answer-waiting = Has not answered
answer-moved = Moved to
answer-wants_call = Wants a call
answer-cancelled = Cancelled
answer-unreachable = Can't be reached: call
answer-failed = The message did not arrive: call
answer-other_room = Changed rooms

move-told = The patient reads this
move-silent = The patient gets no message: { $why }
move-send = Send the message
told-no-permission = has not agreed to messages
told-no-contact = has no number on WhatsApp
told-other = it can't be sent

first-step = Step { $number } of { $count }
first-clinic = Welcome. Which clinic is it?
first-clinic-lead = In ten minutes the assistant is ready to answer. Everything can be changed later.
first-practitioner = Who sees patients?
first-practitioner-lead = One is enough to begin. Add more under Clinic.
first-service = What can patients book?
first-service-lead = The most common visit. The assistant offers it when no other service is named.
first-channel = The clinic's number on WhatsApp
first-channel-lead = Fill it in and test it, or leave it for later. Without a number the assistant answers only here, on trial.
first-trial = Try the assistant
first-trial-lead = Write as a patient would. Nothing is sent.
first-profile = What may stand in the chat?
profile-eu-chat = The visit's details, with the patient's yes
profile-eu-chat-more = Time, practitioner and service stand in the chat once the patient has agreed.
profile-se-open-net = Neutral notices only
profile-se-open-net-more = Swedish practice for open networks: the chat names time and clinic, the rest is behind sign-in. Reminders need a risk analysis.
first-back = Back
first-next = Next
first-open = Open the clinic
first-later = Leave the number for later
first-done = To the reception

refused-past = That time has passed.
refused-too-soon = That is too short notice for this service.
refused-too-far = You do not book that far ahead.
refused-closed = You are closed then, or the practitioner does not work.
refused-taken = The time is taken.
refused-on-hold = The time is being kept for another patient.
refused-blocked = The practitioner is away then.
refused-break = That is a break.
refused-full = The group is full.
refused-limit = The practitioner has as many visits as that day holds.
refused-no-room = No room of the right kind is free.
refused-patient-busy = The patient has another time then.
refused-overbook-limit = No more extra visits fit that day.
refused-changed = Somebody else changed the visit. Open it again.
way-later = Times offered after the answer: { $times }

media-kind-image = Picture
media-kind-document = Document
media-kind-audio = Recording
media-kind-voice-note = Voice message
media-kind-video = Video
media-kind-sticker = Sticker
media-from = { $what } from { $name }
media-show-image = Show the picture
media-show-document = Get the document
media-show-audio = Listen to the recording
media-show-voice-note = Listen to the voice message
media-show-video = Play the video
media-show-sticker = Show the sticker
media-until = WhatsApp keeps it until { $day }
media-fetching = Fetching it from WhatsApp…
media-save = Save a copy
media-error-gone = WhatsApp keeps files for seven days and no longer has this one. Ask the patient to send it again.
media-error-too-large = The file is too large to open here. Ask the patient for a smaller one.
media-error-kind = Files of this kind aren’t opened here, because they can carry programs. Ask the patient for a picture or a PDF.
media-error-refused = WhatsApp wouldn’t hand the file over. Test the clinic’s number under Clinic, WhatsApp.
media-error-unreachable = WhatsApp didn’t answer in time. Try again in a moment.
media-error-offline = The file didn’t get through. Try again once you’re back online.
media-error-browser = The browser can’t show the file. Save a copy and open that.

suggestion = The assistant’s suggestion
suggestion-use = Use it
suggestion-drop = No, thanks
suggestion-hint = You can change it before you send.
suggestion-figures = Suggested replies in the last 30 days: { $made }. Sent as they were: { $used }, changed: { $changed }, put aside: { $dropped }.

sign-in-with = Sign in with { $name }
sign-in-or = or with e-mail and password
way-back-nobody = No account here belongs to that sign-in. Sign in with e-mail and password and link it under My account, or ask a manager for an invitation.
way-back-failed = The sign-in didn’t go through. Try again, or use e-mail and password.
way-back-unreachable = The sign-in service isn’t answering. Use e-mail and password for now.
way-back-over = The sign-in took too long, or began in another browser. Try again.
provider-linked = Linked to your account.
provider-not-linked = Not linked. Once it is, you can sign in with it.
provider-link = Link
provider-unlink = Unlink
provider-proof = Your password, or a code from the app
provider-go = Continue to { $name }
provider-not-you = That was neither your password nor a code that works now.
provider-unlinked = Unlinked. From now on only e-mail and password work.
provider-taken = That sign-in already belongs to another account here.
