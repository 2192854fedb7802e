### The staff's pages in English. Short, kind, no jargon.
### The same names stand in sv.ftl; a test keeps them alike.

## Rooms
room-today = Today
room-inbox = Inbox
room-unhandled = Not handled
rooms-more = More
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

status-pending = Requested
status-booked = Booked
status-confirmed = Confirmed
status-arrived = Here
status-in_room = In the room
status-fulfilled = Done
status-noshow = No-show
status-cancelled = Cancelled

mark-confirmed = Mark as confirmed
mark-arrived = Has arrived
mark-in_room = Has gone in
mark-booked = Expected
mark-fulfilled = Visit is done
mark-noshow = No-show
correct-fulfilled-arrived = Not done yet
correct-noshow-arrived = Came after all
correct-arrived-booked = Not here yet
approve-visit = Approve the visit
decline-visit = Decline
approved-visit = { $name } has got the time.
declined-visit = { $name } was told no.
marked-confirmed = { $name } is confirmed.
marked-arrived = { $name } is here.
marked-in_room = { $name } has gone in.
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
reason-too-many = A great many messages: the assistant fell silent
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
send = Send
send-key = Ctrl + Enter
characters-left = { $count } characters left
window-closed = More than 24 hours since the patient wrote
window-closed-remedy = WhatsApp doesn’t let free replies through any more. A template gets there, and once the patient answers you can write freely again.
templates = Templates
templates-show = Show templates
templates-unread = The templates could not be fetched.
template-clinic-has-answer = We have an answer for you
template-clinic-called = We tried to call
template-reminder = Reminder of { $when }
template-reminder-of = Reminder of { $when }, { $name }
template-preview = As { $name } will see it
template-send = Send template
template-not-sent = The template was not sent. See what is possible now.
refused-no-permission = No permission to write first. Call instead.
refused-sent = Sent already, without an answer. It can go again after a day.
refused-window-open = Not needed: you can write freely.
refused-no-address = There is no number to write to.
refused-restricted = The data is restricted and may not be used.
refused-objected = The patient does not want reminders.
refused-too-much = Says more than may be written to this number.
refused-switched-off = The clinic sends no reminders at the moment.
refused-away = The practitioner or the room is away then.
refused-spent = Today’s limit for messages that cost money is reached. Call instead.
refused-too-late = The visit begins too soon.
call = Call { $phone }
send-uncertain = We don’t know if your reply went out. Your text is still here – check the conversation before you send again.
send-window = Not sent: 24 hours have passed. Your text is still here. Send a template or call.
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
conflict-on-hold = The time is being kept for somebody else, perhaps from the waiting list. It may be free again in a while.
conflict-taken = Somebody else has booked that time.
conflict-patient-busy = The patient has another visit then.
conflict-too-soon = The time begins too soon to be booked.
conflict-closed = The practitioner or the clinic is closed then.
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
## In general
room-patients = Patients
nameless = No name
change = Change
save = Save
undo = Undo
redo = Redo
undo-what = Undo: { $what }
redo-what = Redo: { $what }
undone = Undone: { $what }
redone = Done again: { $what }
print = Print
percent = { $value }%
quoted = “{ $text }”

## The day: the calendar
day-calendar = Calendar
day-unconfirmed = { $count } unconfirmed
day-span = Show
span-day = Day
span-week = Week
day-columns = Columns
columns-practitioners = Practitioners
columns-rooms = Rooms
day-step = Grid
day-closed = Nobody works on this day
day-closed-more = Hours and exceptions are in the clinic's file.
mark-assistant = Booked by the assistant
hold-kept = Held for a patient { $left }
visit-patient = Patient
visit-status = Status
visit-card = Patient card
visit-open-day = Open the day
print-note = Note
print-foot = { $clinic }, { $day }. Printed at { $time }.
book = Book
book-title = New booking
book-for = Book a visit
book-anyone = Choose a practitioner
book-free = Free times
book-who = Choose a patient, or write a name and number.
book-when = Choose a practitioner and a time.
book-refused = That could not be booked. The time may have been taken – choose another.
book-go = Book it
marked-booked = { $name } is booked.
marked-moved = The visit of { $name } was moved.
move-visit = Move …
move-title = Move the visit of { $name }?
move-before = From
move-after = To
move-keep = Leave it
move-go = Move
clash-visit = Clashes with { $name } at { $time }
clash-patient = The patient already has a visit at { $time }
clash-shut = Outside working hours
clash-absent = The practitioner is away
clash-past = This time has passed

