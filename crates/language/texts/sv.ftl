### Allt som sägs till patienter på svenska. Kort, vänligt, du-tilltal. Inga utropstecken i onödan.

## Hälsning
introduction = Jag är en automatisk assistent hos { $clinic } och hjälper till med tider dygnet runt. Skriv ”personal” när som helst för att nå en människa.
introduction-model = När jag inte förstår kan en språkmodell få läsa orden, men aldrig vem som skrev dem.
greeting = Hej { $name }!
greeting-plain = Hej!
how-can-i-help = Vad kan jag hjälpa till med?
identity-ask = Innan vi går vidare vill jag vara säker på vem jag skriver med. Vad heter du i för- och efternamn?
identity-thanks = Tack, då vet jag det.

## Knappar (högst 20 tecken)
button-book = Boka tid
button-mine = Mina tider
button-human = Prata med personal
button-move = Ändra tiden
button-cancel = Avboka
button-keep = Behåll tiden
button-cancel-surely = Ja, avboka
button-swap = Ja, byt tid
button-confirm = Ja, bekräftar
button-needs-change = Behöver ändra
button-calendar = Lägg i kalendern
button-map = Visa på kartan
button-other = Andra tider
button-wait = Ja, väntelistan
button-no-thanks = Nej tack
button-offer-yes = Ja, jag tar den
button-new-times = Visa nya tider
button-call-me = Ring mig
list-open = Visa tiderna

## Tider erbjuds
offer-times = { $service }: de här tiderna är lediga. Vilken passar? Skriv gärna en annan dag om ingen gör det.
offer-times-with = { $service } hos { $practitioner }: de här tiderna är lediga. Vilken passar? Skriv gärna en annan dag om ingen gör det.
offer-one = { $service } hos { $practitioner }: den här tiden är ledig. Passar den? Skriv annars en annan dag.
offer-wider = { $why } Här är de närmaste som är lediga. Passar någon av dem?
offer-move = Självklart. Du kan få någon av de här tiderna i stället. Den gamla är kvar tills du har valt.
offer-move-one = Självklart. Den här tiden är ledig i stället. Den gamla är kvar tills du har valt.
service-for = { $service } för { $name }
offer-again = Då har jag de här. Passar någon bättre? Skriv annars en dag eller tid som du önskar.
time-gone = Den tiden hann tyvärr någon annan ta precis. De här är fortfarande lediga:
time-gone-nothing = Den tiden hann tyvärr någon annan ta precis.
old-button = Den knappen gäller inte längre.
old-time = Den tiden har redan passerat. Jag letar upp nya.
nothing-closed = Då har vi stängt.
nothing-away = { $service } har vi tyvärr inte då.
nothing-full = Då är det tyvärr fullbokat.
nothing-holiday = Då har vi stängt: { $day }.
nothing-no-room = Då är rummet vi behöver tyvärr upptaget.
nothing-day-full = Den dagen kan vi tyvärr inte ta emot fler.
nothing-patient-busy = Då har du redan en tid hos oss.
nothing-too-soon = Det är lite för kort varsel.
nothing-too-far = Så långt fram har vi inte öppnat bokningen än.
nothing-at-all = Jag hittar tyvärr ingen ledig tid. Skriv gärna en annan dag. Jag kan också sätta upp dig på väntelistan, eller be någon av oss hjälpa dig.
nothing-earlier = Det finns tyvärr inget tidigare än så.
patient-busy = Då har du redan en annan tid hos oss.
none-earlier-than = Just nu finns tyvärr ingen tidigare tid än { $when }, men den är kvar. Vill du att jag skriver om något blir ledigt tidigare?
none-earlier-waiting = Just nu finns tyvärr ingen tidigare tid än { $when }. Du står på väntelistan, så jag skriver om något blir ledigt.

