### Personalens sidor på svenska. Kort, vänligt, utan facktermer.
### Samma namn finns i en.ftl; ett test håller dem lika.

## Rummen
room-today = Dagen
room-inbox = Inkorg
room-unhandled = Inte hanterat
rooms = Sidor
skip-to-content = Hoppa till innehållet
page-title = { $room } · { $clinic }

## Ut och in
sign-in = Logga in
sign-in-lead = Välkommen till receptionen.
sign-in-again = Du har loggats ut. Logga in igen, så finns det du skrev kvar.
email = E-post
password = Lösenord
sign-in-wrong = E-post eller lösenord stämmer inte. Försök igen, eller be en kollega om en ny länk.
sign-out = Logga ut
sign-out-draft = Du har ett svar som inte är skickat. Logga ut ändå?
set-up = Skapa ditt konto
set-up-lead = Länken gäller en gång. Välj ett lösenord som du inte använder någon annanstans.
set-up-no-token = Länken är inte hel
set-up-no-token-remedy = Öppna hela länken som du fick, eller be om en ny.
set-up-spent = Länken är redan använd eller för gammal. Be om en ny.
set-up-refused = Det gick inte att skapa kontot. Kontrollera uppgifterna och försök igen.
set-up-go = Skapa konto
your-name = Ditt namn
your-name-hint = Kollegorna ser det i inkorgen.
show-password = Visa lösenordet
strength-empty = Minst { $min } tecken. Några ord i rad går bra.
strength-short = För kort – minst { $min } tecken.
strength-weak = Lätt att gissa. Lägg till några ord.
strength-fair = Bra.
strength-strong = Starkt!
opening = Öppnar …
unreachable = Svara går inte att nå
try-again = Försök igen

## Dagen
day-today = I dag
day-yesterday = I går
day-tomorrow = I morgon
day-before = Föregående dag
day-after = Nästa dag
day-pick = Välj dag
day-week = vecka { $week }
day-total = { $count ->
    [one] 1 besök
   *[other] { $count } besök
}
day-here = { $count } på plats
day-done = { $count } klara
day-next = Näst på tur { $time } { $name }
day-empty = Inga besök den här dagen
day-empty-more = När någon bokar syns det här direkt.
day-cancelled = { $count ->
    [one] 1 avbokat besök
   *[other] { $count } avbokade besök
}
day-waiting = { $count ->
    [one] 1 väntar på svar
   *[other] { $count } väntar på svar
}
day-now = Nu { $time }
day-free = Inga besök
visit-spoken = { $from } till { $to }, { $name }, { $service }, { $status }

status-booked = Bokad
status-confirmed = Bekräftad
status-arrived = På plats
status-fulfilled = Klar
status-noshow = Uteblev
status-cancelled = Avbokad

mark-confirmed = Markera som bekräftad
mark-arrived = Är på plats
mark-fulfilled = Besöket är klart
mark-noshow = Uteblev
correct-fulfilled-arrived = Inte klar än
correct-noshow-arrived = Kom ändå
correct-arrived-confirmed = Inte här än
marked-confirmed = { $name } är bekräftad.
marked-arrived = { $name } är på plats.
marked-fulfilled = Besöket med { $name } är klart.
marked-noshow = { $name } uteblev.
marked-cancelled = Besöket för { $name } är avbokat.

visit = Besök
visit-when = Tid
visit-service = Behandling
visit-with = Hos
visit-room = Rum
visit-phone = Telefon
visit-booked-via = Bokat via
visit-confirmed-at = Bekräftat
via-whatsapp = WhatsApp
via-staff = Personalen
via-api = Annat system
via-other = { $via }
visit-conversation = Öppna konversationen
visit-no-conversation = Ingen konversation ännu
visit-gone = Besöket finns inte längre på den här dagen.
minutes = { $count } min

