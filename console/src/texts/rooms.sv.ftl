### Personer, eget konto, väntelista, frånvaro. Samma namn finns i rooms.en.ftl; ett test håller dem lika.

part-people = Personer
part-account = Mitt konto
roles = Roller
roles-none = Välj minst en roll.
role-reception = Reception
role-reception-may = Svarar patienter och sköter bokningarna.
role-practitioner = Behandlare
role-practitioner-may = Ser sina egna patienter.
role-manager = Chef
role-manager-may = Ändrar inställningar, personer och granskar.
role-technical = Teknik
role-technical-may = Sköter drift och konton, ser inga patienter.
role-auditor = Granskare
role-auditor-may = Ser allt som hänt, ändrar inget.
role-which = Vilken behandlare
role-choose = Välj …
invite = Bjud in
invite-title = Bjud in en kollega
invite-go = Skapa länk
invite-made = Ge länken till { $email }. Den gäller en gång, till { $day } { $time }.
invite-link = Länk
invite-once = Den visas bara här. Tappas den bort bjuder du in igen.
invite-known = Den adressen har redan ett konto eller en inbjudan.
invite-refused = Kontrollera adressen, och att behandlaren är vald.
invite-take-back = Ta tillbaka
invite-taken-back = Inbjudan till { $email } gäller inte längre.
invited = Inbjudna
invited-until = Gäller till { $day } { $time }
copy = Kopiera
copied = Kopierad
done = Klart
people-forbidden = Här ser chefen vilka som har konto
people-forbidden-more = Be klinikens chef om du behöver ändra något.
person-you = (du)
person-ended = Avslutad
person-no-factor = Ingen app för inloggning än
person-edit = Ändra
person-change = Ändra { $name }
standing-ended = Avslutad
standing-ended-more = Kommer inte in längre. Det som är gjort står kvar med namn.
standing-saved = { $name } är ändrad och loggas ut.
standing-last = Någon måste kunna sköta kontona. Ge en kollega den rollen först.
lost-phone = Ta bort inloggningsappen
lost-phone-sure = Ja, ta bort den
lost-phone-more = Tappad telefon? Efter lösenordet ställs en ny app in.
lost-phone-done = { $name } ställer in en ny app vid nästa inloggning.
sessions = Här är du inloggad
session-unknown = Okänd webbläsare
session-here = här
session-since = Sedan { $since }, senast sedd { $seen }
session-end = Logga ut
session-end-which = Logga ut { $browser }
session-ended = { $browser } är utloggad.
sessions-end = Logga ut alla andra
sessions-ended = Alla andra är utloggade.
password-change = Byt lösenord
password-old = Nuvarande lösenord
password-new = Nytt lösenord
password-go = Byt lösenord
password-ends = Du loggas ut på alla andra ställen.
password-changed = Lösenordet är bytt.
password-old-wrong = Det nuvarande lösenordet stämmer inte.
password-refused = Lösenordet går inte att använda. Välj ett längre som ingen kan gissa.
codes = Koder på papper
codes-left = { $count ->
    [0] Inga koder kvar.
    [one] En kod kvar.
   *[other] { $count } koder kvar.
}
codes-more = Varje kod släpper in dig en gång när telefonen är borta. Nya koder får du när du ställer in appen på nytt; de gamla slutar då att gälla.
codes-new = Ställ in appen på nytt
codes-demo = I demon behövs ingen app.

