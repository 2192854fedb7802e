### Tillstånd, integritet och klinikens egna sidor. Lugnt och rakt; ingen ska behöva läsa två gånger.

## Tillstånd att skriva
permission-wording = Jag vill få påminnelser och besked om mina tider från { $clinic } på WhatsApp. Där står klinikens namn, dag, klockslag och vem jag ska träffa. Jag kan säga stopp när som helst.
page-permission-title = Meddelanden från { $clinic }
page-permission-given = Du får påminnelser och besked om dina tider på WhatsApp.
page-permission-none = Du får inga påminnelser eller besked om dina tider på WhatsApp.
page-permission-stays = Dina bokade tider står kvar hur du än väljer.
page-permission-stop = Sluta skicka meddelanden
page-permission-start = Ja, skicka påminnelser
page-over-title = Länken gäller inte längre
page-over = Skriv till oss så skickar vi en ny.

## Neutrala ord, när ett öppet nät inte får säga mer
neutral-visit = Besök
secure-offer = De här tiderna är lediga. Vilken passar? Skriv gärna en annan dag om ingen gör det.
secure-offer-one = Den här tiden är ledig. Passar den? Skriv annars en annan dag.
secure-booked = Klart! Din tid hos { $clinic } är bokad: { $when }.
secure-moved = Klart! Din nya tid hos { $clinic } är { $when }.
secure-cancelled = Din tid { $when } är avbokad.
secure-ask-cancel = Vill du avboka { $when }? Du kan också byta till en annan tid.
secure-kept = Då behåller vi { $when }. Välkommen!
secure-confirmed = Tack, då är det bekräftat: { $when }. Välkommen!
secure-already = Den tiden är redan din: { $when }.
secure-more = Allt om besöket ser du när du har loggat in: { $link }
secure-only = Det visar jag bara när du har loggat in: { $link }
secure-reminder = { $clinic } påminner om din tid { $when }. Adress: { $address }. Kommer du?
secure-staff-moved = { $clinic } har flyttat din tid { $old } till { $when }. Svara här om det inte passar.
secure-staff-cancelled = { $clinic } har tyvärr fått ställa in din tid { $when }. Svara här så hittar vi en ny.
secure-message = Du har ett meddelande från { $clinic }. Läs det när du har loggat in: { $link }

## Sidan bakom inloggning
page-secure-title = Dina tider hos { $clinic }
page-secure-why = Uppgifter om dina besök visar vi bara för dig. Logga in, så ser du dem här.
page-secure-sign-in = Logga in
page-secure-visits = Kommande tider
page-secure-no-visits = Du har ingen kommande tid.
page-secure-line = { $when } hos { $practitioner } ({ $service })
page-secure-messages = Meddelanden från kliniken
page-secure-not-you = Inloggningen hör inte till någon som länken gäller. Ring oss om det är fel.
page-secure-weak = Inloggningen var inte stark nog. Logga in med två faktorer, till exempel BankID.
page-secure-failed = Inloggningen gick inte igenom. Försök igen.
page-secure-leave = Glöm inte att stänga sidan på en delad dator.

## Utdrag till den som begär det
export-title = Allt vi har om dig
export-person = Du
export-visits = Besök
export-messages = Meddelanden
export-permissions = Vad du har tillåtit
export-notes = Anteckningar, rättelser och begäranden
export-access = Vem som har tittat eller ändrat
export-suppliers = Vilka fler som behandlar uppgifterna
export-kept = Hur länge vi sparar