cancel-visit = Avboka …
cancel-title = Avboka besöket?
cancel-what = { $name }, { $day } kl. { $time }. Patienten får besked och tiden blir ledig.
cancel-reason = Anledning (valfritt)
cancel-go = Avboka
cancel-keep = Behåll besöket

## Inkorg
inbox-waiting = Väntar på er
inbox-yours = Dina
inbox-rest = Övriga
inbox-empty = Inga konversationer ännu
inbox-empty-more = När en patient skriver syns det här.
inbox-none-waiting = Ingen väntar. Assistenten sköter resten.
inbox-choose = Välj en konversation
inbox-choose-more = De som väntar på er står överst.
inbox-back = Till inkorgen
unread = { $count ->
    [one] 1 nytt
   *[other] { $count } nya
}
preview-you = Du: { $text }
preview-other = { $name }: { $text }
preview-desk = Assistenten: { $text }

reason-emergency = Kan vara akut
reason-asked = Vill prata med någon
reason-not-understood = Förstod inte vad patienten menar
reason-complaint = Är missnöjd
reason-medical = Fråga för vården
reason-late-change = Vill ändra sent
reason-data-request = Frågar om sina uppgifter
reason-unreadable = Skickade något som inte går att läsa
reason-no-answer = Fråga utan svar i kunskapsbasen
reason-nothing-free = Ingen tid passade
reason-information = Vill meddela något
reason-not-delivered = Ett meddelande kom inte fram
reason-request = Vill ha en tid som ni godkänner
reason-unanswered = Inget svar om ett besök som inte kan bli av: ring
reason-other = Behöver en människa

waited = { $unit ->
    [now] nyss
    [minutes] { $count } min
    [hours] { $count } h
   *[days] { $count ->
        [one] 1 dag
       *[other] { $count } dagar
    }
}
waited-spoken = har väntat { $time }

who-desk = Assistenten svarar
who-desk-more = Automatiskt. Ta över om du vill svara själv.
who-waiting = Väntar på en människa
who-waiting-more = { $reason } · { $time }
who-you = Du svarar
who-you-more = Assistenten är tyst tills du lämnar tillbaka.
who-colleague = { $name } svarar
who-colleague-more = Assistenten är tyst så länge.
who-nobody = Avslutad
who-nobody-more = Inget är öppet just nu.
by-desk = Assistenten
by-you = Du
by-staff = Personalen

take-over = Ta över
take-over-title = Ta över från { $name }?
take-over-what = { $name } svarar just nu. Stäm gärna av först, så att patienten inte får två svar.
give-back = Lämna tillbaka
given-back = Assistenten svarar igen.
keep-as-is = Låt vara
answer-label = Svar till { $name }
answer-hint = Skriv ditt svar …
answer-first = Ta över för att svara.
send = Skicka
sending = Skickar …
send-key = Ctrl + Enter
characters-left = { $count } tecken kvar
window-until = Du kan skriva fram till { $day } { $time }
window-closed = Det har gått mer än 24 timmar sedan patienten skrev
window-closed-remedy = WhatsApp släpper inte fram fria svar. Ring, eller vänta tills patienten skriver.
call = Ring { $phone }
send-uncertain = Vi vet inte om svaret gick iväg. Din text är kvar – se efter i konversationen innan du skickar igen.
send-window = Svaret gick inte iväg: 24 timmar har gått. Din text är kvar – ring i stället.
send-not-yours = Svaret gick inte iväg: konversationen är inte din längre. Din text är kvar – ta över och skicka igen.
send-failed = Svaret gick inte iväg. Din text är kvar – försök igen.

tick-waiting = På väg
tick-sent = Skickat
tick-delivered = Framme
tick-read = Läst
tick-failed = Kom inte fram
tick-dropped = Skickades inte
tick-unknown = Oklart om det gick iväg

language-of-patient = Skriver på { $language }
conversation-missing = Konversationen finns inte
conversation-missing-remedy = Den kan vara raderad på patientens begäran.
messages-of = Meddelanden med { $name }

