// The day: arriving, booking, moving by hand and by keyboard, taking back.
import assert from "node:assert/strict";
import { button, drawn, see, until } from "./house.mjs";

/** A visit later this day that stands alone enough to be moved. */
async function coming(desk) {
  // Later than the clinic's own notice, so that it may also be moved back to where it was.
  const now = Date.parse("2026-03-12T12:30:00+01:00");
  const all = await desk.visits();
  return all.find((it) => Date.parse(it.from) > now && (it.status === "booked" || it.status === "confirmed"));
}

async function visit(desk, id) {
  return desk.get(`/appointments/${id}`);
}

/** A time that the desk itself calls free, on this day if there is one. */
async function free(desk, service, practitioner) {
  const found = await desk.get(`/slots?service=${service}&practitioner=${practitioner}&count=20&from=2026-03-12T12:30:00%2B01:00`);
  return found.items[0];
}

const card = (page, id) => page.locator(`.ec-event:has([data-visit="${id}"])`).first();

export const day = [
  {
    name: "the day in the clinic's time although the machine stands in Tokyo, and one tap says who is here",
    async story(page, desk) {
      const it = await coming(desk);
      await card(page, it.id).getByText(it.from.slice(11, 16)).waitFor();
      await card(page, it.id).click();
      await button(page, "Är på plats").click();
      await see(page, `${it.patient.name} är på plats.`);
      assert.equal((await visit(desk, it.id)).status, "arrived");
    },
  },
  {
    name: "a no-show is one tap, and can be taken back",
    async story(page, desk) {
      const past = (await desk.visits()).find((it) => Date.parse(it.from) < Date.parse("2026-03-12T10:00:00+01:00") && it.status !== "cancelled");
      await card(page, past.id).click();
      const before = past.status;
      if (before === "fulfilled") await button(page, "Inte klar än").click();
      else await button(page, "Uteblev").click();
      await until("it is noted", async () => (await visit(desk, past.id)).status !== before);
    },
  },
  {
    name: "a cancellation asks first, can be left alone, and carries its reason",
    async story(page, desk) {
      const it = await coming(desk);
      await card(page, it.id).click();
      await button(page, "Avboka …").click();
      await button(page, "Behåll besöket").click();
      assert.notEqual((await visit(desk, it.id)).status, "cancelled");
      await button(page, "Avboka …").click();
      await page.getByLabel("Anledning (valfritt)").fill("sjuk");
      await button(page, "Avboka").click();
      await until("it is cancelled", async () => (await visit(desk, it.id)).status === "cancelled");
      await page.getByText("1 avbokat besök").waitFor();
    },
  },
  {
    name: "a card is dragged to another hour: it asks, moves, and Ctrl+Z brings it back",
    async story(page, desk) {
      const it = await coming(desk);
      const target = await free(desk, it.service, it.practitioner);
      await drawn(page);
      await card(page, it.id).hover();
      // The day is drawn anew when something comes: for that moment the card stands nowhere.
      let box = null;
      await until("the card stands", async () => (box = await card(page, it.id).boundingBox()) !== null);
      await page.mouse.move(box.x + 40, box.y + 6);
      await page.mouse.down();
      await page.mouse.move(box.x + 44, box.y + 20, { steps: 4 });
      await page.mouse.move(box.x + 44, box.y + 6 - 48, { steps: 10 });
      await page.mouse.up();
      await page.getByRole("heading", { name: `Flytta besöket för ${it.patient.name}?` }).waitFor();
      assert.notEqual(await page.getByLabel("Tid").inputValue(), it.from.slice(0, 16), "the dropped time is in the form");
      assert.equal((await visit(desk, it.id)).from, it.from, "nothing moves before it is asked");
      await page.getByLabel("Tid").fill(target.from.slice(0, 16));
      await page.getByRole("button", { name: "Flytta", exact: true }).click();
      await until("it is moved", async () => (await visit(desk, it.id)).from === target.from);
      await see(page, "är flyttat.");
      await page.keyboard.press("Control+z");
      await until("it is back", async () => (await visit(desk, it.id)).from === it.from);
      // Whoever is on the waiting list is not asked within the minute: what was a slip can be done again.
      await see(page, "Ångrat:");
      await desk.settle();
      await page.keyboard.press("Control+Shift+z");
      await until("it is moved again", async () => (await visit(desk, it.id)).from === target.from);
    },
  },
  {
    name: "a click on an empty time books a known patient, found by a part of the name",
    async story(page, desk) {
      const [known] = await desk.visits();
      const practitioner = known.practitioner;
      const slot = await free(desk, known.service, practitioner);
      await page.goto(`${desk.url}/day/${slot.from.slice(0, 10)}`);
      await page.locator(".ec-event.visit").first().waitFor();
      await page.keyboard.press("b");
      await page.getByRole("combobox", { name: "Patient" }).fill(known.patient.name.split(" ")[1].slice(0, 4));
      await page.getByRole("option", { name: known.patient.name }).first().click();
      await page.getByLabel("Behandling").selectOption(known.service);
      await page.getByLabel("Hos").selectOption(practitioner);
      await page.getByLabel("Tid").fill(slot.from.slice(0, 16));
      await button(page, "Boka tiden").click();
      await see(page, `${known.patient.name} är bokad.`);
      const booked = (await desk.get(`/appointments?from=${encodeURIComponent(slot.from)}&limit=20`)).items.find((it) => it.from === slot.from && it.practitioner === practitioner);
      assert.equal(booked.patient.id, known.patient.id);
      assert.equal(booked.booked_via, "console");
    },
  },
  {
    name: "a new patient is entered while booking, with a number as one says it at home",
    async story(page, desk) {
      await see(page, "torsdag 12 mars");
      await page.keyboard.press("b");
      await page.getByRole("combobox", { name: "Patient" }).fill("Majken Ny");
      await page.getByRole("option", { name: "Ny patient: Majken Ny" }).click();
      await page.getByLabel("Mobilnummer").fill("070-000 00 97");
      await page.locator(".slot").first().click();
      await button(page, "Boka tiden").click();
      await see(page, "Majken Ny är bokad.");
      const found = (await desk.get("/patients?search=majken")).items;
      assert.equal(found[0].phone, "+46700000097");
    },
  },
  {
    name: "a taken time is warned of before, and the desk's no keeps what was typed",
    async story(page, desk) {
      const it = await coming(desk);
      await see(page, "torsdag 12 mars");
      await page.keyboard.press("b");
      await page.getByRole("combobox", { name: "Patient" }).fill("Nils Krock");
      await page.getByRole("option", { name: "Ny patient: Nils Krock" }).click();
      await page.getByLabel("Mobilnummer").fill("+46700000098");
      await page.getByLabel("Behandling").selectOption(it.service);
      await page.getByLabel("Hos").selectOption(it.practitioner);
      await page.getByLabel("Tid").fill(it.from.slice(0, 16));
      await see(page, `Krockar med ${it.patient.name}`);
      await button(page, "Boka tiden").click();
      await see(page, "Det gick inte att boka.");
      assert.equal(await page.getByLabel("Namn").inputValue(), "Nils Krock");
    },
  },
  {
    name: "the week of one practitioner, rooms as columns, and a finer grid",
    async story(page) {
      await page.locator(".ec-event.visit").first().waitFor();
      await page.getByRole("radio", { name: "Vecka", exact: true }).check();
      await until("seven days are drawn", async () => (await page.locator(".ec-time-grid .ec-col-head").count()) >= 5);
      await page.getByRole("radio", { name: "Dag", exact: true }).check();
      await page.getByRole("radio", { name: "5 min", exact: true }).check();
      await page.locator(".ec-event.visit").first().waitFor();
      await page.getByRole("radio", { name: "Rum", exact: true }).check();
      await page.locator(".ec-col-head").first().waitFor();
    },
  },
  {
    name: "a patient's kept time stands on the day with its countdown",
    async story(page, desk) {
      await desk.writes("+46700000099", "Hej, jag vill boka en undersökning så snart som möjligt");
      const talk = await desk.conversation("+46700000099");
      const offer = talk.messages.findLast((it) => it.shown);
      await desk.writes("+46700000099", "den första");
      const from = (await desk.get("/diary?from=2026-03-12&to=2026-04-20")).holds[0];
      assert.ok(offer && from, "the desk keeps a time while it asks for the name");
      await page.goto(`${desk.url}/day/${from.from.slice(0, 10)}`);
      await page.locator(".ec-event.hold").first().waitFor();
      await see(page, /Hålls för patient \d+:\d\d/);
    },
  },
  {
    name: "on paper the day is a list with numbers to call",
    async story(page, desk) {
      const it = await coming(desk);
      await page.locator(".ec-event.visit").first().waitFor();
      await page.emulateMedia({ media: "print" });
      await page.locator(".paper").getByText(it.patient.name).first().waitFor();
      assert.equal(await page.locator(".calendar").first().isVisible(), false);
    },
  },
];
