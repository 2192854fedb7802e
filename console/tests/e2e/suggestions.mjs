// The assistant's drafts for staff: used, changed or dropped, and counted.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

const SARA = "+46700000061";
const ASKS = "Jag vill prata med en människa, tack.";
const QUESTION = "Vilka öppettider har ni?";

const field = (page) => page.locator("#reply");
const offered = (page) => page.getByRole("region", { name: "Assistentens förslag" });
const said = async (desk) => (await desk.conversation(SARA)).messages.filter((it) => it.direction === "out").map((it) => it.text);
const figures = async (desk) => {
  const { used, changed, dropped } = await desk.get("/suggestions/figures");
  return [used, changed, dropped];
};

async function asks(page, desk, question = QUESTION) {
  await desk.writes(SARA, ASKS);
  await desk.writes(SARA, question);
  const { id } = await desk.conversation(SARA);
  await page.goto(`${desk.url}/inbox/${id}`);
  await offered(page).waitFor();
  return id;
}

export const suggestions = [
  {
    name: "a suggestion is used as it is, takes the conversation, and is counted in Lessons",
    path: "/inbox",
    async story(page, desk) {
      await asks(page, desk);
      const words = (await offered(page).locator(".words").innerText()).trim();
      assert.ok(words.includes("8–17"), words);
      const before = (await said(desk)).length;
      await button(page, "Använd").click();
      await see(page, "Du svarar");
      assert.equal((await field(page).inputValue()).trim(), words);
      assert.equal(await offered(page).count(), 0);
      assert.equal((await said(desk)).length, before, "nothing leaves by itself");
      await page.keyboard.press("Control+Enter");
      await button(page, "Skicka nu").click();
      await until("it has left", async () => (await said(desk)).at(-1)?.trim() === words);
      await until("it is counted", async () => (await figures(desk))[0] === 1);
      await page.goto(`${desk.url}/lessons`);
      await see(page, "Skickade som de var: 1");
    },
  },
  {
    name: "a suggestion is changed before it is sent, and undone it comes back changed",
    path: "/inbox",
    async story(page, desk) {
      await asks(page, desk);
      await button(page, "Använd").click();
      await field(page).press("End");
      await field(page).pressSequentially(" Välkommen!");
      await page.keyboard.press("Control+Enter");
      await button(page, "Ångra").first().click();
      assert.ok((await field(page).inputValue()).endsWith("Välkommen!"));
      assert.deepEqual(await figures(desk), [0, 0, 0], "what was undone was not sent");
      await field(page).press("Control+Enter");
      await button(page, "Skicka nu").click();
      await until("it is counted", async () => (await figures(desk))[1] === 1);
      assert.deepEqual(await figures(desk), [0, 1, 0]);
    },
  },
  {
    name: "a suggestion is dropped and stays away; the next words have one of their own",
    path: "/inbox",
    async story(page, desk) {
      await asks(page, desk);
      await button(page, "Nej tack").click();
      await until("it is counted", async () => (await figures(desk))[2] === 1);
      await page.reload();
      await see(page, QUESTION);
      await page.waitForTimeout(600);
      assert.equal(await offered(page).count(), 0);
      await desk.writes(SARA, "Var kan jag parkera?");
      await offered(page).waitFor();
    },
  },
];