room-waitlist = Väntelista
waitlist-lead = De som vill ha en tid, eller en tidigare. När något blir ledigt frågar assistenten dem i tur och ordning.
waitlist-empty = Ingen väntar
waitlist-empty-more = Patienter ställer sig i kö genom att skriva, eller så lägger du till dem här.
waitlist-figures = De senaste 30 dagarna: { $freed ->
    [one] en tid blev ledig
   *[other] { $freed } tider blev lediga
}, { $filled } fylldes från listan.
waitlist-median = Mitten av väntan på ett ja: { $count } min.
waiting-add = Sätt på listan
waiting-go = Sätt på listan
waiting-who = Välj patient, eller skriv namn och nummer.
waiting-added = { $name } står på listan.
waiting-remove = Ta bort
waiting-remove-who = Ta bort { $name } från listan
waiting-removed = { $name } står inte längre på listan.
waiting-anyone = vem som helst
waiting-any-time = När som helst
waiting-moves = flyttar en tid som redan finns
waiting-since = Sedan { $time }
freed = { $count ->
    [one] 1 tid blev ledig
   *[other] { $count } tider blev lediga
}
freed-what = { $time } · { $service } · { $name }
freed-asked = Frågad: { $name }
offer-standing = väntar på svar till { $time }
offer-accepted = tackade ja
offer-declined = tackade nej
offer-lapsed = svarade inte
offer-gone = någon annan hann före
offer-unreached = gick inte att nå
freed-next = Näst på tur
freed-nobody = Ingen på väntelistan passar.
freed-wants-practitioner = vill till just den behandlaren
freed-wants-time = vill ha just en sådan tid
freed-waited = har väntat sedan { $time }
freed-book = Boka

room-absences = Frånvaro
absences-lead = Någon är sjuk, eller ni har stängt. Titta först på vad som händer; inget skickas innan du säger till.
absences-before = Tidigare
absence-who = Vem eller vad
absence-choose = Välj …
absence-clinic = Hela kliniken
absence-reason = Anledning (bara kollegor ser den)
absence-look = Visa vad som händer
absence-order = Slutet ska vara efter början.
absence-title = { $name } är borta
absence-missing = Frånvaron finns inte
absence-draft = Inte stängd
absence-releasing = Stängs
absence-released = Stängd
absence-undone = Ångrad
absence-released-more = Patienterna är tillfrågade. Här ser du vem som har svarat.
absence-undone-more = Tiden är öppen igen. Ingen fick höra något.
absence-draft-more = { $count ->
    [0] Inga besök berörs. Tiden stängs så att ingen bokar den.
    [one] Ett besök berörs. Så här får patienten veta det.
   *[other] { $count } besök berörs. Så här får patienterna veta det.
}
absence-release = Stäng tiden, skicka om tio minuter
absence-released-done = Tiden är stängd. Meddelandena går om tio minuter.
absence-goes-in = Meddelandena går om { $left }
absence-going = Meddelandena går nu
absence-undo = Ångra
absence-undone-done = Ångrat. Tiden är öppen och ingen har fått veta något.
absence-preview = Det här händer
absence-nobody = Inga besök berörs.
absence-calls = { $count ->
    [one] En att ringa nu
   *[other] { $count } att ringa nu
}
way-chat = Får frågan i chatten
way-template = Får frågan som mall
way-call = Ring
way-room = Byter rum, märker inget
why-no-contact = har inget nummer på WhatsApp
why-no-permission = vill inte ha meddelanden
why-talks-with-staff = pratar redan med någon av er
answer-waiting = Har inte svarat
answer-moved = Flyttad till
answer-wants_call = Vill bli uppringd
answer-cancelled = Avbokade
answer-unreachable = Går inte att nå: ring
answer-failed = Meddelandet kom inte fram: ring
answer-other_room = Bytte rum

move-told = Det här får patienten läsa
move-silent = Patienten får inget meddelande: { $why }
move-send = Skicka meddelandet
told-no-permission = har inte sagt ja till meddelanden
told-no-contact = har inget nummer på WhatsApp
told-other = det går inte att skicka

first-step = Steg { $number } av { $count }
first-clinic = Välkommen. Vilken är kliniken?
first-clinic-lead = På tio minuter är assistenten redo att svara. Allt går att ändra sedan.
first-practitioner = Vem tar emot patienter?
first-practitioner-lead = En räcker för att börja. Fler lägger du till under Kliniken.
first-service = Vad kan patienter boka?
first-service-lead = Det vanligaste besöket. Assistenten erbjuder det när ingen annan behandling nämns.
first-channel = Klinikens nummer på WhatsApp
first-channel-lead = Fyll i och testa, eller vänta med det. Utan nummer svarar assistenten bara här på provet.
first-trial = Prova assistenten
first-trial-lead = Skriv som en patient skulle göra. Inget skickas.
first-profile = Vad får stå i chatten?
profile-eu-chat = Besökets detaljer, med patientens ja
profile-eu-chat-more = Tid, behandlare och behandling står i chatten när patienten har sagt ja till det.
profile-se-open-net = Bara neutrala besked
profile-se-open-net-more = Svensk praxis för öppna nät: chatten nämner tid och klinik, resten finns bakom inloggning. Påminnelser kräver en riskanalys.
first-back = Tillbaka
first-next = Nästa
first-open = Öppna kliniken
first-later = Vänta med numret
first-done = Till receptionen

