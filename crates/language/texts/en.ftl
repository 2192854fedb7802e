### Everything said to patients in English. Short, warm, plain.

## Greeting
introduction = I'm an automated assistant at { $clinic } and can help with appointments day and night. Write “staff” at any time to reach a person.
introduction-model = When I don't understand, a language model may read the words, but never who wrote them.
greeting = Hi { $name }!
greeting-plain = Hi!
how-can-i-help = What can I help you with?
identity-ask = Before we go on, I'd like to be sure who I'm writing with. What's your first and last name?
identity-thanks = Thank you, that's good to know.

## Buttons (20 characters at most)
button-book = Book a time
button-mine = My appointments
button-human = Talk to staff
button-move = Change the time
button-cancel = Cancel it
button-keep = Keep it
button-cancel-surely = Yes, cancel
button-swap = Yes, switch
button-confirm = Yes, I'm coming
button-needs-change = I need to change
button-calendar = Add to calendar
button-map = Open the map
button-other = Other times
button-wait = Yes, waiting list
button-no-thanks = No, thanks
button-offer-yes = Yes, I'll take it
button-new-times = See new times
button-call-me = Call me
list-open = See the times

## Offering times
offer-times = { $service }: these times are free. Which one suits you? If none does, just write another day.
offer-times-with = { $service } with { $practitioner }: these times are free. Which one suits you? If none does, just write another day.
offer-one = { $service } with { $practitioner }: this time is free. Does it suit you? If not, just write another day.
offer-wider = { $why } These are the nearest free times. Would one of them work?
offer-move = Of course. You can have one of these instead. Your current time is yours until you choose.
offer-move-one = Of course. This time is free instead. Your current time is yours until you choose.
service-for = { $service } for { $name }
offer-again = Then I have these. Is one of them better? If not, tell me a day or time you'd like.
time-gone = I'm sorry, somebody took that time a moment ago. These are still free:
time-gone-nothing = I'm sorry, somebody took that time a moment ago.
old-button = That button is no longer valid.
old-time = That time has already passed. Let me find you new ones.
nothing-closed = We're closed then.
nothing-away = { $service } isn't available then, I'm afraid.
nothing-full = We're fully booked then, I'm afraid.
nothing-holiday = We're closed then: { $day }.
nothing-no-room = The room we need is taken then, I'm afraid.
nothing-day-full = We can't take any more patients that day, I'm afraid.
nothing-patient-busy = You already have an appointment with us then.
nothing-too-soon = That's a little too soon for us.
nothing-too-far = Booking isn't open that far ahead yet.
nothing-at-all = I can't find a free time, I'm sorry. Do try another day. I can also put you on the waiting list, or ask one of us to help you.
nothing-earlier = I'm afraid there's nothing earlier than that.
patient-busy = You already have another appointment with us then.
none-earlier-than = There's no time earlier than { $when } right now, I'm afraid, but it stays yours. Shall I write if something earlier comes free?
none-earlier-waiting = There's no time earlier than { $when } right now, I'm afraid. You're on the waiting list, so I'll write if something comes free.

## Questions
ask-when-vague = Gladly! Roughly which day do you have in mind?
ask-name = Good choice, I'm holding that time for you. What's your first and last name?
ask-name-other = Good choice, I'm holding that time. What's { $name }'s full name?
ask-name-someone = Good choice, I'm holding that time. What's the first and last name of the person who is coming?
ask-name-again = Thanks, { $name }! And your last name?
ask-whom = Who is it for? Write the name, so I get it right.
ask-whom-again = I can't find that name on this number. Write the first and last name, or “staff” if you'd like help.
ask-which-slot = Which of the times would you like?
ask-which-move = Which appointment would you like to change?
ask-which-cancel = Which appointment would you like to cancel?
ask-which = Which appointment is it about?

