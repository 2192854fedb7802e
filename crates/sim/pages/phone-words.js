// What the phone's page says, and whom one can be. Words of the clinic come from the clinic.

export const PEOPLE = [
  { digits: "46700000001", name: "Sara", label: { sv: "Sara Ek", en: "Sara Ek" }, tongue: "sv" },
  { digits: "46700000002", name: "Tom", label: { sv: "Tom Baker", en: "Tom Baker" }, tongue: "en" },
  { digits: "46700000003", name: "Maja", label: { sv: "Maja Holm", en: "Maja Holm" }, tongue: "sv" },
];
export const NEWCOMER = { sv: "Ett nytt nummer", en: "A new number" };

export const WORDS = {
  sv: {
    youAre: "Du är",
    business: "Företagskonto",
    typing: "skriver…",
    placeholder: "Skriv ett meddelande",
    send: "Skicka",
    more: "Skicka något annat",
    image: "En bild",
    document: "Ett dokument",
    tooLarge: "Filen är för stor. Telefonen skickar högst 4 MB.",
    voice: "Ett röstmeddelande",
    location: "Min plats",
    close: "Stäng",
    today: "I dag",
    yesterday: "I går",
    offline: "Ingen kontakt med demon just nu. Försöker igen …",
    failed: "Meddelandet kom inte fram. Försök igen.",
    other: "Switch to English",
    phone: "Telefonen",
    hints: "Förslag på vad du kan skriva",
    choices: "Val",
    statuses: { sent: "skickat", delivered: "levererat", read: "läst" },
    welcome: {
      46700000001: ["Du är Sara Ek, patient på kliniken.", "Du har ingen tid bokad. Skriv som du brukar, eller tryck på ett förslag nedan."],
      46700000002: ["Du är Tom Baker och skriver helst på engelska.", "Du har en tid bokad. Flytta den, boka av den eller fråga något."],
      46700000003: ["Du är Maja Holm, mamma till Elsa och Viggo.", "Samma nummer gäller för er alla tre. Boka en tid till ett av barnen."],
      other: ["Du är ny för kliniken.", "Ingen har sett ditt nummer förut. Säg hej!"],
    },
  },
  en: {
    youAre: "You are",
    business: "Business account",
    typing: "typing…",
    placeholder: "Write a message",
    send: "Send",
    more: "Send something else",
    image: "A picture",
    document: "A document",
    tooLarge: "The file is too large. The phone sends 4 MB at most.",
    voice: "A voice message",
    location: "My location",
    close: "Close",
    today: "Today",
    yesterday: "Yesterday",
    offline: "No contact with the demo right now. Trying again …",
    failed: "The message did not get through. Please try again.",
    other: "Byt till svenska",
    phone: "The phone",
    hints: "Suggestions of what to write",
    choices: "Choices",
    statuses: { sent: "sent", delivered: "delivered", read: "read" },
    welcome: {
      46700000001: ["You are Sara Ek, a patient of the clinic.", "You have nothing booked. Write as you usually would, or tap a suggestion below."],
      46700000002: ["You are Tom Baker and prefer English.", "You have a visit booked. Move it, cancel it or ask something."],
      46700000003: ["You are Maja Holm, mother of Elsa and Viggo.", "One number stands for all three of you. Book a visit for one of the children."],
      other: ["The clinic does not know you yet.", "Nobody has seen your number before. Say hello!"],
    },
  },
};

const HINTS = {
  sv: {
    first: ["Hej! Jag vill boka en tid", "Har ni något på torsdag eftermiddag?", "Tandhygienist nästa vecka, helst förmiddag", "Vad kostar en undersökning?", "Jag har ont i en tand"],
    booked: ["När är min tid?", "Jag behöver flytta min tid", "Jag måste tyvärr avboka", "Var kan jag parkera?", "Kan jag få prata med en människa?"],
    family: ["Elsa behöver en tid hos tandläkaren", "Boka hygienist för Viggo nästa vecka", "När är våra tider?", "Var ligger ni?"],
    choice: ["Den andra", "Något senare på dagen?", "Finns det någon annan dag?", "Hos Anna Lindqvist, tack", "Nej tack"],
  },
  en: {
    first: ["Hi! I'd like to book a check-up", "Anything free on Thursday afternoon?", "Cleaning next week, mornings if possible", "What does a check-up cost?", "I have a toothache"],
    booked: ["When is my appointment?", "Can I move my appointment?", "I need to cancel, sorry", "Where can I park?", "Can I talk to a person?"],
    family: ["Elsa needs to see the dentist", "Book the hygienist for Viggo next week", "When are our visits?", "Where are you?"],
    choice: ["The second one", "Anything later that day?", "Is there another day?", "With Anna Lindqvist, please", "No thanks"],
  },
};

/** What one could write now: an answer to choices, or something new. */
export function hints(tongue, digits, messages) {
  const all = HINTS[tongue];
  const last = messages.at(-1);
  const open = last?.from === "clinic" && last.shown.choices?.length > 1 && !last.shown.tapped;
  if (open && last.shown.kind !== "template") return all.choice;
  if (digits === "46700000003" && messages.length < 4) return all.family;
  return messages.some((it) => it.from === "clinic") || digits === "46700000002" ? all.booked : all.first;
}
