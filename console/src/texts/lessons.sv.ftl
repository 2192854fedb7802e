## Lärdomar
room-lessons = Lärdomar
lessons-lead = Här ser du vad assistenten inte förstod eller gjorde fel. Berätta vad orden betyder, så förstår den nästa gång.
lessons-empty = Inget att lära just nu
lessons-empty-more = När något missförstås dyker orden upp här.
lesson-count = { $count ->
    [one] en gång
   *[other] { $count } gånger
}
lesson-fallback = { $count } inte förstådda
lesson-correction = { $count } rättade av patienten
lesson-no = { $count } som fick nej
lesson-takeover = { $count } där en kollega tog över
lesson-dropoff = { $count } som aldrig fick svar
lesson-examples = Fler som skrev ungefär så
lesson-words = Orden, utan namn
lesson-meaning = Betyder
lesson-choose = Välj vad de betyder
lesson-teach = Lär assistenten
lesson-dismiss = Inget att lära
lesson-dismissed = Lagt åt sidan
taught-heading = Det assistenten har lärt sig
taught-done = Sparat som förslag. Titta på vad det skulle ändra och ta det sedan i bruk.
taught-means = betyder: { $meaning }
taught-by = Av { $name }
taught-proposed = Förslag
taught-active = I bruk
taught-retired = Inte i bruk
taught-look = Vad skulle ändras?
taught-use = Ta i bruk
taught-take-out = Sluta använda
taught-in = Nu förstår assistenten orden
taught-out = Orden används inte längre
taught-changes = { $count ->
    [0] Inget av de senaste 30 dagarnas { $turns } svar hade blivit annorlunda.
    [one] Ett av de senaste 30 dagarnas { $turns } svar hade blivit annorlunda:
   *[other] { $count } av de senaste 30 dagarnas { $turns } svar hade blivit annorlunda:
}
taught-then-now = – { $before }, nu: { $after }
gist-settles = något bokades eller ändrades
gist-hands-over = en kollega fick ta över
gist-looks-for-times = assistenten letade efter tider
gist-not-understood = assistenten förstod inte
gist-asks = assistenten frågade tillbaka
gist-answers = assistenten svarade
gist-nothing = ingenting
meaning-book = Vill boka en tid
meaning-reschedule = Vill byta tid
meaning-cancel = Vill avboka
meaning-cannot-attend = Kan inte komma
meaning-ask-availability = Undrar vad som är ledigt
meaning-earlier-time = Vill ha en tidigare tid
meaning-list-appointments = Undrar när tiden är
meaning-running-late = Blir sen
meaning-question-opening-hours = Frågar om öppettider
meaning-question-address = Frågar var ni finns
meaning-question-parking = Frågar om parkering
meaning-question-price = Frågar om priset
meaning-question-preparation = Frågar om förberedelser
meaning-question-payment = Frågar om betalning
meaning-question-services = Frågar vad ni gör
meaning-question-practitioners = Frågar vilka som arbetar hos er
meaning-prescription = Gäller ett recept
meaning-test-results = Gäller provsvar
meaning-symptom = Berättar om besvär
meaning-human = Vill prata med en människa
meaning-complaint = Är missnöjd
meaning-thanks = Tackar
