// An invented clinic on an invented day, for the tests and for drawing the console
// without a desk. Every name and number here is made up.

export const NOW = "2026-03-12T10:20:00+01:00";

const zone = "+01:00";
export const at = (day, time) => `2026-03-${String(day).padStart(2, "0")}T${time}:00${zone}`;

const weekdays = ["mon", "tue", "wed", "thu", "fri"];

export const clinic = {
  id: "lindgarden",
  name: "Lindgården",
  time_zone: "Europe/Stockholm",
  languages: ["sv", "en"],
  now: NOW,
  services: [
    { id: "check", name: { sv: "Undersökning", en: "Check-up" }, minutes: 30, price: 950 },
    { id: "clean", name: { sv: "Tandhygienist", en: "Dental hygienist" }, minutes: 45, price: 1050 },
    { id: "xray", name: { sv: "Röntgen", en: "X-ray" }, minutes: 20, price: 600 },
  ],
  practitioners: [
    {
      id: "berg",
      name: "Dr Maja Berg",
      role: { sv: "tandläkare", en: "dentist" },
      services: ["check", "xray"],
      hours: [
        { days: weekdays, from: "08:00", to: "12:00" },
        { days: weekdays, from: "13:00", to: "17:00" },
      ],
    },
    {
      id: "aziz",
      name: "Omar Aziz",
      role: { sv: "tandhygienist", en: "dental hygienist" },
      services: ["clean"],
      hours: [{ days: weekdays, from: "09:00", to: "16:00" }],
    },
    {
      id: "holm",
      name: "Dr Ida Holm",
      role: { sv: "tandläkare", en: "dentist" },
      services: ["check"],
      hours: [{ days: ["thu", "fri"], from: "10:00", to: "15:00" }],
    },
  ],
  rooms: [
    { id: "rum-1", name: "Rum 1", kind: "treatment" },
    { id: "rum-2", name: "Rum 2", kind: "treatment" },
  ],
  policy: {},
};

export const staff = { name: "Elsa Norén", email: "elsa@lindgarden.example" };

const people = {
  sara: { id: "pat_01", name: "Sara Ek", phone: "+46700000001" },
  tom: { id: "pat_02", name: "Tom Baker", phone: "+46700000002" },
  nils: { id: "pat_03", name: "Nils Sandström", phone: "+46700000003" },
  amina: { id: "pat_04", name: "Amina Yusuf", phone: "+46700000004" },
  greta: { id: "pat_05", name: "Greta Lindahl-Bergenstråhle", phone: "+46700000005" },
  new: { id: "pat_06", name: null, phone: "+46700000006" },
  karin: { id: "pat_07", name: "Karin Öberg", phone: "+46700000007" },
};

let count = 0;
function visit(day, from, to, who, practitioner, status, more = {}) {
  count += 1;
  const service = practitioner === "aziz" ? "clean" : (more.service ?? "check");
  return {
    id: `apt_${String(count).padStart(2, "0")}`,
    status,
    from: at(day, from),
    to: at(day, to),
    service,
    service_name: clinic.services.find((it) => it.id === service).name.sv,
    practitioner,
    practitioner_name: clinic.practitioners.find((it) => it.id === practitioner).name,
    room: practitioner === "berg" ? "rum-1" : "rum-2",
    patient: people[who],
    booked_via: more.via ?? "whatsapp",
    confirmed_at: ["confirmed", "arrived", "fulfilled"].includes(status) ? at(11, "14:05") : null,
    revision: 1,
  };
}

export const appointments = [
  visit(12, "08:00", "08:30", "karin", "berg", "fulfilled"),
  visit(12, "08:35", "08:55", "nils", "berg", "fulfilled", { service: "xray" }),
  visit(12, "09:15", "09:45", "new", "berg", "noshow", { via: "staff" }),
  visit(12, "10:00", "10:30", "tom", "berg", "arrived"),
  visit(12, "10:40", "11:10", "sara", "berg", "confirmed"),
  visit(12, "11:20", "11:40", "greta", "berg", "booked", { service: "xray" }),
  visit(12, "13:00", "13:30", "amina", "berg", "confirmed"),
  visit(12, "14:15", "14:45", "nils", "berg", "booked"),
  visit(12, "09:00", "09:45", "amina", "aziz", "fulfilled"),
  visit(12, "10:15", "11:00", "greta", "aziz", "confirmed"),
  visit(12, "13:15", "14:00", "new", "aziz", "booked"),
  visit(12, "14:30", "15:15", "tom", "aziz", "booked"),
  visit(12, "10:30", "11:00", "karin", "holm", "booked"),
  visit(12, "10:30", "11:00", "nils", "holm", "cancelled"),
  visit(12, "15:30", "16:00", "sara", "berg", "cancelled"),
  visit(13, "09:00", "09:30", "karin", "berg", "booked"),
];

