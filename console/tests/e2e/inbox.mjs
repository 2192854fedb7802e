// The inbox: what needs somebody, answering, taking back, putting aside, notes, a broken line.
import assert from "node:assert/strict";
import { button, PHONE, see, until } from "./house.mjs";

const SARA = "+46700000061";
const TOM = "+46700000062";
const NEWCOMER = "+46700000997";
const ASKS = "Hej! Jag vill prata med en människa, tack.";

async function asks(desk, phone = SARA, words = ASKS) {
  await desk.writes(phone, words);
  return (await desk.conversation(phone)).id;
}

/** Somebody in the clinic's books who may be written to first, and comes no sooner than in three days. */
async function permitted(desk) {
  const all = (await desk.get("/appointments?from=2026-03-16&to=2026-03-28&limit=200")).items;
  for (const { patient, status } of all) {
    if (!patient.phone || status === "cancelled") continue;
    const given = (await desk.get(`/permissions?phone=${encodeURIComponent(patient.phone)}`)).items;
    if (given.some((it) => it.purpose === "appointment" && it.state === "given")) return patient;
  }
  return assert.fail("nobody may be written to");
}

const row = (page, id) => page.locator(`[data-conversation="${id}"]`);
const said = async (desk, phone) => (await desk.conversation(phone)).messages.filter((it) => it.direction === "out").map((it) => it.text);
const field = (page) => page.locator("#reply");

