// The clinic's settings: edited in forms, tried in a conversation, refused at the field, saved, and two who save at once.
import assert from "node:assert/strict";
import { button, PHONE, see, until } from "./house.mjs";

const SERVICE = "Undersökning";
const standing = async (desk) => (await desk.get("/clinic/settings"));
const service = (it, id) => it.settings.service.find((other) => other.id === id);
const openService = (page) => page.locator("main").getByRole("button", { name: new RegExp(`^${SERVICE}`) }).click();
const length = (page) => page.getByLabel(/^Längd/);

export const settings = [
  {
    name: "a setting is changed, tried before it is saved, saved, and holds for patients at once",
    path: "/settings/answers",
    async story(page, desk) {
      const { settings: before } = await standing(desk);
      const parking = before.answer.find((it) => it.topic === "parking");
      await page.locator("main").getByRole("button", { name: parking.question.sv }).click();
      await page.getByLabel("Klinikens svar (svenska)").fill("Parkera på taket, det är gratis.");
      await see(page, "Ändringar som inte är sparade");
      await page.getByLabel("Skriv som patient").fill(parking.question.sv);
      await page.keyboard.press("Enter");
      await page.getByRole("log").getByText("Parkera på taket").waitFor();
      assert.deepEqual((await standing(desk)).settings, before, "a trial saves nothing");
      await page.getByLabel("Klinikens svar (svenska)").fill("Parkera i garaget, det kostar inget.");
      await page.getByRole("log").getByText("Parkera i garaget").waitFor();
      await button(page, "Kontrollera och spara").click();
      await see(page, "Inställningarna gäller nu.");
      await desk.writes("+46700000061", parking.question.sv);
      const talk = await desk.conversation("+46700000061");
      assert.ok(talk.messages.some((it) => it.text.includes("Parkera i garaget")));
    },
  },
  {
    name: "a mistake stands at its field, keeps what was typed, and saves nothing",
    path: "/settings/services",
    async story(page, desk) {
      const before = await standing(desk);
      await openService(page);
      await length(page).fill("0");
      await page.getByRole("navigation", { name: "Inställningar" }).getByRole("link", { name: "Regler" }).click();
      await page.getByRole("heading", { name: "Påminnelser" }).waitFor();
      await button(page, "Kontrollera och spara").click();
      await page.locator("[data-field='/service/0/minutes']").getByText("från 1 till 1440").waitFor();
      assert.equal(await length(page).inputValue(), "0");
      assert.equal((await standing(desk)).revision, before.revision);
      await length(page).fill("35");
      await button(page, "Kontrollera och spara").click();
      await see(page, "Inställningarna gäller nu.");
      assert.equal(service(await standing(desk), "undersokning").minutes, 35);
    },
  },
  {
    name: "two people save at once: the second sees what changed and keeps hers on top",
    path: "/settings/services",
    async story(page, desk) {
      await openService(page);
      await length(page).fill("40");
      const { revision, settings } = await standing(desk);
      settings.clinic.address = "Nygatan 2, 602 24 Norrköping";
      assert.equal((await desk.api("PUT", "/clinic/settings", { revision, settings })).status, 200);
      await button(page, "Kontrollera och spara").click();
      await page.getByRole("dialog").getByText("Nygatan 2").waitFor();
      await button(page, "Behåll mina ovanpå").click();
      await button(page, "Kontrollera och spara").click();
      await see(page, "Inställningarna gäller nu.");
      const after = await standing(desk);
      assert.equal(after.settings.clinic.address, "Nygatan 2, 602 24 Norrköping");
      assert.equal(service(after, "undersokning").minutes, 40);
    },
  },
  {
    name: "nobody with visits coming is taken out, and the reason is told",
    path: "/settings/practitioners",
    async story(page, desk) {
      const [visit] = (await desk.get("/appointments?from=2026-03-13&limit=50")).items.filter((it) => it.status !== "cancelled");
      await page.locator("main").getByRole("button", { name: new RegExp(`^${visit.practitioner_name}`) }).click();
      await button(page, "Ta bort").click();
      await button(page, "Ja, ta bort").click();
      await button(page, "Kontrollera och spara").click();
      await see(page, /kommande besök\. Flytta eller avboka/);
      await button(page, "Ta bort ändringarna").click();
      await page.locator("main").getByRole("button", { name: new RegExp(`^${visit.practitioner_name}`) }).waitFor();
    },
  },
  {
    name: "a sentence in the clinic's own words is shown as a phone shows it, and too long a one is refused",
    path: "/settings/texts",
    async story(page, desk) {
      await page.getByLabel("Sök bland meningarna").fill("button-book");
      await page.locator("main").getByRole("button", { name: /^button-book/ }).first().click();
      await page.getByLabel("På svenska").fill("Boka en alldeles ny tid här");
      await see(page, "27 av högst 20 tecken");
      await button(page, "Kontrollera och spara").click();
      await page.locator(".bar").getByText("20 fit").waitFor();
      await page.getByLabel("På svenska").fill("Boka här");
      await page.locator(".phone").getByText("Boka här").waitFor();
      await button(page, "Kontrollera och spara").click();
      await see(page, "Inställningarna gäller nu.");
      assert.deepEqual((await standing(desk)).settings.text, [{ key: "button-book", say: { sv: "Boka här" } }]);
    },
  },
  {
    name: "the number is tested: the token, who is told, and every template",
    path: "/settings/channels",
    async story(page) {
      await button(page, "Testa numret").click();
      await see(page, "Allt är som det ska.");
      await see(page, /Mallen appointment_reminder \(sv\) är godkänd/);
      await page.getByLabel("Företagskontots id").fill("1");
      await button(page, "Testa numret").click();
      await see(page, "behöver ordnas");
    },
  },
  {
    name: "the file is taken home, changed, read in and saved; an earlier version comes back",
    path: "/settings/file",
    async story(page, desk) {
      const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Hämta filen" }).click()]);
      const { readFileSync } = await import("node:fs");
      const file = readFileSync(await download.path(), "utf8");
      const buffer = Buffer.from(file.replace("Storgatan 12", "Lillgatan 3"));
      await page.getByLabel("Läs in en fil …").setInputFiles({ name: "clinic.toml", mimeType: "text/plain", buffer });
      await see(page, "Filen är inläst.");
      await button(page, "Kontrollera och spara").click();
      await see(page, "Inställningarna gäller nu.");
      assert.match((await standing(desk)).settings.clinic.address, /Lillgatan 3/);
      await button(page, "Ta fram").first().click();
      await button(page, "Kontrollera och spara").click();
      await until("the earlier version stands", async () => /Storgatan 12/.test((await standing(desk)).settings.clinic.address));
      const broken = Buffer.from(file.replace("minutes = 30", "minutes = 0"));
      await page.getByLabel("Läs in en fil …").setInputFiles({ name: "clinic.toml", mimeType: "text/plain", buffer: broken });
      await page.getByRole("alert").getByText("minutes").waitFor();
    },
  },
  {
    name: "on a phone the trial conversation takes the place of the forms and gives it back",
    viewport: PHONE,
    path: "/settings/rules",
    async story(page) {
      await page.getByLabel(/^Tider som erbjuds/).fill("2");
      await button(page, "Provsamtal").click();
      await page.getByLabel("Skriv som patient").fill("Jag vill boka en undersökning");
      await button(page, "Skicka").click();
      await page.getByRole("log").getByRole("button").nth(1).waitFor();
      assert.equal(await page.getByRole("log").getByRole("button").count(), 2);
      await button(page, "Till formulären").click();
      assert.equal(await page.getByLabel(/^Tider som erbjuds/).inputValue(), "2");
    },
  },
];
