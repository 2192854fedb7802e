// The manager looks over how the clinic handles personal data.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

export const oversight = [
  {
    name: "an incident is recorded, its clocks run, and it is closed once somebody was told",
    path: "/oversight",
    async story(page, desk) {
      await button(page, "Anteckna en incident").click();
      await page.getByLabel("Vad har hänt?").fill("En lista gick till fel klinik.");
      await page.getByLabel("Hur många personer berörs").fill("12");
      await button(page, "Anteckna").click();
      await see(page, "12 personer berörs.");
      await see(page, /^Tidig varning\s+23|24 h kvar/);
      const next = page.getByLabel("Nästa steg");
      const say = async (step, words) => {
        await next.selectOption(step);
        await page.getByLabel("Med några ord").fill(words);
        await button(page, "Spara steget").click();
      };
      await say("closed", "klart");
      await see(page, "Klockorna går");
      await say("notified", "IMY, ärende 1");
      await page.getByText("IMY, ärende 1").waitFor();
      await say("closed", "Mottagaren har raderat listan.");
      await page.getByText("Mottagaren har raderat listan.").waitFor();
      await next.waitFor({ state: "detached" });
      const [it] = (await desk.get("/incidents")).items;
      assert.ok(it.closed_at !== null && !it.notification.late);
    },
  },
  {
    name: "a month's looks are drawn, and a verdict needs words",
    path: "/",
    async story(page, desk, { sit }) {
      const [visit] = await desk.visits();
      await desk.get(`/patients/${visit.patient.id}`);
      await desk.advance("P21D");
      await until("the review is drawn", async () => (await desk.get("/access-reviews")).items.length > 0);
      const { page: later } = await sit({ path: "/" });
      await later.getByRole("link", { name: "Granskning" }).click();
      await see(later, "Mars 2026");
      await button(later, "Visa").first().click();
      const look = later.locator(".looks li", { hasText: "öppnade ett patientkort" }).first();
      await look.getByText("Stickprov").waitFor();
      await look.getByRole("radio", { name: "Oklart" }).check();
      await button(look, "Spara bedömningen").click();
      assert.equal(await look.getByText("Bedömt av").count(), 0, "it needs words");
      await look.getByLabel("Hur vet du det?").fill("Jag frågar i receptionen.");
      await button(look, "Spara bedömningen").click();
      await look.getByText("Jag frågar i receptionen.").waitFor();
      await look.getByText(/^Bedömt av/).waitFor();
      const [review] = (await desk.get("/access-reviews")).items;
      assert.equal(review.open, review.entries - 1);
    },
  },
];
