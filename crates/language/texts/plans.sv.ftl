# Flera tider på en gång: en serie, en familj, två besök efter varandra.
plan-booked = Hej! { $clinic } har bokat de här tiderna: { $times }. Svara här om någon av dem inte passar.
plan-moved = Hej! { $clinic } har flyttat tiderna. De nya är { $times }. Svara här om någon av dem inte passar.
plan-cancelled = Hej! { $clinic } har tyvärr fått ställa in de här tiderna: { $times }. Svara här så hittar vi nya.

## I samtalet
plan-ask-names = Gärna! Vad heter de som ska komma? Skriv för- och efternamn på alla, till exempel med ”och” emellan.
plan-ask-names-again = Skriv gärna för- och efternamn på alla som ska komma, med ”och” emellan.
plan-ask-name = Gärna! Vem ska komma? Skriv för- och efternamn.
plan-ask-name-again = Skriv gärna för- och efternamn på den som ska komma.
plan-ask-names-still = Jag behöver för- och efternamn för att kunna leta upp tiderna. Vem ska komma?
plan-offer-series = { $service }, { $count } besök, { $weeks ->
    [1] ett i veckan
    [2] ett varannan vecka
   *[other] ett var { $weeks }:e vecka
}. Så här kan det bli, och du väljer genom att trycka på första tiden:
    { $lines }
plan-offer-together = { $service } för alla, en efter en. Så här kan det bli, och du väljer genom att trycka på första tiden:
    { $lines }
plan-offer-side-by-side = { $service } för alla samtidigt. Så här kan det bli, och du väljer genom att trycka på tiden:
    { $lines }
plan-offer-combined = { $first } och { $second } i ett besök. Så här kan det bli, och du väljer genom att trycka på första tiden:
    { $lines }
plan-offer-again = Det är de här som går ihop. Passar något av förslagen? Skriv annars en annan dag.
    { $lines }
plan-line = • { $times } hos { $practitioner }
plan-part = { $service } { $time }
plan-series-regular = { $first } och sedan samma tid { $weeks ->
    [1] varje vecka
    [2] varannan vecka
   *[other] var { $weeks }:e vecka
} till och med { $last }
plan-not-side-by-side = Samtidigt går det tyvärr inte, men en efter en.
plan-gone = En av de tiderna hann tyvärr någon annan ta, så jag har inte bokat något än.
plan-nothing = Jag hittar tyvärr inga tider som går ihop. Ska jag be en kollega hjälpa dig, eller vill du boka en tid i taget?
plan-nothing-more = Fler tider som går ihop hittar jag tyvärr inte. Ska jag be en kollega hjälpa dig, eller vill du boka en tid i taget?
plan-booked-here = Klart! Nu är { $count } tider bokade:
    { $lines }
plan-booked-here-with = Klart! Nu är { $count } tider bokade hos { $practitioner } ({ $service }):
    { $lines }
plan-asked-here = Nu har jag frågat kliniken om { $count } tider, och jag skriver så snart de har svarat:
    { $lines }
plan-booked-line = • { $when } hos { $practitioner } ({ $service })
plan-booked-line-for = • { $name }: { $when } hos { $practitioner } ({ $service })
plan-already = De tiderna är redan bokade.

## En frånvaro slutar tidigare än väntat
absent-over = Hej { $name }! Din tid { $when } hos { $practitioner } på { $clinic } blir av som planerat. Du behöver inte göra något. Välkommen!

## Mallar som ber patienten skriva igen, när WhatsApps 24 timmar är slut
summons-answer = Hej! Det är { $clinic }. Vi har ett svar på det du skrev till oss. Tryck på knappen eller skriv en rad, så fortsätter vi här.
summons-called = Hej! Det är { $clinic }. Vi har försökt ringa dig. Skriv en rad här när du kan, eller ring oss på { $phone }.
button-write-to-me = Ja, skriv till mig
