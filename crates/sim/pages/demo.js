// The demo's one screen: asks the public API, the clock and the mailbox, and ticks off what the visitor did.

import { WORDS } from "/demo/demo-words.js";

const at = (id) => document.getElementById(id);
const ZONE = "Europe/Stockholm";
const TOKEN = "demo-api-token";
const LOOK_MILLIS = 2000;
const DAY_MILLIS = 86_400_000;
const AHEAD_DAYS = 90;

let tongue = navigator.language.startsWith("sv") ? "sv" : "en";
let person = "46700000001";
let now = null;
let shownDay = null;
let follow = true;
let known = null;
const done = new Set();

const words = () => WORDS[tongue];
const format = (when, options) => new Intl.DateTimeFormat(words().locale, { timeZone: ZONE, ...options }).format(new Date(when));
/** The date on the clinic's wall, `2026-03-10`. */
const dateOf = (when) => new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE }).format(new Date(when));

async function ask(path, options = {}) {
  const headers = { authorization: `Bearer ${TOKEN}`, ...(options.body ? { "content-type": "application/json" } : {}) };
  const answer = await fetch(path, { ...options, headers });
  if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
  return answer.json();
}

// ---- words --------------------------------------------------------------------------------------------------

function drawWords() {
  document.documentElement.lang = tongue;
  at("intro").textContent = words().intro.join(" ");
  at("tongue").textContent = words().other;
  at("left-title").textContent = words().phone;
  at("phone").title = words().phone;
  at("steps-title").textContent = words().steps;
  at("clock-title").textContent = words().clock;
  at("jump").textContent = words().jump;
  at("today").textContent = words().today;
  at("earlier").setAttribute("aria-label", words().earlier);
  at("later").setAttribute("aria-label", words().later);
  at("console").textContent = words().console;
  at("mails-title").textContent = words().mails;
  for (const button of document.querySelectorAll("[data-advance]")) button.textContent = words().advance[button.dataset.advance];
  drawSteps();
}

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children);
  return node;
}

function drawSteps() {
  at("steps").replaceChildren(...words().step.map(([what, how], index) => make("li", done.has(index) ? "done" : "", make("b", "", what), how)));
}

function tick(index) {
  if (done.has(index)) return;
  done.add(index);
  drawSteps();
}

// ---- the clock ----------------------------------------------------------------------------------------------