let messages = 0;
function said(direction, time, text, more = {}) {
  messages += 1;
  return {
    id: `msg_${String(messages).padStart(3, "0")}`,
    direction,
    text,
    at: time,
    status: more.status ?? (direction === "in" ? "handled" : "read"),
    by: direction === "in" ? null : (more.by ?? "desk"),
  };
}

function talk(id, who, state, language, lines, more = {}) {
  return {
    id,
    state,
    language,
    contact: { name: people[who].name, phone: people[who].phone },
    handover: more.handover ?? null,
    taken_by: more.taken_by ?? null,
    changed_at: lines.at(-1).at,
    window_until: more.window_until === undefined ? at(13, "10:00") : more.window_until,
    unread: more.unread ?? 0,
    messages: lines,
  };
}

export const conversations = [
  talk("cnv_02", "tom", "bot", "en", [
    said("in", at(12, "09:41"), "Is there parking nearby?"),
    said("out", at(12, "09:41"), "Free parking behind the building, two hours with a parking disc.", { status: "delivered" }),
  ]),
  talk("cnv_01", "sara", "staff", "sv", [
    said("out", at(11, "10:40"), "Hej Sara! Påminnelse om din tid på Lindgården torsdag 12 mars 10:40.\n\n[Ja, bekräftar]\n[Behöver ändra]"),
    said("in", at(11, "14:05"), "Ja, bekräftar"),
    said("out", at(11, "14:05"), "Tack, då ses vi torsdag 12 mars kl. 10:40 hos Dr Maja Berg."),
    said("in", at(12, "10:02"), "Hej igen, min tand har börjat göra ont sedan i går kväll"),
    said("in", at(12, "10:02"), "Kan jag få prata med någon innan jag kommer?"),
    said("out", at(12, "10:02"), "Självklart. Jag ber en kollega svara dig här så snart det går.", { status: "delivered" }),
  ], { handover: { reason: "asked", since: at(12, "10:02") }, unread: 2 }),
  talk("cnv_03", "greta", "staff", "sv", [
    said("in", at(12, "08:15"), "Jag kan inte komma 11.20 idag, tåget är inställt"),
    said("out", at(12, "08:15"), "Tråkigt med tåget! Så nära inpå behöver en kollega hjälpa dig. Du får svar här.", { status: "read" }),
  ], { handover: { reason: "late_change", since: at(12, "08:15") }, unread: 1 }),
  talk("cnv_04", "nils", "staff", "sv", [
    said("in", at(12, "10:17"), "Svullnaden i halsen gör att jag har svårt att andas"),
    said("out", at(12, "10:17"), "Ring 112 nu om det är akut. Jag har också larmat en person här på kliniken.", { status: "sent" }),
  ], { handover: { reason: "emergency", since: at(12, "10:17") }, unread: 1 }),
  talk("cnv_05", "amina", "staff", "en", [
    said("in", at(12, "09:20"), "Thank you for this morning! Can you send the receipt again?"),
    said("out", at(12, "09:31"), "Of course, I’ll mail it to you today.", { by: "Jonas Wik", status: "read" }),
  ], { taken_by: "Jonas Wik" }),
  talk("cnv_06", "karin", "staff", "sv", [
    said("in", at(12, "07:50"), "God morgon, jag är fem minuter sen"),
    said("out", at(12, "07:52"), "Ingen fara, vi väntar på dig!", { by: "Elsa Norén", status: "read" }),
    said("out", at(12, "07:53"), "Gå direkt in i rum 1.", { by: "Elsa Norén", status: "failed" }),
  ], { taken_by: "Elsa Norén" }),
  talk("cnv_07", "new", "closed", "sv", [
    said("in", at(9, "16:20"), "Tack för hjälpen"),
    said("out", at(9, "16:20"), "Så lite så. Hör av dig när du vill."),
  ], { window_until: at(10, "16:20") }),
];

export const unhandled = [
  { id: "nte_01", at: at(12, "07:12"), channel: "whatsapp", reason: "unknown_kind", detail: "order" },
  { id: "nte_02", at: at(11, "19:44"), channel: "whatsapp", reason: "no_sender", detail: null },
  { id: "nte_03", at: at(10, "11:03"), channel: "whatsapp", reason: "unknown_number", detail: "100000000000009" },
];
