// The manager looks over how the clinic handles personal data.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

export const oversight = [
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
