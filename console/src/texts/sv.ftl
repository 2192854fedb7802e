### Personalens sidor på svenska. Kort, vänligt, utan facktermer.
### Samma namn finns i en.ftl; ett test håller dem lika.

## Rummen
room-today = Dagen
room-inbox = Inkorg
room-unhandled = Inte hanterat
rooms = Sidor
rooms-more = Mer
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

status-pending = Önskad
status-booked = Bokad
status-confirmed = Bekräftad
status-arrived = På plats
status-in_room = Inne
status-fulfilled = Klar
status-noshow = Uteblev
status-cancelled = Avbokad

mark-confirmed = Markera som bekräftad
mark-arrived = Är på plats
mark-in_room = Har gått in
mark-booked = Väntas
mark-fulfilled = Besöket är klart
mark-noshow = Uteblev
correct-fulfilled-arrived = Inte klar än
correct-noshow-arrived = Kom ändå
correct-arrived-booked = Inte här än
approve-visit = Säg ja till tiden
decline-visit = Säg nej
approved-visit = { $name } har fått sin tid.
declined-visit = { $name } har fått nej till tiden.
marked-confirmed = { $name } är bekräftad.
marked-arrived = { $name } är på plats.
marked-in_room = { $name } har gått in.
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
reason-too-many = Väldigt många meddelanden: assistenten har tystnat
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
send = Skicka
send-key = Ctrl + Enter
characters-left = { $count } tecken kvar
window-closed = Det har gått mer än 24 timmar sedan patienten skrev
window-closed-remedy = WhatsApp släpper inte fram fria svar längre. En mall når fram, och när patienten svarar kan du skriva fritt igen.
templates = Mallar
templates-show = Visa mallarna
templates-unread = Mallarna gick inte att hämta.
template-clinic-has-answer = Vi har ett svar till dig
template-clinic-called = Vi har försökt ringa
template-reminder = Påminnelse om { $when }
template-reminder-of = Påminnelse om { $when }, { $name }
template-preview = Så ser { $name } det
template-send = Skicka mallen
template-not-sent = Mallen gick inte iväg. Se vad som går nu.
refused-no-permission = Inget medgivande att skriva först. Ring i stället.
refused-sent = Redan skickad, utan svar. Kan skickas igen efter ett dygn.
refused-window-open = Behövs inte: det går att skriva fritt.
refused-no-address = Det finns inget nummer att skriva till.
refused-restricted = Uppgifterna är begränsade och får inte användas.
refused-objected = Patienten vill inte ha påminnelser.
refused-too-much = Säger mer än som får skrivas till det här numret.
refused-switched-off = Kliniken skickar inga påminnelser just nu.
refused-away = Behandlaren eller rummet är frånvarande då.
refused-spent = Dagens gräns för utskick som kostar är nådd. Ring i stället.
refused-too-late = Besöket börjar för snart.
call = Ring { $phone }
send-uncertain = Vi vet inte om svaret gick iväg. Din text är kvar – se efter i konversationen innan du skickar igen.
send-window = Svaret gick inte iväg: 24 timmar har gått. Din text är kvar. Skicka en mall eller ring.
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
conflict-on-hold = Tiden hålls just nu för någon annan, kanske från väntelistan. Den kan bli ledig igen om en stund.
conflict-taken = Tiden är bokad av någon annan.
conflict-patient-busy = Patienten har ett annat besök då.
conflict-too-soon = Tiden börjar för snart för att bokas.
conflict-closed = Behandlaren eller kliniken har stängt då.
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
## Allmänt
room-patients = Patienter
nameless = Utan namn
change = Byt
save = Spara
undo = Ångra
redo = Gör om
undo-what = Ångra: { $what }
redo-what = Gör om: { $what }
undone = Ångrat: { $what }
redone = Gjort igen: { $what }
print = Skriv ut
percent = { $value } %
quoted = ”{ $text }”

## Dagen: kalendern
day-calendar = Kalender
day-unconfirmed = { $count } obekräftade
day-span = Visa
span-day = Dag
span-week = Vecka
day-columns = Kolumner
columns-practitioners = Behandlare
columns-rooms = Rum
day-step = Rutnät
day-closed = Ingen arbetar den här dagen
day-closed-more = Öppettider och undantag står i klinikens fil.
mark-assistant = Bokad av assistenten
hold-kept = Hålls för patient { $left }
visit-patient = Patient
visit-status = Läge
visit-card = Patientkort
visit-open-day = Öppna dagen
print-note = Anteckning
print-foot = { $clinic }, { $day }. Utskrivet kl. { $time }.
book = Boka
book-title = Ny bokning
book-for = Boka tid
book-anyone = Välj behandlare
book-free = Lediga tider
book-who = Välj patient, eller skriv namn och nummer.
book-when = Välj behandlare och tid.
book-refused = Det gick inte att boka. Tiden kan ha blivit tagen – välj en annan.
book-go = Boka tiden
marked-booked = { $name } är bokad.
marked-moved = Besöket för { $name } är flyttat.
move-visit = Flytta …
move-title = Flytta besöket för { $name }?
move-before = Från
move-after = Till
move-keep = Låt stå kvar
move-go = Flytta
clash-visit = Krockar med { $name } kl. { $time }
clash-patient = Patienten har redan en tid kl. { $time }
clash-shut = Utanför arbetstid
clash-absent = Behandlaren är borta
clash-past = Tiden har passerat