## Frågor
ask-when-vague = Gärna! Ungefär vilken dag tänker du dig?
ask-name = Bra val, jag håller tiden åt dig. Vad heter du i för- och efternamn?
ask-name-other = Bra val, jag håller tiden. Vad heter { $name } i för- och efternamn?
ask-name-someone = Bra val, jag håller tiden. Vad heter personen som ska komma, i för- och efternamn?
ask-name-again = Tack, { $name }! Och efternamnet?
ask-whom = Vem gäller det? Skriv namnet, så vet jag rätt.
ask-whom-again = Det namnet hittar jag inte på det här numret. Skriv både för- och efternamn, eller ”personal” om du vill ha hjälp.
ask-which-slot = Vilken av tiderna vill du ha?
ask-which-move = Vilken tid vill du ändra?
ask-which-cancel = Vilken tid vill du avboka?
ask-which = Vilken tid gäller det?

## Bokat, flyttat, avbokat
booked = Klart! Du är bokad { $when } hos { $practitioner } ({ $service }).
booked-for = Klart! { $name } är bokad { $when } hos { $practitioner } ({ $service }).
booked-place = { $clinic }, { $address }
booked-preparation = Bra att veta: { $text }
booked-reminder = { $hours ->
    [24] Jag påminner dig dagen före.
    [48] Jag påminner dig två dagar före.
   *[other] Jag påminner dig { $hours } timmar före.
} Skriv STOPP om du inte vill ha påminnelser.
moved = Klart! Tiden { $old } är flyttad till { $when } hos { $practitioner } ({ $service }).
already-booked = Den tiden är redan din: { $when } hos { $practitioner } ({ $service }).
ask-swap = Du är redan bokad { $old }. Vill du byta till { $new }?
ask-cancel = Vill du avboka { $when } hos { $practitioner } ({ $service })? Du kan också byta till en annan tid.
cancelled = Tiden { $when } hos { $practitioner } ({ $service }) är avbokad.
cancelled-rebook = Tiden { $when } hos { $practitioner } ({ $service }) är avbokad. Tack för att du hörde av dig. Vill du boka en ny?
already-cancelled = Den tiden är redan avbokad.
visit-gone = Den tiden är avbokad eller har redan varit.
late-cancel = { $hours ->
    [one] Det är mindre än en timme kvar, så avbokningen behöver gå via personalen. Jag har skickat den vidare; tiden är kvar tills de svarar.
   *[other] Det är mindre än { $hours } timmar kvar, så avbokningen behöver gå via personalen. Jag har skickat den vidare; tiden är kvar tills de svarar.
}
late-terms = Så här gäller vid sen avbokning: { $text }
requested = Tack! Jag har frågat kliniken om { $when } hos { $practitioner } ({ $service }). Tiden hålls åt dig, och du får besked här senast { $by }.
requested-for = Tack! Jag har frågat kliniken om { $when } hos { $practitioner } ({ $service }) för { $name }. Tiden hålls så länge, och du får besked här senast { $by }.
request-moved = Jag har ändrat förfrågan från { $old } till { $when } hos { $practitioner } ({ $service }). Tiden hålls åt dig, och du får besked här senast { $by }.
request-waits = Förfrågan om { $when } hos { $practitioner } ({ $service }) väntar på klinikens svar. Tiden hålls så länge.
request-line = • { $when } hos { $practitioner } ({ $service }) – väntar på klinikens svar
move-needs-approval = Den tiden behöver kliniken själv ändra. Jag har skickat din önskan vidare; { $when } är kvar tills du får svar.
kept = Då behåller vi { $when } hos { $practitioner } ({ $service }). Välkommen!
move-or-cancel = Tack för att du säger till. Vill du ha en ny tid i stället för { $when }, eller avboka?
no-appointments = Jag hittar ingen kommande tid.
ask-to-book = Vill du boka en tid?
one-appointment = Din nästa tid är { $when } hos { $practitioner } ({ $service }).
one-appointment-for = Nästa tid för { $name } är { $when } hos { $practitioner } ({ $service }).
many-appointments = Dina kommande tider:
    { $lines }
    
    Skriv om du vill ändra eller avboka någon av dem.
