// A long conversation: few of its lines are in the page at a time, and every one is where one looks.
import assert from "node:assert/strict";
import { until } from "./house.mjs";

const SARA = "+46700000061";
const LINES = 240;
/** What is drawn at once: a screen, three ahead on either side, and what a stretch has over. */
const DRAWN_MAX = 170;

export const long = [
  {
    name: "a long conversation keeps few lines in the page, and shows each where one scrolls to",
    path: "/inbox",
    async story(page, desk) {
      await desk.writes(SARA, "Jag vill prata med en människa, tack.");
      const { id } = await desk.conversation(SARA);
      await desk.api("POST", `/conversations/${id}/takeover`, {});
      for (let line = 1; line <= LINES; line += 1) {
        const body = JSON.stringify({ text: `Rad nummer ${line}. ${"Några ord till. ".repeat(line % 9)}` });
        await fetch(`${desk.url}/demo/phone/${SARA.slice(1)}/messages`, { method: "POST", headers: { "content-type": "application/json" }, body });
      }
      await until("all have arrived", async () => (await desk.get(`/conversations/${id}?lines=1`)).messages.at(-1)?.text.startsWith(`Rad nummer ${LINES}.`));
      await page.goto(`${desk.url}/inbox/${id}`);
      const drawn = () => page.locator(".message").count();
      const seen = (text) => page.locator(".message", { hasText: text }).first().isVisible().catch(() => false);
      await page.locator(".message", { hasText: `Rad nummer ${LINES}.` }).waitFor();
      const log = page.locator(".log");
      await until("the beginning is reached", async () => {
        await log.evaluate((it) => (it.scrollTop = 0));
        return seen("Rad nummer 1.");
      });
      await until("what lies far below has left the page", async () => (await drawn()) <= DRAWN_MAX);
      const height = () => log.evaluate((it) => it.scrollHeight);
      const look = async (top) => {
        await log.evaluate((it, to) => (it.scrollTop = to), top);
        await page.waitForFunction(() => [...document.querySelectorAll(".message")].some((it) => it.getBoundingClientRect().top < innerHeight / 2 && it.getBoundingClientRect().bottom > innerHeight / 4));
        assert.ok((await drawn()) <= DRAWN_MAX, `${await drawn()} lines are in the page`);
      };
      // Down again, a screen at a time: every line is met. One that was passed by in a leap is only now as high as it is.
      const met = new Set();
      for (let top = 0; top < (await height()); top += 300) {
        await look(top);
        for (const text of await page.locator(".message .text").allInnerTexts()) met.add(/^Rad nummer (\d+)\./.exec(text)?.[1]);
      }
      assert.equal([...met].filter((it) => it !== undefined).length, LINES);
      // And up: what was drawn once keeps its room, so nothing moves under one's eyes.
      const high = await height();
      for (let top = high - 300; top > 0; top -= 300) await look(top);
      const after = await height();
      assert.ok(Math.abs(after - high) < 4, `it was ${high} high and is ${after}`);
    },
  },
];
