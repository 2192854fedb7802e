// Bubbles, buttons and the sheet of a list. Everything is built from nodes: no text ever becomes markup.

/** The demo's clinic lies in Sweden; its wall clock is the chat's. */
const ZONE = "Europe/Stockholm";

function make(tag, className, ...children) {
  const node = document.createElement(tag);
  if (className) node.className = className;
  node.append(...children.filter((it) => it !== undefined && it !== null));
  return node;
}

function icon(paths, className = "") {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", className.includes("ticks") ? "0 0 18 12" : "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", className);
  for (const d of paths) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const REPLY = ["M9 7L4 12l5 5", "M4 12h9a7 7 0 0 1 7 7"];
const LIST = ["M8 6h12M8 12h12M8 18h12", "M4 6h.01M4 12h.01M4 18h.01"];
const LEAVE = ["M14 4h6v6", "M20 4l-9 9", "M18 14v6H4V6h6"];
const ONE_TICK = ["M4 6.5l3 3 6-7"];
const TWO_TICKS = ["M1 6.5l3 3 6-7", "M8 8.5l1 1 6-7"];

const date = (at, options, tongue) => new Intl.DateTimeFormat(tongue === "sv" ? "sv-SE" : "en-GB", { timeZone: ZONE, ...options }).format(new Date(at));
const number = (at) => date(at, { year: "numeric", month: "2-digit", day: "2-digit" }, "sv");

/** The day as a chip says it. */
export function day(at, tongue, now, words) {
  if (now && number(at) === number(now)) return words.today;
  if (now && number(at) === number(Date.parse(now) - 86_400_000)) return words.yesterday;
  return date(at, { weekday: "long", day: "numeric", month: "long" }, tongue);
}

/** `*bold*`, `_slanted_` and addresses, as the real app shows them. */
function words(text) {
  const parts = text.split(/(https?:\/\/[^\s]+|\*[^*\n]+\*|(?<![\w/])_[^_\n]+_(?!\w))/u);
  return parts.filter(Boolean).map((part) => {
    if (/^https?:\/\//.test(part)) {
      const link = make("a", "", part);
      link.href = part;
      link.target = "_blank";
      link.rel = "noopener";
      return link;
    }
    if (/^\*[^*]+\*$/.test(part)) return make("strong", "", part.slice(1, -1));
    if (/^_[^_]+_$/.test(part)) return make("em", "", part.slice(1, -1));
    return part;
  });
}

const PAGE = ["M7 3h7l4 4v14H7z", "M14 3v4h4"];
const VOICE = ["M9 6a3 3 0 0 1 6 0v5a3 3 0 0 1-6 0z", "M6 11a6 6 0 0 0 12 0", "M12 17v4"];
const PICTURE = ["M4 5h16v14H4z", "M4 16l5-5 4 4 2-2 5 5", "M15.5 9.5h.01"];
const PLACE = ["M12 21s-7-6.2-7-11a7 7 0 0 1 14 0c0 4.8-7 11-7 11z", "M12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z"];
const THINGS = { image: PICTURE, voice: VOICE, audio: VOICE, location: PLACE, document: PAGE, video: PICTURE, sticker: PICTURE, contacts: PAGE };

/** The sign of something that is not words. */
export const sign = (kind) => icon(THINGS[kind], "sign");

function stamp(message, context) {
  const line = make("span", "stamp", date(message.at, { hour: "2-digit", minute: "2-digit" }, context.tongue));
  if (message.from === "me") {
    const known = message.status === "sent" ? ONE_TICK : TWO_TICKS;
    const spoken = make("span", "unseen", context.words.statuses[message.status] ?? message.status);
    line.append(icon(known, `ticks ${message.status}`), spoken);
  }
  return line;
}

function picture(message, context) {
  const image = make("img", "picture");
  image.src = `/demo/phone/${context.digits}/files/${message.shown.file.id}`;
  image.alt = message.shown.file.name ?? context.words.image;
  return image;
}

function bubble(message, context) {
  const { shown } = message;
  const box = make("div", `bubble ${message.from}`);
  if (context.quoted) box.append(make("div", "quote", make("span", "", context.quoted.shown.text || context.words[context.quoted.shown.kind] || "")));
  if (shown.header) box.append(make("p", "head", shown.header));
  if (shown.file && /^image\//.test(shown.file.mime_type)) {
    box.append(picture(message, context));
    if (shown.text) box.append(make("p", "", ...words(shown.text)));
  } else if (shown.file) {
    box.append(make("div", "thing", sign(shown.kind), make("span", "", shown.file.name ?? context.words[shown.kind] ?? shown.kind)));
    if (shown.text) box.append(make("p", "", ...words(shown.text)));
  } else if (THINGS[shown.kind]) {
    box.append(make("div", "thing", sign(shown.kind), make("span", "", shown.text || context.words[shown.kind] || shown.kind)));
  } else {
    box.append(make("p", "", ...words(shown.text)));
  }
  if (shown.footer) box.append(make("p", "foot", shown.footer));
  box.append(stamp(message, context));
  return box;
}

function button(text, paths, click, key) {
  const node = make("button", "tap", paths ? icon(paths) : null, text);
  node.type = "button";
  node.dataset.choice = key;
  node.addEventListener("click", click);
  return node;
}

function taps(message, context) {
  const { shown } = message;
  const all = [];
  if (shown.kind === "list") {
    all.push(button(shown.open, LIST, () => context.list(message), `${message.id} open`));
  } else {
    for (const choice of shown.choices ?? []) {
      const node = button(choice.title, REPLY, () => context.tap(message, choice), `${message.id} ${choice.id}`);
      node.classList.toggle("done", Boolean(shown.tapped) && shown.tapped !== choice.id);
      all.push(node);
    }
  }
  if (shown.link && /^https?:\/\//.test(shown.link.url)) {
    const link = make("a", "tap", icon(LEAVE), shown.link.label);
    link.href = shown.link.url;
    link.target = "_blank";
    link.rel = "noopener";
    all.push(link);
  }
  if (all.length === 0) return null;
  const group = make("div", "taps", ...all);
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", context.words.choices);
  return group;
}

/** One line of the chat, with what can be tapped below it. */
export function drawLine(message, context) {
  const line = make("li", `line ${message.from}`, bubble(message, context), taps(message, context));
  line.dataset.id = message.id;
  return line;
}

/** Opens a list; answers the row that was sent, or nothing. */
export function openSheet(message, words) {
  const sheet = document.getElementById("sheet");
  const send = document.getElementById("sheet-send");
  document.getElementById("sheet-title").textContent = message.shown.open;
  send.disabled = true;
  send.textContent = words.send;
  const rows = message.shown.choices.map((choice) => {
    const radio = make("input");
    radio.type = "radio";
    radio.name = "row";
    radio.value = choice.id;
    radio.addEventListener("change", () => { send.disabled = false; });
    const label = make("span", "", choice.title, choice.description ? make("small", "", choice.description) : null);
    return make("label", "row", label, radio);
  });
  document.getElementById("rows").replaceChildren(...rows);
  sheet.returnValue = "";
  sheet.showModal();
  return new Promise((done) => {
    sheet.addEventListener("close", () => {
      const picked = sheet.querySelector("input:checked")?.value;
      done(sheet.returnValue === "send" ? message.shown.choices.find((it) => it.id === picked) : undefined);
    }, { once: true });
  });
}