many-appointments-for = Kommande tider för { $name }:
    { $lines }
    
    Skriv om du vill ändra eller avboka någon av dem.
appointment-line = • { $when } hos { $practitioner } ({ $service })
confirmed = Tack, då är det bekräftat: { $when } hos { $practitioner } ({ $service }). Välkommen!
running-late = Tack för att du säger till! Jag meddelar { $clinic } att du blir sen.

## Väntelistan
wait-added = Då står du på väntelistan: { $wish }. Blir något ledigt skriver jag här, och du svarar bara ja eller nej.
wait-added-earlier = Då står du på väntelistan: { $wish }. Blir något ledigt före { $when } skriver jag här, och du svarar bara ja eller nej. Din tid är kvar så länge.
wait-changed = Då har jag ändrat din önskan på väntelistan: { $wish }. Du behåller din plats i kön.
wait-with = { $service } hos { $practitioner }
wait-meanwhile = Vill du boka en tid så länge?
wait-ask-name = Gärna! Vad heter du i för- och efternamn, så sätter jag upp dig på väntelistan?
wait-ask = Vill du stå på väntelistan? Då skriver jag här om något blir ledigt.
wait-ask-again = Ska jag sätta upp dig på väntelistan? Ett ja eller nej räcker.
wait-ask-name-again = Skriv ditt för- och efternamn, så sätter jag upp dig på väntelistan.
wait-hint = Vill du hellre vänta på en tid just då? Skriv ”väntelistan”, så hör jag av mig om något blir ledigt.
wait-listed = Ja, du står på väntelistan: { $wish }, sedan { $since }. Skriv ”ta bort mig från väntelistan” om du inte vill stå kvar.
wait-listed-many = Ja, du står på väntelistan för:
    { $lines }
    
    Skriv ”ta bort mig från väntelistan” om du inte vill stå kvar.
wait-not-listed = Nej, du står inte på väntelistan. Vill du göra det? Då skriver jag här om något blir ledigt.
wait-left = Då har jag tagit bort dig från väntelistan.
wait-left-none = Du står inte på väntelistan, så det är redan ordnat.
offer-declined = Okej, då går den vidare till nästa. Du står kvar på väntelistan.
offer-gone-nothing = Den tiden har tyvärr precis gått, och just nu finns ingen annan. Du står kvar på väntelistan, så hör jag av mig igen.
offer-lapsed = Nu fick tiden { $when } gå vidare till nästa. Du står kvar på väntelistan, så hör jag av mig igen.

## När någon är borta
absent-times = De här tiderna kan du få i stället. Vilken passar? Skriv ”ring mig” om du hellre vill bli uppringd.
absent-cannot-keep = Tiden { $when } kan tyvärr inte bli av. Ska vi hitta en ny?
absent-call = Självklart, vi ringer dig så snart vi kan.

## En människa tar vid
hand-over = Jag ber en kollega ta över.
hand-over-medical = Det behöver en kollega hjälpa dig med. Jag har skickat din fråga vidare.
hand-over-complaint = Tråkigt att höra, och tack för att du säger det. Jag har skickat det vidare till en kollega.
hand-over-data = Tack, det tar en kollega hand om. Jag har skickat din begäran vidare.
hand-over-media = Tack, jag har tagit emot det. Bilder och ljud kan jag inte själv tolka, så en kollega tittar på det.
hand-over-not-understood = Förlåt, jag förstår inte riktigt. Jag ber en kollega svara dig i stället.
hand-over-no-answer = Det vet jag tyvärr inte säkert. Jag har skickat frågan till en kollega.
promise-open = Någon av oss svarar dig här så snart vi kan. Vi har öppet till kl. { $until } i dag.
promise-soon = Någon av oss svarar dig här så snart vi kan.
promise-today = Vi har stängt just nu men svarar dig här från kl. { $when } i dag.
promise-later = Vi har stängt just nu men svarar dig här från { $when }.

