### The staff's pages in English. Short, kind, no jargon.
### The same names stand in sv.ftl; a test keeps them alike.

## Rooms
room-today = Today
room-inbox = Inbox
room-unhandled = Not handled
rooms = Pages
skip-to-content = Skip to content
page-title = { $room } · { $clinic }

## In and out
sign-in = Sign in
sign-in-lead = Welcome to the front desk.
sign-in-again = You were signed out. Sign in again – what you wrote is still here.
email = Email
password = Password
sign-in-wrong = That email and password don’t match. Try again, or ask a colleague for a new link.
sign-out = Sign out
sign-out-draft = You have a reply that isn’t sent. Sign out anyway?
set-up = Create your account
set-up-lead = The link works once. Choose a password you don’t use anywhere else.
set-up-no-token = This link is incomplete
set-up-no-token-remedy = Open the whole link you were given, or ask for a new one.
set-up-spent = This link has been used or is too old. Ask for a new one.
set-up-refused = We couldn’t create the account. Check the details and try again.
set-up-go = Create account
your-name = Your name
your-name-hint = Colleagues see it in the inbox.
show-password = Show password
strength-empty = At least { $min } characters. A few words in a row work well.
strength-short = Too short – at least { $min } characters.
strength-weak = Easy to guess. Add a few words.
strength-fair = Good.
strength-strong = Strong!
opening = Opening …
unreachable = Can’t reach Svara
try-again = Try again

## The day
day-today = Today
day-yesterday = Yesterday
day-tomorrow = Tomorrow
day-before = Previous day
day-after = Next day
day-pick = Choose a day
day-week = week { $week }
day-total = { $count ->
    [one] 1 visit
   *[other] { $count } visits
}
day-here = { $count } here
day-done = { $count } done
day-next = Next up { $time } { $name }
day-empty = No visits this day
day-empty-more = When someone books, it shows here at once.
day-cancelled = { $count ->
    [one] 1 cancelled visit
   *[other] { $count } cancelled visits
}
day-waiting = { $count ->
    [one] 1 waiting for an answer
   *[other] { $count } waiting for an answer
}
day-now = Now { $time }
day-free = No visits
visit-spoken = { $from } to { $to }, { $name }, { $service }, { $status }

status-booked = Booked
status-confirmed = Confirmed
status-arrived = Here
status-fulfilled = Done
status-noshow = No-show
status-cancelled = Cancelled

mark-confirmed = Mark as confirmed
mark-arrived = Has arrived
mark-fulfilled = Visit is done
mark-noshow = No-show
correct-fulfilled-arrived = Not done yet
correct-noshow-arrived = Came after all
correct-arrived-confirmed = Not here yet
marked-confirmed = { $name } is confirmed.
marked-arrived = { $name } is here.
marked-fulfilled = The visit with { $name } is done.
marked-noshow = { $name } didn’t come.
marked-cancelled = The visit for { $name } is cancelled.

visit = Visit
visit-when = Time
visit-service = Service
visit-with = With
visit-room = Room
visit-phone = Phone
visit-booked-via = Booked by
visit-confirmed-at = Confirmed
via-whatsapp = WhatsApp
via-staff = Staff
via-api = Another system
via-other = { $via }
visit-conversation = Open the conversation
visit-no-conversation = No conversation yet
visit-gone = This visit is no longer on this day.
minutes = { $count } min

cancel-visit = Cancel visit …
cancel-title = Cancel this visit?
cancel-what = { $name }, { $day } at { $time }. The patient is told and the time becomes free.
cancel-reason = Reason (optional)
cancel-go = Cancel the visit
cancel-keep = Keep it

## Inbox
inbox-waiting = Waiting for you
inbox-yours = Yours
inbox-rest = Others
inbox-empty = No conversations yet
inbox-empty-more = When a patient writes, it shows here.
inbox-none-waiting = Nobody is waiting. The assistant has the rest.
inbox-choose = Choose a conversation
inbox-choose-more = Those waiting for you are on top.
inbox-back = Back to the inbox
unread = { $count } new
preview-you = You: { $text }
preview-other = { $name }: { $text }
preview-desk = Assistant: { $text }

reason-emergency = May be an emergency
reason-asked = Wants to talk to someone
reason-not-understood = Couldn’t understand the patient
reason-complaint = Is unhappy
reason-medical = A question for the care team
reason-late-change = Wants a late change
reason-data-request = Asks about their data
reason-unreadable = Sent something we can’t read
reason-no-answer = A question we have no answer to
reason-nothing-free = No time suited them
reason-information = Has something to tell you
reason-not-delivered = A message didn’t arrive
reason-request = Wants a time that you approve
reason-unanswered = No answer about a visit that can’t go ahead: call
reason-other = Needs a person

waited = { $unit ->
    [now] just now
    [minutes] { $count } min
    [hours] { $count } h
   *[days] { $count ->
        [one] 1 day
       *[other] { $count } days
    }
}
waited-spoken = has waited { $time }

