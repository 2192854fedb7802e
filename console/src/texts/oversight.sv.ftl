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