## The inbox: parts and rows
inbox-parts = Lists
inbox-filters = Filters
view-needs = Needs someone
view-all = All
view-mine = Mine
view-unassigned = Unassigned
view-urgent = Urgent
view-failed = Failed
view-patient = Waiting for patient
view-assistant = The assistant’s
view-snoozed = Put aside
empty-needs = Nobody is waiting
empty-all = No conversations yet
empty-mine = You have no conversations right now
empty-unassigned = Everyone who waits has someone
empty-urgent = Nothing urgent
empty-failed = Everything has arrived
empty-patient = No patient owes an answer
empty-assistant = The assistant has nothing going on
empty-snoozed = Nothing is put aside
patients-on-number = { $count } patients on this number
row-answered-back = Has answered
row-draft = Draft:
row-window = Window shuts in { $left }
row-window-shut = Window is shut

## The inbox: one conversation
patient = The patient
patient-side = Show or hide the patient
assign = Give to a colleague
assign-title = Who should have it?
assign-me = { $name } (you)
assign-has = has it now
assign-alone = There is nobody else to give it to yet.
assigned = It is { $name }’s now.
snooze = Put aside
wake = Bring back
snooze-title = Put aside until
snooze-what = It comes back then, or when the patient writes.
snooze-hour = In an hour
snooze-afternoon = This afternoon
snooze-tomorrow = Tomorrow morning
snooze-monday = On Monday
snooze-own = Another time
snooze-reason = Why can it wait?
snooze-reason-needed = This may be urgent. Say why it can wait.
snoozed-until = Put aside until { $day } { $time }
asleep-until = put aside until { $day } { $time }
resolve = Done
resolving = The conversation with { $name } is being closed
sending-to = The reply to { $name } is being sent
pending-in = Leaves in { $left }
pending-now = Send now
pending-offline = waiting for the network
promise-what = The clinic’s goal: whoever waits gets an answer within two hours.
promise-left = Answer within { $left }
promise-late = Was due { $time } ago
messages-older = Show older
message-erased = Erased
template = Template
shown-buttons = Buttons that the patient saw
shown-list = List that the patient saw
next-call = Call
next-retry = Write again
next-template = See what is possible
failure-131047 = More than 24 hours since the patient wrote
failure-131026 = This number can’t be reached on WhatsApp
failure-131049 = WhatsApp held the template back
failure-131056 = Too many messages to the same number
failure-132000 = The template got the wrong number of values
failure-132001 = The template is not approved
failure-131053 = The file was not accepted
failure-190 = The clinic’s connection to WhatsApp has expired
failure-other = Did not arrive
strip-understood = Understood:
strip-unsure = would rather ask
strip-read = Read
strip-also = Also
strip-time = Time
strip-instead = Or perhaps
strip-next = Does next
next-quiet = Stays silent: a person has the conversation
next-nothing = Waits for the next message
next-choice = Waits for the patient to choose a time
next-name = Waits for the patient’s name
next-which = Asks which visit it is about
next-whom = Asks who in the family it is about
next-confirm-cancel = Waits for a yes or no to the cancellation
next-move-or-cancel = Asks whether to move or cancel the visit
next-confirm-swap = Waits for a yes or no to another time
next-when = Asks when would suit
next-confirm-book = Asks whether to book a visit
next-confirm-wait = Asks whether to put them on the waiting list
intent-book = Wants to book
intent-reschedule = Wants to move
intent-cancel = Wants to cancel
intent-cannot-attend = Can’t come
intent-confirm-attendance = Confirms
intent-list-appointments = Asks about their visits
intent-ask-availability = Asks what is free
intent-earlier-time = Wants an earlier time
intent-running-late = Is late
intent-question = Asks a question
intent-human = Wants to talk to someone
intent-complaint = Is unhappy
intent-emergency = May be urgent
intent-symptom = Describes symptoms
intent-prescription = Asks about a prescription
intent-test-results = Asks about test results
intent-payment = Asks about payment
intent-insurance = Asks about insurance
intent-opt-out = Wants no messages
intent-data-access = Wants to see their data
intent-data-erasure = Wants to be erased
intent-greeting = Says hello
intent-thanks = Says thanks
intent-goodbye = Says goodbye
intent-yes = Says yes
intent-no = Says no
intent-choose = Chooses a time
intent-unknown = Unclear
composer-mode = Reply or note
answer = Reply
note = Note
notes = Notes
note-label = Note to colleagues
note-hint = Write to your colleagues. The patient does not see it.
note-patient-hint = New note …
note-facts = Only colleagues see this. Type @ to mention someone.
note-go = Save note
note-remove = Remove the note
answer-takes = When you begin to write, you take over.
answer-keys = Type / for ready answers.
types-now = { $name } is writing:
has-draft = { $name } has a draft:
locked-by = { $name } has this conversation. You can write a note.
window-left = { $left } left to write freely
window-what = WhatsApp lets free replies through for 24 hours after the patient wrote.
canned = Ready answers
canned-none = No ready answer fits
canned-greeting-title = Greeting
canned-greeting = Hi { $name }! This is { $me } at the front desk. 
canned-wait-title = Back shortly
canned-wait = Thanks { $name }, I will find out and get back to you as soon as I can.
offer-times = I have these free times for { $service }:
offer-none = I’m afraid we have no free time right now. May I get back to you?

