// For everybody: axe finds nothing serious on any page, the keyboard reaches everything, twice
// the size still works, and nothing moves for those who asked for stillness.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { drawn, see } from "./house.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const SARA = "+46700000061";
const SETTINGS = ["clinic", "practitioners", "services", "rooms", "answers", "texts", "rules", "channels", "file", "people", "account"].map((it) => `/settings/${it}`);

/** A window that still fades in has paler words than when it stands. */
async function still(page) {
  await page.evaluate(async () => {
    const ends = (it) => Number.isFinite(it.effect?.getComputedTiming().endTime);
    await Promise.all(document.getAnimations().filter(ends).map((it) => it.finished.catch(() => null)));
  });
}

async function serious(page) {
  await still(page);
  // Evaluated by the browser's own tools, so the page's content security policy stays as strict as it is.
  await page.evaluate(await (await import("node:fs/promises")).readFile(AXE, "utf8"));
  const found = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ["violations"] })).violations);
  return found
    .filter((it) => it.impact === "serious" || it.impact === "critical")
    .map((it) => `${it.id}: ${it.nodes.map((node) => node.target.join(" ")).slice(0, 3).join(" | ")}`);
}

async function pages(desk) {
  await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
  const { id } = await desk.conversation(SARA);
  const [visit] = await desk.visits();
  return ["/", "/day/2026-03-15", "/inbox", `/inbox/${id}`, "/patients", `/patients/${visit.patient.id}`, "/unhandled", "/oversight", "/waitlist", "/absences", ...SETTINGS];
}

const looks = (colorScheme) => ({
  name: `axe finds nothing serious on any page, ${colorScheme}`,
  colorScheme,
  async story(page, desk) {
    const found = [];
    for (const path of await pages(desk)) {
      await page.goto(desk.url + path);
      await drawn(page);
      found.push(...(await serious(page)).map((it) => `${path} ${it}`));
    }
    await page.goto(desk.url);
    await page.locator(".ec-event.visit").first().click();
    await page.getByRole("dialog").waitFor();
    found.push(...(await serious(page)).map((it) => `visit ${it}`));
    await page.keyboard.press("Escape");
    await page.keyboard.press("b");
    await page.getByRole("dialog").waitFor();
    found.push(...(await serious(page)).map((it) => `booking ${it}`));
    await page.keyboard.press("Escape");
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").waitFor();
    found.push(...(await serious(page)).map((it) => `palette ${it}`));
    await desk.advance("PT25H");
    const { id } = await desk.conversation(SARA);
    await page.goto(`${desk.url}/inbox/${id}`);
    await page.locator("figure .bubble").waitFor();
    await drawn(page);
    found.push(...(await serious(page)).map((it) => `templates ${it}`));
    assert.deepEqual(found, []);
  },
});

export const access = [
  looks("light"),
  looks("dark"),
  {
    name: "with the keyboard alone: to the inbox, into a conversation, take it, answer, done",
    async story(page, desk) {
      await desk.writes(SARA, "Hej! Jag vill prata med en människa, tack.");
      await see(page, "torsdag 12 mars");
      await page.keyboard.press("2");
      await page.locator("[data-conversation]").first().waitFor();
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
      await see(page, "Väntar på en människa");
      await page.keyboard.press("t");
      await see(page, "Du svarar");
      await page.keyboard.press("r");
      await page.keyboard.type("Hej, vi ringer.");
      await page.keyboard.press("Control+Enter");
      await see(page, "Skickas om");
      await page.locator("#reply").press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement !== document.body), true);
    },
  },
  {
    name: "at twice the size nothing is cut off sideways",
    viewport: { width: 720, height: 450 },
    async story(page, desk) {
      for (const path of await pages(desk)) {
        await page.goto(desk.url + path);
        await drawn(page);
        const wide = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= 720, `${path} is ${wide} pixels wide`);
      }
    },
  },
  {
    name: "nothing moves for those who asked for stillness",
    reducedMotion: "reduce",
    async story(page) {
      await page.locator(".ec-event.visit").first().click();
      const moving = await page.evaluate(() => document.getAnimations().filter((it) => it.playState === "running").length);
      assert.equal(moving, 0);
    },
  },
];