who-desk = The assistant answers
who-desk-more = Automatically. Take over to answer yourself.
who-waiting = Waiting for a person
who-waiting-more = { $reason } · { $time }
who-you = You answer
who-you-more = The assistant stays silent until you give back.
who-colleague = { $name } answers
who-colleague-more = The assistant stays silent meanwhile.
who-nobody = Closed
who-nobody-more = Nothing is open right now.
by-desk = Assistant
by-you = You
by-staff = Staff

take-over = Take over
take-over-title = Take over from { $name }?
take-over-what = { $name } is answering now. Check with them first, so that the patient doesn’t get two answers.
give-back = Give back
given-back = The assistant answers again.
keep-as-is = Leave it
answer-label = Reply to { $name }
answer-hint = Write your reply …
answer-first = Take over to reply.
send = Send
sending = Sending …
send-key = Ctrl + Enter
characters-left = { $count } characters left
window-until = You can write until { $day } { $time }
window-closed = More than 24 hours since the patient wrote
window-closed-remedy = WhatsApp doesn’t let free replies through. Call, or wait until the patient writes.
call = Call { $phone }
send-uncertain = We don’t know if your reply went out. Your text is still here – check the conversation before you send again.
send-window = Not sent: 24 hours have passed. Your text is still here – call instead.
send-not-yours = Not sent: the conversation isn’t yours any more. Your text is still here – take over and send again.
send-failed = Not sent. Your text is still here – try again.

tick-waiting = On its way
tick-sent = Sent
tick-delivered = Delivered
tick-read = Read
tick-failed = Didn’t arrive
tick-dropped = Not sent
tick-unknown = Unclear if it went out

language-of-patient = Writes in { $language }
conversation-missing = This conversation doesn’t exist
conversation-missing-remedy = It may have been erased at the patient’s request.
messages-of = Messages with { $name }

## Not handled
unhandled-lead = This came in but couldn’t be taken care of. Nothing is lost.
unhandled-empty = Everything is taken care of
unhandled-empty-more = What comes in and can’t be read ends up here.
unhandled-when = When
unhandled-why = Why
unhandled-channel = Channel
why-unknown-number = To a number that isn’t the clinic’s
why-unknown-kind = A kind of message we don’t know
why-no-sender = Without a sender
why-malformed = Couldn’t be read
why-too-old = Came too late
why-failed = Something went wrong on our side

## Live
live-on = Live
live-connecting = Connecting …
live-down = No live line – reading again every 15 seconds
new-waiting = { $name } is waiting for you: { $reason }

## Looks, keys
settings = Settings
interface-language = Language
language-sv = Svenska
language-en = English
theme = Appearance
theme-auto = As the device
theme-light = Light
theme-dark = Dark
help = Keys
help-move = Next, previous
help-open = Open
help-take = Take over
help-give = Give back
help-send = Send the reply
help-days = Day before, day after
help-rooms = Change page
help-close = Close
help-this = Show this
help-switch = Letters as shortcuts
close = Close

## When something goes wrong
error-offline = No connection. Check the network and try again.
error-slow = It took too long. Try again in a moment.
error-signed-out = You were signed out. Sign in again.
error-forbidden = You don’t have the right to do this. Ask whoever manages accounts.
error-missing = It’s no longer there. The list is up to date now.
error-conflict = Someone got there first. See how it looks now and try again.
error-refused = That didn’t work. Check the details and try again.
error-too-many = Too many tries. Wait a minute.
error-server = Something went wrong on our side. Try again; contact support if it doesn’t help.

# The second factor, and the locked screen.
code-title = One more thing
code-lead = Open the authenticator app on your phone and type in its six digits.
code = Code from the app
code-paper = Code from paper
code-paper-lead = Use one of the codes that you printed when you set the app up. Each works once.
code-go = Continue
code-by-paper = I don’t have my phone
code-by-phone = Use the app instead
start-again = Start again
code-wrong = That code isn’t right, or it has been used already. Wait for the next one and try again.
enrol-title = Protect your account
enrol-lead = Scan the square with an authenticator app. From now on the app’s code is asked for after your password.
enrol-qr = QR code for the authenticator app
enrol-typed = I can’t scan – show the key
enrol-code = The six digits that the app shows
enrol-go = Turn on
enrol-wrong = That code doesn’t fit. Wait for the next one, and check that the phone’s clock is right.
paper-title = If you lose your phone
paper-lead = Each of these codes lets you in once. Print them and keep them apart from your computer. They aren’t shown again.
paper-print = Print
paper-kept = I have kept the codes
paper-go = Open the front desk
unlock-title = Locked by { $name }
unlock-lead = Your password, or a code from the app, opens the screen where you left it.
unlock-field = Password or code
unlock-go = Unlock
unlock-other = Sign in as somebody else
unlock-wrong = Neither your password nor a current code. Try again.
lock-screen = Lock the screen
error-locked = The screen is locked. Unlock it to go on.
