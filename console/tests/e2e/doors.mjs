// Getting in and out, and what holds everywhere: language, keys, a stale or broken line.
import assert from "node:assert/strict";
import { button, drawn, PHONE, see } from "./house.mjs";

export const doors = [
  {
    name: "a wrong password is told kindly and keeps the address; the rooms stay shut",
    signedIn: false,
    async story(page) {
      await page.getByLabel("E-post").fill("elsa@nordkliniken.example");
      await page.getByLabel("Lösenord").fill("fel fel fel");
      await button(page, "Logga in").click();
      await see(page, "stämmer inte");
      assert.equal(await page.getByLabel("E-post").inputValue(), "elsa@nordkliniken.example");
      assert.equal(await page.getByRole("navigation").count(), 0);
    },
  },
  {
    name: "a set-up link that is no link says so, and its token leaves the address",
    signedIn: false,
    path: "/setup#token=spent",
    async story(page) {
      assert.equal(new URL(page.url()).hash, "");
      await page.getByLabel("Ditt namn").fill("Elsa");
      await page.getByLabel("E-post").fill("elsa@nordkliniken.example");
      await page.getByLabel("Lösenord", { exact: true }).fill("tolv gröna hästar");
      await button(page, "Skapa konto").click();
      await see(page, "redan använd");
      assert.equal(await page.getByLabel("Ditt namn").inputValue(), "Elsa");
    },
  },
  {
    name: "Swedish and English change places at once, and the choice is kept",
    async story(page) {
      await see(page, "Torsdag 12 mars".toLowerCase());
      await page.getByRole("radio", { name: "English" }).check();
      await see(page, "Thursday 12 March");
      await page.reload();
      await see(page, "Thursday 12 March");
      assert.equal(await page.evaluate(() => document.documentElement.lang), "en");
    },
  },
  {
    name: "Ctrl+K finds a patient by ear and goes anywhere; ? shows the keys",
    async story(page, desk) {
      const [visit] = await desk.visits();
      await see(page, "torsdag 12 mars");
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill(visit.patient.name.split(" ")[0]);
      await page.getByRole("option", { name: visit.patient.name }).first().click();
      await page.getByRole("heading", { name: visit.patient.name, level: 2 }).waitFor();
      await page.keyboard.press("Control+k");
      await page.getByRole("combobox").fill("inkorg");
      await page.keyboard.press("Enter");
      await page.getByRole("heading", { name: "Inkorg", level: 1 }).waitFor();
      await page.keyboard.press("?");
      await see(page, "Föreslå tre lediga tider");
    },
  },
  {
    name: "every page is reached by its address, and back goes back",
    path: "/patients",
    async story(page) {
      await page.getByRole("heading", { name: "Patienter", level: 1 }).waitFor();
      await page.getByRole("link", { name: "Inte hanterat" }).click();
      await see(page, "Allt är omhändertaget");
      await page.goBack();
      await page.getByRole("heading", { name: "Patienter", level: 1 }).waitFor();
    },
  },
  {
    name: "at 390 pixels nothing is wider than the phone, on any page",
    viewport: PHONE,
    async story(page, desk) {
      await desk.writes("+46700000061", "Hej! Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation("+46700000061");
      const [visit] = await desk.visits();
      for (const path of ["/", "/inbox", `/inbox/${id}`, "/patients", `/patients/${visit.patient.id}`, "/unhandled", "/waitlist", "/absences", "/settings/people", "/settings/account", "/settings/clinic", "/settings/practitioners", "/settings/texts", "/settings/rules", "/settings/file"]) {
        await page.goto(desk.url + path);
        await drawn(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= PHONE.width, `${path} is ${wide} pixels wide`);
      }
    },
  },
  {
    name: "on a phone every page is two taps away, the waiting list and absence among them",
    viewport: PHONE,
    async story(page) {
      const ways = page.getByRole("navigation", { name: "Sidor" });
      for (const [way, title] of [["Väntelista", "Väntelista"], ["Frånvaro", "Frånvaro"], ["Inte hanterat", "Inte hanterat"]]) {
        await ways.getByRole("button", { name: "Mer" }).click();
        await page.getByRole("dialog").getByRole("link", { name: way }).click();
        await page.getByRole("heading", { name: title, level: 1 }).waitFor();
        assert.equal(await page.getByRole("dialog").count(), 0);
      }
      await ways.getByRole("link", { name: "Inkorg" }).click();
      await page.getByRole("heading", { name: "Inkorg", level: 1 }).waitFor();
    },
  },
];