## Booked, moved, cancelled
booked = Done! You're booked on { $when } with { $practitioner } ({ $service }).
booked-for = Done! { $name } is booked on { $when } with { $practitioner } ({ $service }).
booked-place = { $clinic }, { $address }
booked-preparation = Good to know: { $text }
booked-reminder = { $hours ->
    [24] I'll remind you the day before.
    [48] I'll remind you two days before.
   *[other] I'll remind you { $hours } hours before.
} Write STOP if you'd rather not get reminders.
moved = Done! Your appointment on { $old } is now on { $when } with { $practitioner } ({ $service }).
already-booked = That time is already yours: { $when } with { $practitioner } ({ $service }).
ask-swap = You're already booked on { $old }. Would you like to switch to { $new }?
ask-cancel = Would you like to cancel { $when } with { $practitioner } ({ $service })? You can also switch to another time.
cancelled = Your appointment on { $when } with { $practitioner } ({ $service }) is cancelled.
cancelled-rebook = Your appointment on { $when } with { $practitioner } ({ $service }) is cancelled. Thanks for letting us know. Would you like to book a new one?
already-cancelled = That appointment is already cancelled.
visit-gone = That appointment is cancelled or already over.
late-cancel = { $hours ->
    [one] It's less than an hour away, so the cancellation has to go through our staff. I've passed it on; the time is yours until they answer.
   *[other] It's less than { $hours } hours away, so the cancellation has to go through our staff. I've passed it on; the time is yours until they answer.
}
late-terms = This is what applies to late cancellations: { $text }
requested = Thanks! I've asked the clinic for { $when } with { $practitioner } ({ $service }). The time is held for you, and you'll hear back here by { $by }.
requested-for = Thanks! I've asked the clinic for { $when } with { $practitioner } ({ $service }) for { $name }. The time is held meanwhile, and you'll hear back here by { $by }.
request-moved = I've changed the request from { $old } to { $when } with { $practitioner } ({ $service }). The time is held for you, and you'll hear back here by { $by }.
request-waits = The request for { $when } with { $practitioner } ({ $service }) is waiting for the clinic's answer. The time is held meanwhile.
request-line = • { $when } with { $practitioner } ({ $service }) – waiting for the clinic's answer
move-needs-approval = The clinic has to change that appointment itself. I've passed your wish on; { $when } is yours until you hear back.
kept = Then we'll keep { $when } with { $practitioner } ({ $service }). See you!
move-or-cancel = Thanks for telling us. Would you like a new time instead of { $when }, or cancel?
no-appointments = I can't find any upcoming appointment.
ask-to-book = Would you like to book a time?
one-appointment = Your next appointment is on { $when } with { $practitioner } ({ $service }).
one-appointment-for = The next appointment for { $name } is on { $when } with { $practitioner } ({ $service }).
many-appointments = Your upcoming appointments:
    { $lines }
    
    Just write if you'd like to change or cancel one of them.
many-appointments-for = Upcoming appointments for { $name }:
    { $lines }
    
    Just write if you'd like to change or cancel one of them.
appointment-line = • { $when } with { $practitioner } ({ $service })
confirmed = Thanks, that's confirmed: { $when } with { $practitioner } ({ $service }). See you!
running-late = Thanks for letting us know! I'll tell { $clinic } that you're running late.

## The waiting list
wait-added = You're on the waiting list: { $wish }. If something comes free I'll write here, and you just answer yes or no.
wait-added-earlier = You're on the waiting list: { $wish }. If something comes free before { $when } I'll write here, and you just answer yes or no. Your appointment stays yours until then.
wait-changed = I've changed your wish on the waiting list: { $wish }. You keep your place.
wait-with = { $service } with { $practitioner }
wait-meanwhile = Would you like to book a time in the meantime?
wait-ask-name = Gladly! What's your first and last name, so that I can put you on the waiting list?
wait-ask = Would you like to be on the waiting list? Then I'll write here if something comes free.
wait-ask-again = Shall I put you on the waiting list? A yes or no will do.
wait-ask-name-again = Write your first and last name, and I'll put you on the waiting list.
wait-hint = Would you rather wait for a time just then? Write “waiting list”, and I'll let you know if something comes free.
wait-listed = Yes, you're on the waiting list: { $wish }, since { $since }. Write “take me off the waiting list” whenever you like.
wait-listed-many = Yes, you're on the waiting list for:
    { $lines }
    
    Write “take me off the waiting list” whenever you like.
