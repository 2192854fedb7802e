room-oversight = Granskning

reviews-heading = Vem har tittat på vad
reviews-lead = Varje månad dras ett urval av när någon har öppnat en patients uppgifter, tillsammans med det som sticker ut. Säg för varje om det var rätt, och hur du vet det.
reviews-empty = Inget att granska än
reviews-empty-more = Den första granskningen kommer när en månad är slut.
review-done = Klar, { $count ->
    [one] en händelse granskad
   *[other] alla { $count } granskade
}
review-open = { $open } av { $count } återstår, senast { $day }
review-overdue = Försenad: { $open } av { $count } återstår, skulle vara klar { $day }
review-show = Visa
review-hide = Dölj
review-drawn = { $count } av månadens { $looks } händelser

look-kind = { $kind ->
    [patient] öppnade ett patientkort
    [appointment] öppnade ett besök
    [conversation] läste en konversation
    [patients] sökte bland patienter
    [appointments] såg en lista med besök
    [conversations] såg en lista med konversationer
    [subject] hämtade allt om en person
   *[other] tittade på uppgifter
}
look-forgotten = borttagen person
look-why = Därför är den med
look-why-sample = Stickprov
look-why-own-record = Egna uppgifter
look-why-same-surname = Samma efternamn
look-why-no-relation = Ingen bokning eller kontakt
look-why-odd-hours = Ovanlig tid
look-why-broke-glass = Öppnade trots spärr
look-verdict = Bedömning
verdict-justified = Rätt
verdict-unclear = Oklart
verdict-unjustified = Fel
look-words = Hur vet du det?
look-save = Spara bedömningen
look-judged = Bedömt av { $name }.
look-again = Bedöm igen
look-own = Det här är ditt eget: en kollega får bedöma det.

incidents-heading = Incidenter
incidents-lead = Något som gick fel med uppgifter eller med systemet. Klockorna räknar från när det upptäcktes: tidig varning inom 24 timmar, anmälan till IMY inom 72.
incidents-empty = Inga incidenter är antecknade.
incident-new = Anteckna en incident
incident-kind = Vad är det för slags incident?
incident-kind-wrong-recipient = Till fel mottagare
incident-kind-unauthorised-access = Obehörig åtkomst
incident-kind-loss = Förlorade uppgifter
incident-kind-unavailable = Uppgifter går inte att nå
incident-kind-other = Annat
incident-kind-audit-chain = Granskningskedjan håller inte
incident-kind-keys = En nyckel öppnar inte
incident-kind-sending-stopped = Leverantören släpper inte igenom våra meddelanden
incident-what = Vad har hänt?
incident-affected = Hur många personer berörs, om ni vet?
incident-no-names = Skriv inga namn eller nummer på patienter här.
incident-open = Anteckna
incident-leave = Avbryt
incident-noticed = Upptäckt { $when }.
incident-by-desk = Antecknad av Svara själv.
incident-affected-unknown = Ingen vet än hur många som berörs.
incident-affected-count = { $count ->
    [one] En person berörs.
   *[other] { $count } personer berörs.
}
incident-warning = Tidig varning
incident-notification = Anmälan
incident-done = klar
incident-done-late = klar, men för sent
incident-late = gick ut { $when }
incident-left = { $hours } h kvar, senast { $when }
incident-next = Nästa steg
incident-step-measure = Åtgärd
incident-step-consequence = Trolig följd
incident-step-warned = Tidig varning lämnad
incident-step-notified = Anmält till IMY
incident-step-informed = Berörda informerade
incident-step-no-duty = Behöver inte anmälas
incident-step-closed = Avslutad
incident-step-warning-late = Tiden för varning gick ut
incident-step-notification-late = Tiden för anmälan gick ut
incident-words = Med några ord
incident-save = Spara steget
incident-clocks-first = Klockorna går: skriv först vem som har fått veta, eller varför ingen behöver få det.