## Säkerhet
emergency = Ring { $number } nu om det är akut – vänta inte på svar här. Jag är en automatisk assistent och kan inte hjälpa till i en nödsituation. Jag har larmat personalen om ditt meddelande.
symptom = Tack för att du berättar. Jag kan inte bedöma besvär, men jag kan hitta en tid. Blir det akut, ring { $number }.

## Oklart
not-understood = Förlåt, nu förstod jag inte. Kan du skriva det på ett annat sätt? Till exempel ”boka tid på torsdag” eller ”ändra min tid”.
not-understood-here = Förlåt, nu förstod jag inte.
not-understood-times = Jag är fortfarande inte säker på vad du menar. Välj en av tiderna i listan, eller be om personal.
not-understood-buttons = Jag är fortfarande inte säker på vad du menar. Är det något av det här?
unreadable = Det meddelandet kan jag tyvärr inte läsa. Kan du skriva det som vanlig text?
location-received = Tack för platsen!
contact-received = Tack för kontaktkortet!
too-many-messages = Nu har det blivit väldigt många meddelanden på kort tid, så jag svarar inte mer just nu. En kollega läser det du har skrivit och hör av sig. Är det akut, ring { $number }.
opted-out = Du får inga fler påminnelser eller utskick från { $clinic } här. Dina bokade tider står kvar. Skriv START om du ångrar dig.
opted-in = Tack! Då får du påminnelser här igen.
thanks = Tack själv! Hör av dig om det är något mer.
goodbye = Ha det så bra!
praise = Tack, vad roligt att höra! Jag hälsar vidare.
okay = Okej! Hör av dig om det är något mer.
language-set = Absolut, då skriver vi på svenska.
language-only = Jag skriver tyvärr bara svenska och engelska än så länge.

## Svar ur klinikens uppgifter
answer-hours = Våra öppettider:
    { $lines }
answer-address = Du hittar { $clinic } på { $address }.
answer-price = { $service } kostar { $price } ({ $minutes } minuter).
answer-prices = Det här kostar det hos oss:
    { $lines }
answer-price-line = • { $service }: { $price } ({ $minutes } min)
answer-preparation = Så här förbereder du dig: { $text }
answer-services = Det här kan du boka hos oss: { $list }.
answer-practitioners = Hos oss möter du:
    { $lines }
answer-practitioner-line = • { $name }, { $role }
answer-contact = Du når oss på { $phone }, eller skriv här så svarar vi.
answer-cancellation = Du kan avboka eller byta tid fritt fram till { $hours } timmar före besöket.
answer-open-day = Vi har öppet { $hours } { $day }.
answer-closed-day = Vi har stängt { $day }. Vi öppnar igen { $when }.
answer-closed-day-why = Vi har stängt { $day } ({ $why }). Vi öppnar igen { $when }.
answer-open-now = Ja, vi har öppet till kl. { $until } i dag.
answer-closed-now = Just nu har vi stängt. Vi öppnar { $when }.
answer-service-yes = Ja! { $service } tar { $minutes } minuter och kostar { $price }. Skriv en dag som passar, så letar jag fram en tid.
answer-service-yes-free = Ja! { $service } tar { $minutes } minuter. Skriv en dag som passar, så letar jag fram en tid.
answer-raw = { $text }
back-to-offer = Vilken av tiderna passar?
back-to-name = Vad heter du i för- och efternamn, så bokar jag tiden?
back-to-name-someone = Vad heter personen i för- och efternamn, så bokar jag tiden?
start-over = Ingen fara, då bokar vi inget. Hör av dig när du vill.