wait-not-listed = No, you're not on the waiting list. Would you like to be? Then I'll write here if something comes free.
wait-left = You're off the waiting list.
wait-left-none = You're not on the waiting list, so that's already done.
offer-declined = Okay, then it goes to the next person. You're still on the waiting list.
offer-gone-nothing = That time has just gone, I'm sorry, and there's no other right now. You're still on the waiting list, so you'll hear from me.
offer-lapsed = The time on { $when } has now gone to the next person. You're still on the waiting list, so you'll hear from me again.

## When somebody is away
absent-times = You can have one of these times instead. Which one suits you? Write “call me” if you'd rather we rang you.
absent-cannot-keep = I'm sorry, your appointment on { $when } can't go ahead. Shall we find you a new one?
absent-call = Of course, we'll call you as soon as we can.

## A person takes over
hand-over = I'll ask a colleague to take over.
hand-over-medical = A colleague needs to help you with that. I've passed your question on.
hand-over-complaint = I'm sorry to hear that, and thank you for telling us. I've passed it on to a colleague.
hand-over-data = Thank you, a colleague will take care of that. I've passed your request on.
hand-over-media = Thanks, I've got it. I can't interpret pictures or recordings myself, so a colleague will take a look.
hand-over-not-understood = Sorry, I don't quite follow. I'll ask a colleague to answer you instead.
hand-over-no-answer = I'm not sure about that. I've passed your question on to a colleague.
promise-open = One of us will answer you here as soon as we can. We're open until { $until } today.
promise-soon = One of us will answer you here as soon as we can.
promise-today = We're closed right now but will answer you here from { $when } today.
promise-later = We're closed right now but will answer you here from { $when }.

## Safety
emergency = Call { $number } now if this is an emergency – don't wait for an answer here. I'm an automated assistant and can't help in an emergency. I've alerted our staff to your message.
symptom = Thanks for telling me. I can't assess symptoms, but I can find you a time. If it becomes an emergency, call { $number }.

## Unclear
not-understood = Sorry, I didn't get that. Could you put it another way? For example “book a time on Thursday” or “change my appointment”.
not-understood-here = Sorry, I didn't get that.
not-understood-times = I'm still not sure what you mean. Choose one of the times in the list, or ask for our staff.
not-understood-buttons = I'm still not sure what you mean. Is it one of these?
unreadable = I'm afraid I can't read that message. Could you write it as plain text?
location-received = Thanks for the location!
contact-received = Thanks for the contact card!
too-many-messages = That's a great many messages in a short time, so I'll stop answering for now. A colleague will read what you've written and get back to you. If it's an emergency, call { $number }.
opted-out = You won't get any more reminders or messages from { $clinic } here. Your booked appointments stay as they are. Write START if you change your mind.
opted-in = Thank you! You'll get reminders here again.
thanks = You're welcome! Just write if there's anything else.
goodbye = Take care!
praise = Thank you, that's lovely to hear! I'll pass it on.
okay = Okay! Just write if there's anything else.
language-set = Of course, let's write in English.
language-only = I'm afraid I only write Swedish and English so far.

## Answers from what the clinic's file says
answer-hours = Our opening hours:
    { $lines }
answer-address = You'll find { $clinic } at { $address }.
answer-price = { $service } costs { $price } ({ $minutes } minutes).
answer-prices = These are our prices:
    { $lines }
answer-price-line = • { $service }: { $price } ({ $minutes } min)
answer-preparation = How to prepare: { $text }
answer-services = You can book these with us: { $list }.
answer-practitioners = The people you'll meet here:
    { $lines }
