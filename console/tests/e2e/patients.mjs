// Patients: found by ear, their card, two cards of one person.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

export const patients = [
  {
    name: "a patient is found by a part, by ear and by number, and the card shows their visits",
    path: "/patients",
    async story(page, desk) {
      const [visit] = await desk.visits();
      const [first, last] = visit.patient.name.split(" ");
      const ear = last.replaceAll(/[åä]/gi, "a").replaceAll(/ö/gi, "o").toLowerCase();
      for (const wanted of [`${first.slice(0, 3)} ${ear}`, visit.patient.phone.slice(-6)]) {
        await page.getByRole("searchbox").fill(wanted);
        await page.locator(`[data-patient="${visit.patient.id}"]`).waitFor();
      }
      await page.locator(`[data-patient="${visit.patient.id}"]`).click();
      await page.getByRole("heading", { name: visit.patient.name, level: 2 }).waitFor();
      await page.locator(".card").getByText(visit.practitioner_name).first().waitFor();
      await page.goBack();
      await page.locator(`[data-patient="${visit.patient.id}"]`).waitFor();
    },
  },
  {
    name: "a number that is none is refused at its field and keeps what was typed",
    path: "/patients",
    async story(page, desk) {
      await button(page, "Ny").click();
      await page.getByLabel("Namn").fill("Åke Prov");
      await page.getByLabel("Mobilnummer").fill("tolv");
      await button(page, "Lägg till").click();
      await see(page, "Det ser inte ut som ett nummer.");
      assert.equal(await page.getByLabel("Namn").inputValue(), "Åke Prov");
      assert.equal(await page.getByLabel("Mobilnummer").inputValue(), "tolv");
      await page.getByLabel("Mobilnummer").fill("070 000 00 96");
      await button(page, "Lägg till").click();
      await page.getByRole("heading", { name: "Åke Prov", level: 2 }).waitFor();
      assert.equal((await desk.get("/patients?search=ake")).items[0].phone, "+46700000096");
    },
  },
  {
    name: "two cards become one, and two again",
    async story(page, desk) {
      const kept = (await desk.api("POST", "/patients", { name: "Karl Öhman", phone: "+46700000095" })).body;
      const gone = (await desk.api("POST", "/patients", { name: "Carl Ohman", phone: "+46700000095" })).body;
      await page.goto(`${desk.url}/patients/${kept.id}`);
      await button(page, "Slå ihop").click();
      await page.getByRole("dialog").getByRole("button", { name: /Carl Ohman/ }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Slå ihop", exact: true }).click();
      await see(page, "Kortet för Carl Ohman är hopslaget.");
      await until("one is found", async () => (await desk.get("/patients?search=ohman")).items.length === 1);
      await page.locator(".column").getByRole("button", { name: "Ångra" }).click();
      await until("two are found", async () => (await desk.get("/patients?search=ohman")).items.length === 2);
      assert.equal((await desk.get(`/patients/${gone.id}`)).name, "Carl Ohman");
    },
  },
  {
    name: "a note about a patient stands on the card and beside the conversation",
    async story(page, desk) {
      const [visit] = await desk.visits();
      await page.goto(`${desk.url}/patients/${visit.patient.id}`);
      await page.getByPlaceholder("Ny anteckning …").fill("Hör dåligt på vänster öra");
      await button(page, "Spara anteckningen").click();
      await see(page, "Hör dåligt på vänster öra");
      await desk.writes(visit.patient.phone, "Hej! Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation(visit.patient.phone);
      await page.goto(`${desk.url}/inbox/${id}`);
      await page.locator("aside").getByText("Hör dåligt på vänster öra").waitFor();
    },
  },
];