## Patients
patient-unknown = Not known yet
patient-unknown-more = The name comes when they book, or when you book for them.
patient-name = Name
patient-phone = Mobile number
patient-search = Search for a patient
patient-search-hint = Name or number
patient-search-instead = Search instead
patients-found = Patients found
patients-count = { $count ->
    [0] Nobody was found
    [one] 1 was found
   *[other] { $count } were found
}
patient-new = New patient: { $text }
patient-enter = New
patient-enter-title = New patient
patient-enter-go = Add
patient-name-needed = Write the patient’s name.
patient-phone-wrong = That does not look like a number. Write for example +46 70 000 00 00.
patient-no-phone = No number
patients-begin = Who are you looking for?
patients-begin-more = Write a part of the name or number. The spelling need not be right.
patients-none = Nobody was found
patients-none-more = Try another spelling, or the last digits of the number.
patients-back = To the search
patient-choose = Choose a patient
patient-choose-more = The card is shown here. Each time someone opens a card it is noted.
patient-missing = This patient does not exist
patient-missing-more = They may have been erased at their own request.
noshows = { $count ->
    [one] Missed 1 visit
   *[other] Missed { $count } visits
}
visits-coming = Coming visits
visits-none-coming = Nothing booked
visits-before = Past and cancelled
permissions = Permissions
permissions-none = No permission is on record.
permission-since = since { $day } · { $source }
permission-until = withdrawn { $day } · { $source }
purpose-answer = Answers to questions
purpose-appointment = Word about visits
purpose-reminder = Reminders
family = Same number
conversations = Conversations
state-staff = With you
ways = Ways to reach them
ways-none = Nobody has written from this number yet.
way-hidden = Hidden number
way-wrote = has written from here
way-entered = entered by the clinic
rename = Rename
rename-title = Rename
renamed-done = The patient is now called { $name }.
merge = Merge
merge-title = Merge two cards
merge-what = Find the other card. Visits and conversations move to { $name }. It can be undone.
merge-stays = Stays
merge-goes = Becomes part of it
merge-other = Choose another
merge-go = Merge
merged = Merged cards
merged-at = Merged { $time }
merged-done = The card of { $name } was merged.
unmerged-done = The cards are two again.

## Search and keys
palette = Search and commands
palette-open = Search
palette-hint = Patient, page or command …
palette-none = Nothing was found
help-everywhere = Everywhere
help-search = Search
help-reply = Write a reply
help-note = Write a note
help-offer = Offer three free times
help-resolve-next = Done, and on to the next
live-down-banner = No contact with Svara. What you write is kept, and leaves when the contact is back.
page-stale = Svara was updated. Reload the page when it suits you.
page-reload = Reload
error-taken = A colleague has this conversation. Write a note, or take over.
source = The answer is from { $source }