refused-past = Den tiden har redan varit.
refused-too-soon = Det är för kort varsel för den behandlingen.
refused-too-far = Så långt fram bokar ni inte.
refused-closed = Då är det stängt, eller behandlaren arbetar inte.
refused-taken = Tiden är upptagen.
refused-on-hold = Tiden hålls för en annan patient just nu.
refused-blocked = Behandlaren är borta då.
refused-break = Då är det paus.
refused-full = Gruppen är full.
refused-limit = Behandlaren har så många besök som får plats den dagen.
refused-no-room = Inget rum av rätt sort är ledigt.
refused-patient-busy = Patienten har redan en annan tid då.
refused-overbook-limit = Fler extra besök får inte plats den dagen.
refused-changed = Besöket har ändrats av någon annan. Öppna det igen.
way-later = Tider som erbjuds efter svaret: { $times }

media-kind-image = Bild
media-kind-document = Dokument
media-kind-audio = Inspelning
media-kind-voice-note = Röstmeddelande
media-kind-video = Film
media-kind-sticker = Klistermärke
media-from = { $what } från { $name }
media-show-image = Visa bilden
media-show-document = Hämta dokumentet
media-show-audio = Lyssna på inspelningen
media-show-voice-note = Lyssna på röstmeddelandet
media-show-video = Spela filmen
media-show-sticker = Visa klistermärket
media-until = Finns hos WhatsApp till { $day }
media-fetching = Hämtas från WhatsApp …
media-save = Spara en kopia
media-error-gone = WhatsApp sparar filer i sju dagar och har inte kvar den här. Be patienten skicka den igen.
media-error-too-large = Filen är för stor för att öppnas här. Be patienten skicka en mindre.
media-error-kind = Den här sortens fil öppnas inte här, eftersom den kan innehålla program. Be patienten om en bild eller en PDF.
media-error-refused = WhatsApp lämnade inte ut filen. Testa klinikens nummer under Klinik, WhatsApp.
media-error-unreachable = WhatsApp svarade inte i tid. Försök igen om en stund.
media-error-offline = Filen kom inte fram. Försök igen när nätet är tillbaka.
media-error-browser = Webbläsaren kan inte visa filen. Spara en kopia och öppna den.

suggestion = Assistentens förslag
suggestion-use = Använd
suggestion-drop = Nej tack
suggestion-hint = Du kan ändra innan du skickar.
suggestion-figures = Förslag till svar de senaste 30 dagarna: { $made }. Skickade som de var: { $used }, ändrade: { $changed }, bortvalda: { $dropped }.

sign-in-with = Logga in med { $name }
sign-in-or = eller med e-post och lösenord
way-back-nobody = Inget konto här hör till den inloggningen. Logga in med e-post och lösenord och koppla den under Mitt konto, eller be en chef om en inbjudan.
way-back-failed = Inloggningen gick inte igenom. Försök igen, eller använd e-post och lösenord.
way-back-unreachable = Inloggningstjänsten svarar inte. Använd e-post och lösenord så länge.
way-back-over = Inloggningen tog för lång tid, eller började i en annan webbläsare. Försök igen.
provider-linked = Kopplad till ditt konto.
provider-not-linked = Inte kopplad. När den är kopplad kan du logga in med den.
provider-link = Koppla
provider-unlink = Koppla bort
provider-proof = Ditt lösenord, eller en kod från appen
provider-go = Fortsätt till { $name }
provider-not-you = Det var varken ditt lösenord eller en kod som gäller nu.
provider-unlinked = Bortkopplad. Nu gäller bara e-post och lösenord.
provider-taken = Den inloggningen hör redan till ett annat konto här.