## Inkorgen: delar och rader
inbox-parts = Listor
inbox-filters = Filter
view-needs = Behöver någon
view-all = Alla
view-mine = Mina
view-unassigned = Ingens
view-urgent = Akut
view-failed = Kom inte fram
view-patient = Väntar på patient
view-assistant = Assistenten
view-snoozed = Undanlagda
empty-needs = Ingen väntar
empty-all = Inga konversationer ännu
empty-mine = Du har inga konversationer just nu
empty-unassigned = Alla som väntar har någon
empty-urgent = Inget akut
empty-failed = Allt har kommit fram
empty-patient = Ingen patient är på tur att svara
empty-assistant = Assistenten har inget på gång
empty-snoozed = Inget är undanlagt
patients-on-number = { $count } patienter på numret
row-answered-back = Har svarat
row-draft = Utkast:
row-window = Fönstret stänger om { $left }
row-window-shut = Fönstret är stängt

## Inkorgen: en konversation
patient = Patienten
patient-side = Visa eller dölj patienten
assign = Ge till kollega
assign-title = Vem ska ta den?
assign-me = { $name } (du)
assign-has = har den nu
assign-alone = Det finns ingen annan att ge den till ännu.
assigned = Nu är den { $name }s.
snooze = Lägg undan
wake = Ta fram igen
snooze-title = Lägg undan till
snooze-what = Den kommer tillbaka då, eller när patienten skriver.
snooze-hour = Om en timme
snooze-afternoon = I eftermiddag
snooze-tomorrow = I morgon bitti
snooze-monday = På måndag
snooze-own = Egen tid
snooze-reason = Varför kan det vänta?
snooze-reason-needed = Det här kan vara akut. Skriv varför det kan vänta.
snoozed-until = Undanlagd till { $day } { $time }
asleep-until = undanlagd till { $day } { $time }
resolve = Klar
resolving = Konversationen med { $name } avslutas
sending-to = Svaret till { $name } skickas
pending-in = Skickas om { $left }
pending-now = Skicka nu
pending-offline = väntar på nätet
promise-what = Klinikens mål: den som väntar får svar inom två timmar.
promise-left = Svara inom { $left }
promise-late = Skulle ha fått svar för { $time } sedan
messages-older = Visa äldre
message-erased = Raderat
template = Mall
shown-buttons = Knappar som patienten såg
shown-list = Lista som patienten såg
next-call = Ring
next-retry = Skriv igen
next-template = Se vad som går
failure-131047 = Mer än 24 timmar sedan patienten skrev
failure-131026 = Numret går inte att nå på WhatsApp
failure-131049 = WhatsApp höll tillbaka mallen
failure-131056 = För många meddelanden till samma nummer
failure-132000 = Mallen fick fel antal värden
failure-132001 = Mallen är inte godkänd
failure-131053 = Filen togs inte emot
failure-190 = Klinikens anslutning till WhatsApp har gått ut
failure-other = Kom inte fram
strip-understood = Förstod:
strip-unsure = frågar hellre
strip-read = Läste
strip-also = Dessutom
strip-time = Tid
strip-instead = Eller kanske
strip-next = Gör härnäst
next-quiet = Är tyst: en människa har konversationen
next-nothing = Väntar på nästa meddelande
next-choice = Väntar på att patienten väljer en tid
next-name = Väntar på patientens namn
next-which = Frågar vilket besök det gäller
next-whom = Frågar vem i familjen det gäller
next-confirm-cancel = Väntar på ja eller nej till avbokning
next-move-or-cancel = Frågar om besöket ska flyttas eller avbokas
next-confirm-swap = Väntar på ja eller nej till att byta tid
next-when = Frågar när det passar
next-confirm-book = Frågar om en tid ska bokas
next-confirm-wait = Frågar om patienten vill stå på väntelistan
intent-book = Vill boka
intent-reschedule = Vill flytta
intent-cancel = Vill avboka
intent-cannot-attend = Kan inte komma
intent-confirm-attendance = Bekräftar
intent-list-appointments = Frågar om sina tider
intent-ask-availability = Frågar vad som är ledigt
intent-earlier-time = Vill ha en tidigare tid
intent-running-late = Är sen
intent-question = Ställer en fråga
intent-human = Vill prata med någon
intent-complaint = Är missnöjd
intent-emergency = Kan vara akut
intent-symptom = Beskriver besvär
intent-prescription = Frågar om recept
intent-test-results = Frågar om provsvar
intent-payment = Frågar om betalning
intent-insurance = Frågar om försäkring
intent-opt-out = Vill inte ha meddelanden
intent-data-access = Vill se sina uppgifter
intent-data-erasure = Vill bli raderad
intent-greeting = Hälsar
intent-thanks = Tackar
intent-goodbye = Säger hej då
intent-yes = Säger ja
intent-no = Säger nej
intent-choose = Väljer en tid
intent-unknown = Oklart
composer-mode = Svar eller anteckning
answer = Svar
note = Anteckning
notes = Anteckningar
note-label = Anteckning till kollegor
note-hint = Skriv till kollegorna. Patienten ser det inte.
note-patient-hint = Ny anteckning …
note-facts = Bara kollegor ser det. Skriv @ för att nämna någon.
note-go = Spara anteckningen
note-remove = Ta bort anteckningen
answer-takes = När du börjar skriva tar du över.
answer-keys = Skriv / för färdiga svar.
types-now = { $name } skriver:
has-draft = { $name } har ett utkast:
locked-by = { $name } har konversationen. Du kan skriva en anteckning.
window-left = { $left } kvar att skriva fritt
window-what = WhatsApp släpper fram fria svar i 24 timmar efter att patienten skrev.
canned = Färdiga svar
canned-none = Inget färdigt svar passar
canned-greeting-title = Hälsning
canned-greeting = Hej { $name }! Det är { $me } i receptionen. 
canned-wait-title = Återkommer snart
canned-wait = Tack { $name }, jag tar reda på det och återkommer så snart jag kan.
offer-times = Jag har de här lediga tiderna för { $service }:
offer-none = Just nu har vi tyvärr ingen ledig tid. Får jag återkomma?