## Inte hanterat
unhandled-lead = Det här kom in men gick inte att ta hand om. Inget är borta.
unhandled-empty = Allt är omhändertaget
unhandled-empty-more = Här hamnar sådant som kom in men inte gick att läsa.
unhandled-when = När
unhandled-why = Varför
unhandled-channel = Kanal
why-unknown-number = Till ett nummer som inte är klinikens
why-unknown-kind = En sorts meddelande som vi inte känner till
why-no-sender = Utan avsändare
why-malformed = Gick inte att läsa
why-too-old = Kom för sent
why-failed = Något gick fel hos oss

## Direkt
live-on = Direkt
live-connecting = Ansluter …
live-down = Ingen direktkontakt – vi läser om var 15:e sekund
new-waiting = { $name } väntar på er: { $reason }

## Utseende, tangenter
settings = Inställningar
interface-language = Språk
language-sv = Svenska
language-en = English
theme = Utseende
theme-auto = Som enheten
theme-light = Ljust
theme-dark = Mörkt
help = Tangenter
help-move = Nästa, föregående
help-open = Öppna
help-take = Ta över
help-give = Lämna tillbaka
help-send = Skicka svaret
help-days = Dagen före, dagen efter
help-rooms = Byt sida
help-close = Stäng
help-this = Visa det här
help-switch = Bokstäver som genvägar
close = Stäng

## När något går fel
error-offline = Ingen kontakt. Kontrollera nätet och försök igen.
error-slow = Det tog för lång tid. Försök igen om en stund.
error-signed-out = Du har loggats ut. Logga in igen.
error-forbidden = Du har inte behörighet. Be den som sköter kontona om hjälp.
error-missing = Det finns inte längre. Listan är nu uppdaterad.
error-conflict = Någon hann före. Se hur det ser ut nu och försök igen.
error-refused = Det gick inte. Kontrollera uppgifterna och försök igen.
error-too-many = För många försök. Vänta en minut.
error-server = Något gick fel hos oss. Försök igen; hör av dig till supporten om det inte hjälper.

# The second factor, and the locked screen.
code-title = En sak till
code-lead = Öppna autentiseringsappen i telefonen och skriv in de sex siffrorna.
code = Kod från appen
code-paper = Kod från papperet
code-paper-lead = Ta en av koderna som du skrev ut när du satte upp appen. Varje kod gäller en gång.
code-go = Fortsätt
code-by-paper = Jag har inte telefonen
code-by-phone = Använd appen i stället
start-again = Börja om
code-wrong = Koden stämmer inte, eller är redan använd. Vänta på nästa och försök igen.
enrol-title = Skydda ditt konto
enrol-lead = Skanna rutan med en autentiseringsapp. Från och med nu frågar vi efter appens kod efter lösenordet.
enrol-qr = QR-kod till autentiseringsappen
enrol-typed = Det går inte att skanna – visa nyckeln
enrol-code = De sex siffrorna i appen
enrol-go = Slå på
enrol-wrong = Koden passar inte. Vänta på nästa, och se efter att telefonens klocka går rätt.
paper-title = Om du tappar telefonen
paper-lead = Var och en av koderna släpper in dig en gång. Skriv ut dem och förvara dem på ett annat ställe än datorn. De visas inte igen.
paper-print = Skriv ut
paper-kept = Jag har sparat koderna
paper-go = Öppna receptionen
unlock-title = Låst av { $name }
unlock-lead = Ditt lösenord, eller en kod från appen, öppnar skärmen där du var.
unlock-field = Lösenord eller kod
unlock-go = Lås upp
unlock-other = Logga in som någon annan
unlock-wrong = Varken ditt lösenord eller en giltig kod. Försök igen.
lock-screen = Lås skärmen
error-locked = Skärmen är låst. Lås upp den för att fortsätta.
