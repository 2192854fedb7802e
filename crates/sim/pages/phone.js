// The phone: one chat, drawn from what the simulated provider says, and asked for news without end.

import { NEWCOMER, PEOPLE, WORDS, hints } from "/phone/phone-words.js";
import { day, drawLine, openSheet, sign } from "/phone/phone-draw.js";

const at = (id) => document.getElementById(id);
const RETRY_MILLIS = 2000;
const TYPING_PAUSE_MILLIS = 400;
/** What the simulated provider takes from a phone. */
const FILE_BYTES_MAX = 4 * 1024 * 1024;
const PICTURES = "image/jpeg,image/png";

const kept = {
  get: (name) => { try { return localStorage.getItem(`svara-phone-${name}`); } catch { return null; } },
  set: (name, value) => { try { localStorage.setItem(`svara-phone-${name}`, value); } catch { /* private window */ } },
};

const asked = new URLSearchParams(location.search);
let person = whoIs(asked.get("as") ?? kept.get("person") ?? PEOPLE[0].digits);
let chosen = asked.get("lang") ?? kept.get("tongue");
let tongue = chosen in WORDS ? chosen : person.tongue;
let chat = { version: 0, messages: new Map() };
let asking = new AbortController();
let typingEnd = 0;

const words = () => WORDS[tongue] ?? WORDS.en;

function whoIs(digits) {
  return PEOPLE.find((it) => it.digits === digits) ?? { digits, name: "Kim", tongue: "sv" };
}

function newNumber() {
  return `4670000${String(100 + Math.floor(Math.random() * 900)).padStart(4, "0")}`;
}

// ---- the frame around the chat ------------------------------------------------------------------------------

function drawFrame() {
  document.documentElement.lang = tongue;
  document.title = `${words().phone} · Svara`;
  at("you-are").textContent = words().youAre;
  at("tongue").textContent = tongue === "sv" ? "EN" : "SV";
  at("tongue").setAttribute("aria-label", words().other);
  at("words").placeholder = words().placeholder;
  at("words").setAttribute("aria-label", words().placeholder);
  at("send").setAttribute("aria-label", words().send);
  at("more").setAttribute("aria-label", words().more);
  at("sheet-close").setAttribute("aria-label", words().close);
  at("sheet-send").textContent = words().send;
  at("typing-words").textContent = words().typing;
  at("hints").setAttribute("aria-label", words().hints);
  for (const item of at("menu").children) item.lastElementChild.textContent = words()[item.dataset.kind];
  drawPeople();
  drawState();
}

function drawPeople() {
  const options = PEOPLE.map((it) => new Option(it.label[tongue], it.digits));
  if (!PEOPLE.includes(person)) options.push(new Option(`+${person.digits}`, person.digits));
  options.push(new Option(`＋ ${NEWCOMER[tongue]}`, "new"));
  at("person").replaceChildren(...options);
  at("person").value = person.digits;
  const [who, what] = words().welcome[person.digits] ?? words().welcome.other;
  const name = document.createElement("b");
  name.textContent = who;
  at("welcome").replaceChildren(name, what);
}

function drawState() {
  const typing = typingEnd > Date.now();
  at("state").textContent = typing ? words().typing : words().business;
  if (at("typing").hidden === typing) {
    const stays = isAtEnd();
    at("typing").hidden = !typing;
    if (stays) toEnd();
  }
}

function drawHints() {
  const chips = hints(tongue, person.digits, [...chat.messages.values()]).map((text) => {
    const chip = document.createElement("button");
    chip.type = "button";
    chip.className = "hint";
    chip.textContent = text;
    chip.addEventListener("click", () => say({ text }));
    return chip;
  });
  at("hints").replaceChildren(...chips);
}

// ---- the chat -----------------------------------------------------------------------------------------------

const isAtEnd = () => at("chat").scrollHeight - at("chat").scrollTop - at("chat").clientHeight < 80;
const toEnd = () => at("chat").scrollTo({ top: at("chat").scrollHeight });

/** Lines that did not change stay the same nodes, so that a screen reader hears only what is new. */
function drawChat(fresh) {
  const stays = isAtEnd();
  const drawn = new Map([...at("lines").children].map((it) => [it.dataset.key, it]));
  const before = new Set([...at("lines").children].map((it) => it.dataset.id));
  const focused = document.activeElement?.dataset?.choice;
  const lines = [];
  let last;
  for (const message of chat.messages.values()) {
    const today = day(message.at, tongue, chat.now, words());
    if (!last || day(last.at, tongue, chat.now, words()) !== today) {
      lines.push(drawn.get(today) ?? chip(today));
      last = undefined;
    }
    const key = `${message.id} ${message.version} ${tongue}`;
    const line = drawn.get(key) ?? drawLine(message, { digits: person.digits, tongue, words: words(), quoted: chat.messages.get(message.reply_to), tap, list });
    line.dataset.key = key;
    line.classList.toggle("turn", last?.from !== message.from);
    if (!fresh && !before.has(message.id)) line.classList.add("new");
    lines.push(line);
    last = message;
  }
  settle(at("lines"), lines);
  if (focused) [...at("lines").querySelectorAll("[data-choice]")].find((it) => it.dataset.choice === focused)?.focus();
  if (stays || fresh) toEnd();
  drawHints();
}

function chip(text) {
  const line = document.createElement("li");
  line.className = "day";
  line.dataset.key = text;
  line.textContent = text;
  return line;
}