## Patienter
patient-unknown = Okänd än så länge
patient-unknown-more = Namnet kommer när patienten bokar, eller när du bokar åt dem.
patient-name = Namn
patient-phone = Mobilnummer
patient-search = Sök patient
patient-search-hint = Namn eller nummer
patient-search-instead = Sök i stället
patients-found = Hittade patienter
patients-count = { $count ->
    [0] Ingen hittades
    [one] 1 hittades
   *[other] { $count } hittades
}
patient-new = Ny patient: { $text }
patient-enter = Ny
patient-enter-title = Ny patient
patient-enter-go = Lägg till
patient-name-needed = Skriv patientens namn.
patient-phone-wrong = Det ser inte ut som ett nummer. Skriv till exempel 070-000 00 00, eller +47 … för andra länder.
patient-no-phone = Inget nummer
patients-begin = Vem söker du?
patients-begin-more = Skriv en del av namnet eller numret. Stavningen behöver inte stämma.
patients-none = Ingen hittades
patients-none-more = Prova en annan stavning, eller sista siffrorna i numret.
patients-back = Till sökningen
patient-choose = Välj en patient
patient-choose-more = Kortet visas här. Varje gång någon öppnar ett kort antecknas det.
patient-missing = Patienten finns inte
patient-missing-more = Den kan vara raderad på egen begäran.
noshows = { $count ->
    [one] Uteblev 1 gång
   *[other] Uteblev { $count } gånger
}
visits-coming = Kommande besök
visits-none-coming = Inget bokat
visits-before = Tidigare och avbokade
permissions = Medgivanden
permissions-none = Inget medgivande finns antecknat.
permission-since = sedan { $day } · { $source }
permission-until = tillbakadraget { $day } · { $source }
purpose-answer = Svar på frågor
purpose-appointment = Besked om besök
purpose-reminder = Påminnelser
family = Samma nummer
conversations = Konversationer
state-staff = Hos er
ways = Kontaktvägar
ways-none = Ingen har skrivit från patientens nummer än.
way-hidden = Dolt nummer
way-wrote = har skrivit härifrån
way-entered = inlagt av kliniken
rename = Byt namn
rename-title = Byt namn
renamed-done = Patienten heter nu { $name }.
merge = Slå ihop
merge-title = Slå ihop två kort
merge-what = Sök upp det andra kortet. Besök och konversationer flyttas till { $name }. Det går att ångra.
merge-stays = Stannar kvar
merge-goes = Går upp i det andra
merge-other = Välj ett annat
merge-go = Slå ihop
merged = Hopslagna kort
merged-at = Hopslaget { $time }
merged-done = Kortet för { $name } är hopslaget.
unmerged-done = Korten är två igen.

## Sök och tangenter
palette = Sök och kommandon
palette-open = Sök
palette-hint = Patient, sida eller kommando …
palette-none = Inget hittades
help-everywhere = Överallt
help-search = Sök
help-reply = Skriv svar
help-note = Skriv anteckning
help-offer = Föreslå tre lediga tider
help-resolve-next = Klar, och till nästa
live-down-banner = Ingen kontakt med Svara. Det du skriver finns kvar och skickas när kontakten är tillbaka.
page-stale = Svara har uppdaterats. Ladda om sidan när det passar.
page-reload = Ladda om
error-taken = En kollega har konversationen. Skriv en anteckning, eller ta över.
source = Svaret kommer från { $source }