function drawClock() {
  at("now").dateTime = now;
  const text = format(now, { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
  at("now").textContent = text[0].toUpperCase() + text.slice(1);
}

async function move(path, body, said) {
  const buttons = document.querySelectorAll(".moves button");
  for (const it of buttons) it.disabled = true;
  try {
    const answer = await ask(path, { method: "POST", body: JSON.stringify(body) });
    now = answer.now;
    drawClock();
    at("said").textContent = typeof answer.what === "string" && answer.what ? answer.what : said;
    await look();
    return true;
  } catch (error) {
    const none = /: (404|409)$/.test(error.message);
    at("said").textContent = none ? words().nothing : words().trouble;
    return false;
  } finally {
    for (const it of buttons) it.disabled = false;
  }
}

// ---- the clinic's day ---------------------------------------------------------------------------------------

function midnight(date) {
  // Noon of the day is on it whatever the zone; its wall clock says how far midnight lies back.
  const noon = new Date(`${date}T12:00:00Z`);
  const hours = Number(new Intl.DateTimeFormat("sv-SE", { timeZone: ZONE, hour: "2-digit", hourCycle: "h23" }).format(noon));
  return new Date(noon.getTime() - hours * 3_600_000);
}

async function visitsOf(date) {
  const from = midnight(date);
  const to = midnight(dateOf(from.getTime() + DAY_MILLIS * 1.5));
  const list = await ask(`/api/v1/appointments?from=${from.toISOString()}&to=${to.toISOString()}&limit=200`);
  return list.items.toSorted((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

async function drawDay() {
  const visits = await visitsOf(shownDay);
  const isToday = shownDay === dateOf(now);
  at("day-title").textContent = format(`${shownDay}T12:00:00Z`, { weekday: "long", day: "numeric", month: "long" });
  at("today").disabled = isToday;
  const lines = visits.map((it) => {
    const mine = it.patient.phone === `+${person}`;
    const time = make("time", "", format(it.from, { hour: "2-digit", minute: "2-digit" }));
    time.dateTime = it.from;
    const tag = make("span", `tag ${it.status}`, words().statuses[it.status] ?? it.status);
    const via = words().via[it.booked_via] && mine ? ` · ${words().via[it.booked_via]}` : "";
    const what = `${it.service_name ?? it.service} · ${it.practitioner_name ?? it.practitioner}${via}`;
    return make("li", `${mine ? "mine" : ""} ${it.status}`, time, make("strong", "", it.patient.name ?? it.patient.phone), tag, make("small", "", what));
  });
  if (lines.length === 0) lines.push(make("li", "none", words().empty));
  const top = at("visits").scrollTop;
  at("visits").replaceChildren(...lines);
  at("visits").scrollTop = top;
}

/** A new or moved visit of the person on the phone turns the page to its day. */
async function followPerson() {
  const to = new Date(Date.parse(now) + AHEAD_DAYS * DAY_MILLIS).toISOString();
  const list = await ask(`/api/v1/appointments?phone=%2B${person}&from=${new Date(now).toISOString()}&to=${to}`);
  const coming = list.items.filter((it) => it.status === "booked" || it.status === "confirmed");
  const seen = new Set(coming.map((it) => `${it.id} ${it.from}`));
  const fresh = known && coming.find((it) => !known.has(`${it.id} ${it.from}`));
  if (fresh) {
    tick(0);
    if (follow) shownDay = dateOf(fresh.from);
  }
  if (coming.some((it) => it.booked_via === "whatsapp")) tick(0);
  known = seen;
}

// ---- mails and what was done --------------------------------------------------------------------------------

let mailsDrawn = "";

async function drawMails() {
  const { items } = await ask("/demo/mails");
  const key = `${tongue} ${items.map((it) => it.number).join()}`;
  if (items.length > 0 && done.has(0)) tick(1);
  if (key === mailsDrawn) return;
  mailsDrawn = key;
  const open = new Set([...at("mails").querySelectorAll("details[open]")].map((it) => it.dataset.number));
  const mails = items.map((it) => {
    const line = make("details", "", make("summary", "", it.subject, make("small", "", `${words().to} ${it.to.join(", ")}`)), make("pre", "", it.body));
    line.dataset.number = it.number;
    line.open = open.has(String(it.number));
    return line;
  });
  at("mails").replaceChildren(...(mails.length > 0 ? mails : [make("p", "none", words().noMails)]));
}

async function watchPhone() {
  const { messages } = await ask(`/demo/phone/${person}/messages`);
  const reminder = messages.findLast((it) => it.from === "clinic" && it.shown.kind === "template" && it.shown.choices?.length > 0);
  if (reminder) tick(2);
  if (reminder?.shown.tapped) tick(3);
}

async function look() {
  now = (await ask("/demo/clock")).now;
  drawClock();
  shownDay ??= dateOf(now);
  await followPerson();
  await Promise.all([drawDay(), drawMails(), watchPhone()]);
}

// ---- hands --------------------------------------------------------------------------------------------------

function turn(days) {
  follow = days === 0;
  shownDay = days === 0 ? dateOf(now) : dateOf(Date.parse(`${shownDay}T12:00:00Z`) + days * DAY_MILLIS);
  drawDay().catch(() => {});
}

at("earlier").addEventListener("click", () => turn(-1));
at("later").addEventListener("click", () => turn(1));
at("today").addEventListener("click", () => turn(0));
at("jump").addEventListener("click", () => move("/demo/jump", {}, words().moved));
for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => move("/demo/clock", { advance: button.dataset.advance }, ""));
}
at("tongue").addEventListener("click", () => {
  tongue = tongue === "sv" ? "en" : "sv";
  drawWords();
  at("phone").contentWindow.postMessage({ svaraTongue: tongue }, location.origin);
  if (now) {
    drawClock();
    look().catch(() => {});
  }
});
addEventListener("message", (event) => {
  if (event.origin !== location.origin || !event.data?.svaraPhone) return;
  if (event.data.svaraPhone !== person) known = null;
  person = event.data.svaraPhone;
  if (now) look().catch(() => {});
});

at("phone").src = `/phone?lang=${tongue}`;
drawWords();
(async () => {
  for (;;) {
    if (!document.hidden) await look().catch(() => { at("said").textContent = words().trouble; });
    await new Promise((rest) => setTimeout(rest, LOOK_MILLIS));
  }
})();