answer-practitioner-line = • { $name }, { $role }
answer-contact = You can reach us on { $phone }, or write here and we'll answer.
answer-cancellation = You can cancel or move freely up to { $hours } hours before the visit.
answer-open-day = We're open { $hours } on { $day }.
answer-closed-day = We're closed on { $day }. We open again on { $when }.
answer-closed-day-why = We're closed on { $day } ({ $why }). We open again on { $when }.
answer-open-now = Yes, we're open until { $until } today.
answer-closed-now = We're closed right now. We open on { $when }.
answer-service-yes = Yes! { $service } takes { $minutes } minutes and costs { $price }. Write a day that suits you and I'll find a time.
answer-service-yes-free = Yes! { $service } takes { $minutes } minutes. Write a day that suits you and I'll find a time.
answer-raw = { $text }
back-to-offer = Which of the times suits you?
back-to-name = What's your first and last name, so I can book the time?
back-to-name-someone = What's the person's first and last name, so I can book the time?
start-over = No problem, nothing is booked. Just write whenever you like.

## When the same thing is said once more: never word for word
nudge-offer = Did you get a chance to look at the times? Choose one that suits you, or write another day. There's no rush.
nudge-name = All I need to book the time is the first and last name. Write when you can, and I'll see if it's still free.
as-i-said = As I said:
not-what-you-meant = Not quite what you were after? Write “staff” and one of us will answer.
how-can-i-help-again = Just tell me what it's about, and I'll help.
back-to-offer-again = Would one of these times work? Otherwise just write another day.
ask-which-slot-again = Tap one of the times, or write the time of day.
ask-whom-repeat = And who is it for? A first name is enough if several of you share this number.
ask-whom-still = I can't find that name on this number either. Try writing it as we have it, or write “staff” if you'd like help.
ask-which-repeat = Tap the one you mean, or write which day it's on.
ask-cancel-again = Shall I cancel { $when } with { $practitioner } ({ $service })? Answer yes or no, or choose to switch.
move-or-cancel-again = Shall I find a new time instead of { $when }, or cancel it?
ask-swap-again = Shall I switch { $old } for { $new }? Answer yes or no.
ask-to-book-again = Shall I look for a time for you?
ask-when-again = Which day or week suits you? You can also write “as soon as possible”.
back-to-name-again = All I need now is your first and last name.
back-to-name-someone-again = All I need now is the first and last name of the person who is coming.
ask-last-name-again = I need the last name too, { $name }.
offer-again-more = These are free as well. Would you like one of them? You can always write another day.
offer-one-again = This is the time that's free. Does it suit you? If not, just write another day.
offer-wider-again = { $why } The nearest free times are still these:
old-button-again = That button belongs to something earlier and can't be used any more.
not-understood-again = I'm afraid I don't follow. Could you use other words, like “I want to cancel” or “what does it cost”?
not-understood-here-again = Sorry, I don't quite follow.
unreadable-again = I can't read that one either, I'm afraid. Please write it as plain text, or write “staff”.
received-again = Thanks, I've got that one too.
thanks-again = Any time!
goodbye-again = Bye for now!
okay-again = Then let's leave it at that.
kept-again = No problem, it stays as it is: { $when } with { $practitioner } ({ $service }).
confirmed-already = That's already confirmed: { $when } with { $practitioner } ({ $service }).
symptom-again = I understand that it's troubling you. I can't assess it, but I can find you a time. If it becomes an emergency, call { $number }.
praise-again = That's very kind, thank you!
running-late-again = { $clinic } already knows, so take it easy.
opted-out-already = You're already off the list for reminders and messages from { $clinic }. Write START if you'd like them again.
opted-in-already = Reminders are already on.
passed-on-already = A colleague already has that.
none-earlier-still = There's still no time earlier than { $when }. Our staff know that you'd like to come sooner.

