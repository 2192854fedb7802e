// Two at once: a colleague at another computer (the API, as any program may use it) and a
// second browser of the same person.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

const SARA = "+46700000061";

export const two = [
  {
    name: "a colleague who has the conversation is seen writing; the second is refused and writes a note",
    path: "/inbox",
    async story(page, desk) {
      await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation(SARA);
      await page.locator(`[data-conversation="${id}"]`).click();
      await see(page, "Väntar på en människa");
      await desk.api("POST", `/conversations/${id}/takeover`, {});
      await desk.api("PUT", `/conversations/${id}/draft`, { text: "Hej Sara, vi har" });
      await see(page, "API svarar");
      await see(page, "Hej Sara, vi har");
      await page.locator("#reply").fill("Kan du fråga om remissen?");
      await button(page, "Spara anteckningen").click();
      await page.locator(".note .text", { hasText: "remissen" }).waitFor();
      const all = (await desk.conversation(SARA)).messages;
      assert.ok(!all.some((it) => it.text.includes("remissen")));
    },
  },
  {
    name: "whoever begins to write a moment too late is refused by the desk, and keeps the words",
    path: "/inbox",
    async story(page, desk, { context }) {
      await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation(SARA);
      await page.locator(`[data-conversation="${id}"]`).click();
      await see(page, "Väntar på en människa");
      // The line to this browser is slow: it does not hear that a colleague took it.
      await context.route("**/api/v1/events", (route) => route.abort());
      await desk.api("POST", `/conversations/${id}/takeover`, {});
      await page.locator("#reply").pressSequentially("Hej Sara");
      await see(page, "API");
      assert.equal((await desk.conversation(SARA)).taken_by, "API");
      await page.getByRole("button", { name: "Ta över" }).first().click();
      await button(page, "Ta över").last().click();
      await until("it changed hands", async () => (await desk.conversation(SARA)).taken_by !== "API");
      assert.equal(await page.locator("#reply").inputValue(), "Hej Sara");
    },
  },
  {
    name: "two browsers see the same day change at once",
    async story(page, desk, { sit }) {
      const other = await sit({ locale: "en-GB" });
      const now = Date.parse("2026-03-12T10:20:00+01:00");
      const it = (await desk.visits()).find((visit) => Date.parse(visit.from) > now && visit.status !== "cancelled");
      const card = `.ec-event:has([data-visit="${it.id}"])`;
      await other.page.locator(card).waitFor();
      await page.locator(card).click();
      await button(page, "Är på plats").click();
      await other.page.locator(`${card}.arrived`).waitFor();
    },
  },
  {
    name: "what one browser began to write is there in the other",
    path: "/inbox",
    async story(page, desk, { sit }) {
      await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation(SARA);
      await page.locator(`[data-conversation="${id}"]`).click();
      await page.locator("#reply").pressSequentially("Hej Sara, jag");
      await until("the desk keeps it", async () => (await desk.conversation(SARA)).drafts.some((it) => it.text === "Hej Sara, jag"));
      const other = await sit({ path: `/inbox/${id}` });
      await until("it is there", async () => (await other.page.locator("#reply").inputValue().catch(() => "")) === "Hej Sara, jag");
    },
  },
];