/** Makes `wanted` the children, moving only what must move. */
function settle(parent, wanted) {
  const kept = new Set(wanted);
  for (const it of [...parent.children]) if (!kept.has(it)) it.remove();
  wanted.forEach((it, index) => {
    if (parent.children[index] !== it) parent.insertBefore(it, parent.children[index] ?? null);
  });
}

function tap(message, choice) {
  return say({ tap: { message_id: message.id, id: choice.id, title: choice.title, kind: message.shown.kind } });
}

async function list(message) {
  const choice = await openSheet(message, words());
  if (choice) await tap(message, choice);
}

async function say(what) {
  const answer = await fetch(`/demo/phone/${person.digits}/messages`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...what, name: person.name }),
  }).catch(() => null);
  if (!answer?.ok) return trouble(words().failed);
  toEnd();
  return true;
}

/** A file from this computer; what stands in the field goes with it as its caption. */
async function sendFile(file) {
  if (file.size > FILE_BYTES_MAX) return trouble(words().tooLarge);
  const beside = new URLSearchParams({ name: file.name, caption: at("words").value.trim(), profile: person.name });
  const answer = await fetch(`/demo/phone/${person.digits}/files?${beside}`, {
    method: "POST",
    headers: { "content-type": file.type || "application/octet-stream" },
    body: file,
  }).catch(() => null);
  if (!answer?.ok) return trouble(answer?.status === 413 ? words().tooLarge : words().failed);
  trouble("");
  at("words").value = "";
  grow();
  toEnd();
}

function trouble(text) {
  at("offline").textContent = text;
  at("offline").hidden = !text;
}

// ---- news ---------------------------------------------------------------------------------------------------

async function listen() {
  const mine = asking;
  while (!mine.signal.aborted) {
    const looked = !document.hidden;
    const wait = chat.version > 0;
    const url = `/demo/phone/${person.digits}/messages?since=${chat.version}&open=${looked}&wait=${wait}`;
    try {
      const answer = await fetch(url, { signal: mine.signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const news = await answer.json();
      if (mine.signal.aborted) return;
      trouble("");
      take(news);
    } catch {
      if (mine.signal.aborted) return;
      trouble(words().offline);
      await new Promise((done) => setTimeout(done, RETRY_MILLIS));
    }
  }
}

function take(news) {
  const fresh = chat.version === 0;
  if (news.whole) chat.messages.clear();
  for (const it of news.messages) chat.messages.set(it.id, it);
  chat.version = news.version;
  chat.now = news.now;
  at("business").textContent = news.business.name;
  at("face").textContent = news.business.name.replace(/^\+/, "").slice(0, 1);
  typingEnd = news.typing_ms > 0 ? Date.now() + news.typing_ms : 0;
  if (fresh || news.messages.length > 0) drawChat(fresh);
  drawState();
}

function become(digits) {
  person = whoIs(digits);
  kept.set("person", person.digits);
  tongue = chosen in WORDS ? chosen : person.tongue;
  parent.postMessage({ svaraPhone: person.digits }, location.origin);
  asking.abort();
  asking = new AbortController();
  chat = { version: 0, messages: new Map() };
  typingEnd = 0;
  at("lines").replaceChildren();
  drawFrame();
  drawHints();
  listen();
}

// ---- hands --------------------------------------------------------------------------------------------------

at("person").addEventListener("change", (event) => {
  become(event.target.value === "new" ? newNumber() : event.target.value);
});

function speak(wanted) {
  chosen = wanted;
  tongue = wanted;
  drawFrame();
  drawChat(true);
}

at("tongue").addEventListener("click", () => {
  speak(tongue === "sv" ? "en" : "sv");
  kept.set("tongue", tongue);
});
// The demo's page around this one changes its language for both.
addEventListener("message", (event) => {
  if (event.origin === location.origin && event.data?.svaraTongue in WORDS) speak(event.data.svaraTongue);
});

function grow() {
  at("words").style.height = "auto";
  at("words").style.height = `${at("words").scrollHeight + 2}px`;
}

at("words").addEventListener("input", grow);
at("words").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    at("write").requestSubmit();
  }
});

at("write").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = at("words").value.trim();
  at("words").focus();
  if (!text) return;
  at("words").value = "";
  grow();
  if (!(await say({ text })) && !at("words").value) at("words").value = text;
});

function showMenu(shown) {
  at("menu").hidden = !shown;
  at("more").setAttribute("aria-expanded", String(shown));
  if (shown) at("menu").firstElementChild.focus();
}

at("more").addEventListener("click", () => showMenu(at("menu").hidden));
at("menu").addEventListener("click", (event) => {
  const item = event.target.closest("[data-kind]");
  if (!item) return;
  showMenu(false);
  at("words").focus();
  const { kind } = item.dataset;
  if (kind !== "image" && kind !== "document") return say({ kind });
  at("file").accept = kind === "image" ? PICTURES : "";
  at("file").click();
});
at("file").addEventListener("change", async () => {
  const [file] = at("file").files;
  at("file").value = "";
  if (file) await sendFile(file);
});
at("menu").addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...at("menu").children];
  items.at((items.indexOf(document.activeElement) + step) % items.length).focus();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !at("menu").hidden) {
    showMenu(false);
    at("more").focus();
  }
});
document.addEventListener("click", (event) => {
  if (!event.target.closest(".extras")) showMenu(false);
});

// Coming back to the page reads what arrived meanwhile.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) fetch(`/demo/phone/${person.digits}/messages?since=${chat.version}&open=true`).catch(() => {});
});
for (const item of at("menu").children) item.prepend(sign(item.dataset.kind));
setInterval(drawState, TYPING_PAUSE_MILLIS);

become(person.digits);