## När samma sak sägs en gång till: aldrig ord för ord
nudge-offer = Hann du titta på tiderna? Välj en som passar, eller skriv en annan dag. Det är ingen brådska.
nudge-name = Jag behöver bara för- och efternamn för att boka tiden. Skriv när du kan, så ser jag om den fortfarande är ledig.
as-i-said = Som sagt:
not-what-you-meant = Var det inte det du undrade? Skriv ”personal”, så svarar en av oss.
how-can-i-help-again = Berätta gärna vad det gäller, så hjälper jag dig.
back-to-offer-again = Passar någon av de här tiderna? Annars kan du skriva en annan dag.
ask-which-slot-again = Tryck på en av tiderna, eller skriv klockslaget.
ask-whom-repeat = Och vem gäller det? Förnamnet räcker, om ni är flera som delar numret.
ask-whom-still = Det namnet hittar jag inte på det här numret heller. Skriv det gärna som det står hos oss, eller ”personal” om du vill ha hjälp.
ask-which-repeat = Tryck på den tid det gäller, eller skriv vilken dag den är.
ask-cancel-again = Ska jag avboka { $when } hos { $practitioner } ({ $service })? Svara ja eller nej, eller välj att byta tid.
move-or-cancel-again = Ska jag leta fram en ny tid i stället för { $when }, eller avboka den?
ask-swap-again = Ska jag byta { $old } mot { $new }? Svara ja eller nej.
ask-to-book-again = Ska jag leta efter en tid åt dig?
ask-when-again = Vilken dag eller vecka passar dig? Du kan också skriva ”så snart som möjligt”.
back-to-name-again = Det enda jag behöver nu är ditt för- och efternamn.
back-to-name-someone-again = Det enda jag behöver nu är för- och efternamn på den som ska komma.
ask-last-name-again = Jag behöver efternamnet också, { $name }.
offer-again-more = De här är också lediga. Vill du ha någon av dem? Du kan alltid skriva en annan dag.
offer-one-again = Det är den här tiden som är ledig. Passar den? Skriv annars en annan dag.
offer-wider-again = { $why } De närmaste lediga är fortfarande de här:
old-button-again = Den knappen hör till något tidigare och går inte att använda längre.
not-understood-again = Jag hänger tyvärr inte med. Säg det gärna med andra ord, som ”jag vill avboka” eller ”vad kostar det?”.
not-understood-here-again = Ursäkta, jag hänger inte riktigt med.
unreadable-again = Inte det heller, tyvärr. Skriv det gärna som vanlig text, eller skriv ”personal”.
received-again = Tack, den har jag också fått.
thanks-again = Varsågod!
goodbye-again = Hej då!
okay-again = Då låter vi det vara.
kept-again = Ingen fara, tiden står kvar: { $when } hos { $practitioner } ({ $service }).
confirmed-already = Det är redan bekräftat: { $when } hos { $practitioner } ({ $service }).
symptom-again = Jag förstår att det är besvärligt. Bedöma det kan jag inte, men en tid kan jag hitta. Blir det akut, ring { $number }.
praise-again = Det värmer, tack!
running-late-again = Det är redan sagt till { $clinic }, så ta det lugnt.
opted-out-already = Du är redan borttagen från påminnelser och utskick från { $clinic }. Skriv START om du vill ha dem igen.
opted-in-already = Påminnelserna är redan på.
passed-on-already = Det ligger redan hos en kollega.
none-earlier-still = Det finns fortfarande ingen tidigare tid än { $when }. Personalen vet att du gärna kommer tidigare.

## Börja om, ångra, avbryt
start-afresh = Då börjar vi om från början. Vad kan jag hjälpa till med?
nothing-to-undo = Jag har inget att ångra just nu. Vad kan jag hjälpa till med?
nothing-under-way = Vi är inte mitt i något, så det finns inget att avbryta. Vad kan jag hjälpa till med?
undo-moved = Då tittar jag om din gamla tid går att få tillbaka.
undo-cancelled = Då tittar jag om tiden går att få tillbaka.
calm = Jag förstår om det är frustrerande. Säg vad du behöver, så gör jag mitt bästa, eller skriv ”personal” så tar en människa vid.

