// A picture of every page, both languages, light and dark, at three widths: for the eye.
import { mkdirSync } from "node:fs";
import { join } from "node:path";

const FOLDER = process.env.SVARA_SHOTS ?? ".";
const WIDTHS = { wide: { width: 1440, height: 900 }, middle: { width: 1024, height: 768 }, phone: { width: 390, height: 800 } };
const SARA = "+46700000061";

async function fill(desk) {
  await desk.writes(SARA, "Hej, jag vill boka en undersökning nästa vecka");
  await desk.writes(SARA, "Finns det parkering?");
  await desk.writes(SARA, "Jag vill hellre prata med en människa");
  await desk.writes("+46700000062", "Hi, what are your opening hours?");
  await desk.writes("+46700000063", "Jag har svårt att andas och ont i bröstet");
  await desk.writes("+46700000064", "Jag är inte nöjd med bemötandet sist");
  const { id } = await desk.conversation(SARA);
  await desk.api("POST", `/conversations/${id}/notes`, { text: "Har tandvårdsrädsla, boka lång tid." });
  return id;
}

async function shoot(page, desk, id, style) {
  const [visit] = await desk.visits();
  const views = { day: "/", "day-empty": "/day/2026-03-15", inbox: "/inbox", conversation: `/inbox/${id}`, patients: "/patients", patient: `/patients/${visit.patient.id}`, unhandled: "/unhandled", waitlist: "/waitlist", absences: "/absences", people: "/settings/people", account: "/settings/account", settings: "/settings", services: "/settings/services", texts: "/settings/texts" };
  const shot = (name) => page.screenshot({ path: join(FOLDER, `${name}-${style}.png`) });
  for (const [name, path] of Object.entries(views)) {
    await page.goto(desk.url + path);
    await page.locator("main").waitFor();
    await page.waitForTimeout(700);
    await shot(name);
  }
  await page.goto(desk.url);
  await page.locator("[data-visit]").first().click();
  await page.getByRole("dialog").waitFor();
  await page.waitForTimeout(300);
  await shot("visit");
  await page.keyboard.press("Escape");
  await page.keyboard.press("b");
  await page.waitForTimeout(500);
  await shot("booking");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await page.waitForTimeout(300);
  await shot("palette");
}

export const pictures = [
  {
    name: "pictures",
    async story(_page, desk, { sit }) {
      mkdirSync(FOLDER, { recursive: true });
      const id = await fill(desk);
      for (const locale of (process.env.SVARA_LOCALES ?? "sv-SE,en-GB").split(",")) {
        for (const colorScheme of ["light", "dark"]) {
          for (const [width, viewport] of Object.entries(WIDTHS)) {
            const seat = await sit({ locale, colorScheme, viewport });
            await shoot(seat.page, desk, id, `${locale.slice(0, 2)}-${colorScheme}-${width}`);
            await seat.close();
          }
        }
      }
    },
  },
];