export const inbox = [
  {
    name: "who needs someone comes on its own, and the first keystroke takes it",
    path: "/inbox",
    async story(page, desk) {
      await see(page, "Ingen väntar");
      const id = await asks(desk);
      await row(page, id).waitFor();
      await row(page, id).click();
      await see(page, "Väntar på en människa");
      await field(page).pressSequentially("Hej");
      await see(page, "Du svarar");
      assert.equal((await desk.conversation(SARA)).taken_by !== null, true);
    },
  },
  {
    name: "an answer leaves after ten seconds, is undone before, and is sent once",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk);
      await row(page, id).click();
      await field(page).fill("Hej Sara, fel text");
      await page.keyboard.press("Control+Enter");
      await see(page, "Skickas om");
      await button(page, "Ångra").first().click();
      assert.equal(await field(page).inputValue(), "Hej Sara, fel text");
      await field(page).fill("Hej! Vi ringer dig i eftermiddag.");
      await page.keyboard.press("Control+Enter");
      await button(page, "Skicka nu").click();
      await until("it has left", async () => (await said(desk, SARA)).includes("Hej! Vi ringer dig i eftermiddag."));
      const all = await said(desk, SARA);
      assert.ok(!all.includes("Hej Sara, fel text"));
      assert.equal(all.filter((it) => it.startsWith("Hej! Vi ringer")).length, 1);
      assert.equal(await field(page).inputValue(), "");
    },
  },
  {
    name: "a page that closes sends what was about to leave",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk);
      await row(page, id).click();
      await field(page).fill("Vi hörs strax.");
      await see(page, "Du svarar");
      await page.keyboard.press("Control+Enter");
      await see(page, "Skickas om");
      await page.goto("about:blank");
      await until("it has left", async () => (await said(desk, SARA)).includes("Vi hörs strax."));
    },
  },
  {
    name: "buttons and lists are drawn as the patient saw them, and the strip says what was understood",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk, SARA, "Hej, jag vill boka en undersökning på torsdag");
      await page.getByRole("button", { name: "Alla", exact: true }).click();
      await row(page, id).click();
      await page.locator(".choices .choice, .rows li").first().waitFor();
      await see(page, "Vill boka");
      await page.locator(".strip summary").click();
      await see(page, "Väntar på att patienten väljer en tid");
    },
  },
  {
    name: "the parts are counted and switch at once",
    path: "/inbox",
    async story(page, desk) {
      const [sara, tom] = [await asks(desk), await asks(desk, TOM, "Hi, what are your opening hours?")];
      await row(page, sara).waitFor();
      assert.equal(await row(page, tom).count(), 0);
      await page.getByRole("button", { name: "Assistenten", exact: true }).click();
      await row(page, tom).waitFor();
      assert.equal(await row(page, sara).count(), 0);
      await page.getByRole("button", { name: /^Ingens/ }).click();
      await row(page, sara).waitFor();
      await page.getByRole("button", { name: /^Mina/ }).click();
      await see(page, "Du har inga konversationer just nu");
    },
  },
  {
    name: "an emergency stands first, and is not put aside without a reason",
    path: "/inbox",
    async story(page, desk) {
      const sara = await asks(desk);
      const tom = await asks(desk, TOM, "Jag har svårt att andas och ont i bröstet");
      await row(page, tom).waitFor();
      const first = await page.locator("[data-conversation]").first().getAttribute("data-conversation");
      assert.equal(first, tom);
      await row(page, tom).click();
      await see(page, "Kan vara akut");
      await button(page, "Lägg undan").click();
      await page.getByRole("button", { name: /Om en timme/ }).click();
      await see(page, "Skriv varför det kan vänta.");
      await page.getByLabel("Varför kan det vänta?").fill("ambulansen är där");
      await page.getByRole("button", { name: /Om en timme/ }).click();
      await see(page, "Undanlagd till");
      await until("it is off the list", async () => (await row(page, tom).count()) === 0);
      assert.equal(await row(page, sara).count(), 1);
    },
  },
  {
    name: "done is undone within ten seconds; otherwise the assistant has it again",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk);
      await row(page, id).click();
      await button(page, "Klar").click();
      await button(page, "Ångra").click();
      await until("nothing waits to be done", async () => (await button(page, "Ångra").count()) === 0);
      assert.equal((await desk.conversation(SARA)).state, "staff");
      await button(page, "Klar").click();
      await until("it is done", async () => (await desk.conversation(SARA)).state === "bot");
    },
  },
  {
    name: "a note is yellow, mentions a colleague, and never reaches the patient",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk);
      await row(page, id).click();
      await page.getByRole("button", { name: "Anteckning", exact: true }).click();
      const before = (await said(desk, SARA)).length;
      await field(page).pressSequentially("Rädd för sprutor @");
      await page.getByRole("listbox", { name: "Färdiga svar" }).getByRole("option").first().click();
      await button(page, "Spara anteckningen").click();
      await page.locator(".note .text", { hasText: "Rädd för sprutor" }).waitFor();
      await desk.settle();
      assert.equal((await said(desk, SARA)).length, before);
    },
  },
  {
    name: "a slash calls the clinic's own answers in the patient's language",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk, TOM, "Hi! Can I talk to a person please?");
      await row(page, id).click();
      await field(page).pressSequentially("/park");
      await page.getByRole("option", { name: /park/i }).first().waitFor();
      await page.keyboard.press("Enter");
      assert.match(await field(page).inputValue(), /park/i);
      assert.match(await field(page).inputValue(), /\bthe\b|\bfree\b/i);
    },
  },
  {
    name: "the window shuts after 24 hours: free words give way to what still reaches the patient",
    path: "/inbox",
    async story(page, desk) {
      const id = await asks(desk, NEWCOMER);
      await row(page, id).click();
      await see(page, "kvar att skriva fritt");
      await field(page).fill("Vi ringer dig i morgon.");
      await until("the desk has the draft", async () => (await desk.conversation(NEWCOMER)).drafts.length > 0);
      await desk.advance("PT25H");
      page.once("dialog", (it) => it.accept());
      await page.reload();
      // Words that somebody wrote stay in sight; the templates stand behind them.
      await see(page, "Det har gått mer än 24 timmar");
      await button(page, "Visa mallarna").click();
      assert.equal(await field(page).count(), 0);
      // Nobody allowed us to write first to this number: each template says so, and none can be sent.
      await see(page, "Inget medgivande att skriva först.");
      assert.equal(await button(page, "Skicka mallen").isDisabled(), true);
      await page.getByRole("link", { name: /^Ring/ }).first().waitFor();
      await button(page, "Svar").click();
      assert.equal(await field(page).inputValue(), "Vi ringer dig i morgon.");
    },
  },
  {
    name: "after 24 hours a template is chosen, seen as the patient will see it, and sent; their answer is whoever's who sent it",
    path: "/inbox",
    async story(page, desk) {
      const known = await permitted(desk);
      const id = await asks(desk, known.phone);
      await desk.advance("PT25H");
      await page.goto(`${desk.url}/inbox/${id}`);
      await page.getByRole("radio", { name: "Vi har ett svar till dig" }).waitFor();
      const preview = page.locator("figure .bubble");
      await page.getByText("Ja, skriv till mig").waitFor();
      const words = await preview.innerText();
      assert.match(words, /Nordkliniken/);
      await button(page, "Skicka mallen").click();
      await see(page, "Skickas om");
      await button(page, "Ångra").first().click();
      assert.ok(!(await said(desk, known.phone)).some((it) => it.startsWith(words)), "taken back, nothing leaves");
      await button(page, "Skicka mallen").click();
      await button(page, "Skicka nu").click();
      await until("it has left", async () => (await said(desk, known.phone)).some((it) => it.startsWith(words)));
      await see(page, "Redan skickad, utan svar.");
      assert.notEqual((await desk.conversation(known.phone)).taken_by, null);
      await desk.writes(known.phone, "Ja, berätta gärna");
      await field(page).waitFor();
      await see(page, "kvar att skriva fritt");
    },
  },
  {
    name: "a broken line shows itself, keeps the answer, and sends it when the line is back",
    path: "/inbox",
    async story(page, desk, { context }) {
      const id = await asks(desk);
      await row(page, id).click();
      await field(page).fill("Hej, vi är här.");
      await see(page, "Du svarar");
      await context.setOffline(true);
      await page.keyboard.press("Control+Enter");
      await button(page, "Skicka nu").click();
      await see(page, "väntar på nätet");
      assert.ok(!(await said(desk, SARA)).includes("Hej, vi är här."));
      await context.setOffline(false);
      await until("it has left", async () => (await said(desk, SARA)).includes("Hej, vi är här."));
    },
  },
  {
    name: "after the desk was gone and is back, what came meanwhile is there",
    path: "/inbox",
    async story(page, desk) {
      await see(page, "Ingen väntar");
      await desk.fall();
      await see(page, "Ingen kontakt med Svara.");
      await desk.start();
      const id = await asks(desk);
      await row(page, id).waitFor({ timeout: 25_000 });
    },
  },
  {
    name: "on a phone the list and the conversation take turns",
    path: "/inbox",
    viewport: PHONE,
    async story(page, desk) {
      const id = await asks(desk);
      await row(page, id).click();
      await see(page, "Väntar på en människa");
      assert.equal(await row(page, id).count(), 0);
      await button(page, "Patienten").click();
      await page.getByRole("dialog").waitFor();
      await page.keyboard.press("Escape");
      await button(page, "Till inkorgen").click();
      await row(page, id).waitFor();
    },
  },
];