## Utan att patienten har skrivit
reminder = Hej { $name }! En påminnelse om din tid { $when } hos { $practitioner }, { $clinic }. Kommer du?
wait-offer = Hej { $name }! En tid har blivit ledig hos { $clinic }: { $when } hos { $practitioner }. Vill du ha den? Svara före { $until }, sedan går den vidare till nästa.
wait-offer-move = Hej { $name }! En tidigare tid har blivit ledig hos { $clinic }: { $when } hos { $practitioner }, i stället för { $old }. Vill du byta? Svara före { $until }, annars behåller du den du har.
absent-offer = Hej { $name }! Tyvärr kan din tid { $when } hos { $practitioner } inte bli av, och det beklagar vi. De här tiderna kan du få i stället. Vilken passar? Skriv ”ring mig” om du hellre vill bli uppringd.
absent-offer-none = Hej { $name }! Tyvärr kan din tid { $when } hos { $practitioner } inte bli av, och det beklagar vi. Vill du att vi ringer dig, eller vill du se vilka andra tider som finns?
absent-template = Hej { $name }! Tyvärr kan din tid { $when } hos { $practitioner }, { $clinic }, inte bli av, och det beklagar vi. Vill du se nya tider, eller ska vi ringa dig?
staff-moved = Hej { $name }! { $clinic } har flyttat din tid { $old } till { $when } hos { $practitioner }. Svara här om det inte passar.
staff-cancelled = Hej { $name }! { $clinic } har tyvärr fått ställa in din tid { $when } hos { $practitioner }. Svara här så hittar vi en ny.
request-approved = Hej { $name }! { $clinic } har godkänt din tid { $when } hos { $practitioner }. Välkommen!
request-declined = Hej { $name }! { $clinic } kan tyvärr inte ge dig tiden { $when } hos { $practitioner }. Svara här så hittar vi en annan.
request-lapsed = Hej { $name }! { $clinic } hann tyvärr inte svara på din förfrågan om { $when } hos { $practitioner }, så den tiden är inte bokad. Svara här så hittar vi en annan.
cancelled-as-asked = Hej { $name }! { $clinic } har avbokat din tid { $when } hos { $practitioner }, som du bad om. Det kostar dig ingenting.
cancelled-for-fee = Hej { $name }! { $clinic } har avbokat din tid { $when } hos { $practitioner }. Eftersom det var sent gäller det här: { $terms } Svara här om du undrar något.

## E-post till behandlaren
mail-booked-subject = Ny bokning: { $when }
mail-booked-body = Hej { $practitioner }!
    
    { $when }: { $service }.
    Bokad via { $via }. Vem det gäller ser du i Svara: { $link }
    
    Hälsningar
    { $clinic }
mail-moved-subject = Flyttad: { $old } → { $when }
mail-moved-body = Hej { $practitioner }!
    
    Besöket { $old } är flyttat till { $when }: { $service }.
    Vem det gäller ser du i Svara: { $link }
    
    Hälsningar
    { $clinic }
mail-cancelled-subject = Avbokad: { $when }
mail-cancelled-body = Hej { $practitioner }!
    
    Besöket { $when } är avbokat: { $service }.
    Vem det gäller ser du i Svara: { $link }
    
    Hälsningar
    { $clinic }
mail-request-subject = Förfrågan: { $when }
mail-request-body = Hej { $practitioner }!
    
    En patient har frågat om { $when }: { $service }.
    Godkänn eller avböj senast { $by }, annars förfaller förfrågan: { $link }
    
    Hälsningar
    { $clinic }
mail-lapsed-subject = Obesvarad förfrågan: { $when }
mail-lapsed-body = Hej { $practitioner }!
    
    Ingen hann svara på förfrågan om { $when }: { $service }. Tiden är ledig igen.
    Vem det gäller ser du i Svara: { $link }
    
    Hälsningar
    { $clinic }
