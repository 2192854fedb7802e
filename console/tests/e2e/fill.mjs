// A day that fell apart is mended: freed times, the waiting list, somebody ill, and what a move tells the patient.
import assert from "node:assert/strict";
import { button, PHONE, see, until } from "./house.mjs";

const SARA = "+46700000061";
const coming = async (desk) => (await desk.visits()).find((it) => Date.parse(it.from) > Date.parse("2026-03-12T13:00:00+01:00") && it.status !== "cancelled");

export const fill = [
  {
    name: "somebody is put on the waiting list by hand, found there, and taken off",
    path: "/waitlist",
    async story(page, desk) {
      await button(page, "Sätt på listan").click();
      const form = page.getByRole("dialog");
      await form.getByRole("combobox", { name: "Patient" }).fill("Nils Vänt");
      await form.getByRole("option", { name: "Ny patient: Nils Vänt" }).click();
      await form.getByLabel("Mobilnummer").fill("070-000 09 97");
      await form.getByLabel("Hos").selectOption("lindqvist");
      await form.getByRole("button", { name: "Sätt på listan" }).click();
      await see(page, "Nils Vänt står på listan.");
      await page.getByRole("link", { name: "Nils Vänt" }).waitFor();
      assert.ok((await desk.get("/waitlist")).items.some((it) => it.phone === "+46700000997" && it.practitioner === "lindqvist"));
      await button(page, "Ta bort Nils Vänt från listan").click();
      await until("they wait no longer", async () => !(await desk.get("/waitlist")).items.some((it) => it.phone === "+46700000997"));
    },
  },
  {
    name: "a time that comes free stands on the day with who comes next, and is booked for them",
    async story(page, desk) {
      const it = await coming(desk);
      // A number that the demo has not: nobody there permitted anything, so the desk asks nobody by itself.
      assert.equal((await desk.api("POST", "/waitlist", { phone: "+46700000997", name: "Nils Vänt", service: it.service })).status, 201);
      await page.locator(".ec-event.visit").first().waitFor();
      assert.equal((await desk.api("POST", `/appointments/${it.id}/cancellation`, { notify: false })).status, 200);
      await page.locator("summary", { hasText: /blev ledig/ }).click();
      await button(page, "Boka Nils Vänt").first().click();
      const form = page.getByRole("dialog");
      assert.equal(await form.getByLabel("Tid").inputValue(), it.from.slice(0, 16));
      assert.equal(await form.getByLabel("Hos").inputValue(), it.practitioner);
    },
  },
  {
    name: "somebody is ill: looked at, closed, taken back within ten minutes, and nobody hears of it",
    path: "/absences",
    async story(page, desk) {
      const it = await coming(desk);
      await page.getByLabel("Vem eller vad").selectOption(`practitioner:${it.practitioner}`);
      await page.getByLabel("Från").fill("2026-03-12T12:00");
      await page.getByLabel("Till").fill("2026-03-12T20:00");
      await page.getByLabel(/^Anledning/).fill("sjuk");
      await button(page, "Visa vad som händer").click();
      await see(page, it.patient.name);
      assert.equal((await desk.get("/absences")).items[0].state, "draft");
      await button(page, "Stäng tiden, skicka om tio minuter").click();
      await see(page, /Meddelandena går om (10:00|9:\d\d)/);
      assert.equal((await desk.get("/absences")).items[0].state, "releasing");
      await button(page, "Ångra").click();
      await see(page, "Tiden är öppen igen.");
      assert.equal((await desk.get("/absences")).items[0].state, "undone");
    },
  },
  {
    name: "after the ten minutes staff see who was asked and whom to call",
    path: "/absences",
    async story(page, desk) {
      const it = await coming(desk);
      await page.getByLabel("Vem eller vad").selectOption(`practitioner:${it.practitioner}`);
      await page.getByLabel("Från").fill("2026-03-12T12:00");
      await page.getByLabel("Till").fill("2026-03-12T20:00");
      await button(page, "Visa vad som händer").click();
      await button(page, "Stäng tiden, skicka om tio minuter").click();
      await see(page, /Meddelandena går om/);
      await desk.advance("PT11M");
      await page.reload();
      await see(page, "Patienterna är tillfrågade.");
      await page.getByText(/Har inte svarat|ring$|Vill bli uppringd/).first().waitFor();
      await page.getByRole("link", { name: /^\+46/ }).first().waitFor();
    },
  },
  {
    name: "before a move the patient's message is shown, and may be left out",
    async story(page, desk) {
      await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
      const it = await coming(desk);
      const card = page.locator(`.ec-event:has([data-visit="${it.id}"])`).first();
      await card.getByText(it.from.slice(11, 16)).waitFor();
      await card.click();
      await button(page, "Flytta …").click();
      const slot = (await desk.get(`/slots?service=${it.service}&practitioner=${it.practitioner}&from=${encodeURIComponent("2026-03-13T00:00:00+01:00")}&count=1`)).items[0];
      await page.getByLabel("Tid").fill("2026-03-15T09:00");
      await page.getByRole("alert").getByText("Då är det stängt").waitFor();
      await page.getByLabel("Tid").fill(slot.from.slice(0, 16));
      await see(page, "Det här får patienten läsa");
      await page.getByLabel("Skicka meddelandet").uncheck();
      await button(page, "Flytta").click();
      await until("it is moved", async () => (await desk.get(`/appointments/${it.id}`)).from === slot.from);
      const events = (await desk.get(`/appointments/${it.id}/events`)).items;
      assert.ok(events.length > 0);
    },
  },
  {
    name: "on a phone the absence flow fits and the list can be called",
    viewport: PHONE,
    path: "/absences",
    async story(page, desk) {
      const it = await coming(desk);
      await page.getByLabel("Vem eller vad").selectOption(`practitioner:${it.practitioner}`);
      await button(page, "Visa vad som händer").click();
      await see(page, "Det här händer");
      assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= PHONE.width);
    },
  },
];