## Start over, undo, stop
start-afresh = Let's start over. What can I help you with?
nothing-to-undo = There's nothing for me to undo right now. What can I help you with?
nothing-under-way = We're not in the middle of anything, so there's nothing to stop. What can I help you with?
undo-moved = Let me see whether you can have your old time back.
undo-cancelled = Let me see whether you can have it back.
calm = I understand if this is frustrating. Tell me what you need and I'll do my best, or write “staff” and a person will take over.

## Without the patient having written
reminder = Hi { $name }! A reminder of your appointment on { $when } with { $practitioner }, { $clinic }. Are you coming?
wait-offer = Hi { $name }! A time has come free at { $clinic }: { $when } with { $practitioner }. Would you like it? Please answer before { $until }; after that it goes to the next person.
wait-offer-move = Hi { $name }! An earlier time has come free at { $clinic }: { $when } with { $practitioner }, instead of { $old }. Would you like to switch? Please answer before { $until }; otherwise you keep the one you have.
absent-offer = Hi { $name }! I'm sorry, your appointment on { $when } with { $practitioner } can't go ahead. You can have one of these times instead. Which one suits you? Write “call me” if you'd rather we rang you.
absent-offer-none = Hi { $name }! I'm sorry, your appointment on { $when } with { $practitioner } can't go ahead. Shall we call you, or would you like to see what other times there are?
absent-template = Hi { $name }! I'm sorry, your appointment on { $when } with { $practitioner } at { $clinic } can't go ahead. Would you like to see new times, or shall we call you?
staff-moved = Hi { $name }! { $clinic } has moved your appointment on { $old } to { $when } with { $practitioner }. Answer here if it doesn't suit you.
staff-cancelled = Hi { $name }! { $clinic } has had to cancel your appointment on { $when } with { $practitioner }. Answer here and we'll find a new one.
request-approved = Hi { $name }! { $clinic } has approved your appointment on { $when } with { $practitioner }. See you then!
request-declined = Hi { $name }! I'm sorry, { $clinic } can't give you the time on { $when } with { $practitioner }. Answer here and we'll find another one.
request-lapsed = Hi { $name }! I'm sorry, { $clinic } didn't get to answer your request for { $when } with { $practitioner } in time, so it isn't booked. Answer here and we'll find another one.
cancelled-as-asked = Hi { $name }! As you asked, { $clinic } has cancelled your appointment on { $when } with { $practitioner }. It won't cost you anything.
cancelled-for-fee = Hi { $name }! { $clinic } has cancelled your appointment on { $when } with { $practitioner }. As it was late, this applies: { $terms } Answer here if you have any questions.

## Mail to the practitioner
mail-booked-subject = New booking: { $when }
mail-booked-body = Hi { $practitioner },
    
    { $when }: { $service }.
    Booked via { $via }. You can see who it is in Svara: { $link }
    
    Best wishes
    { $clinic }
mail-moved-subject = Moved: { $old } → { $when }
mail-moved-body = Hi { $practitioner },
    
    The visit on { $old } has moved to { $when }: { $service }.
    You can see who it is in Svara: { $link }
    
    Best wishes
    { $clinic }
mail-cancelled-subject = Cancelled: { $when }
mail-cancelled-body = Hi { $practitioner },
    
    The visit on { $when } is cancelled: { $service }.
    You can see who it is in Svara: { $link }
    
    Best wishes
    { $clinic }
mail-request-subject = Request: { $when }
mail-request-body = Hi { $practitioner },
    
    A patient has asked for { $when }: { $service }.
    Approve or decline it by { $by }, or the request lapses: { $link }
    
    Best wishes
    { $clinic }
mail-lapsed-subject = Unanswered request: { $when }
mail-lapsed-body = Hi { $practitioner },
    
    Nobody got to answer the request for { $when }: { $service }. The time is free again.
    You can see who it is in Svara: { $link }
    
    Best wishes
    { $clinic }
