// The console in a real browser against the mock desk: `npm run e2e`.
// Each story starts with a fresh desk; any error in the page or any breach of the content
// security policy fails it. SVARA_SHOTS=DIR also takes pictures of every view in both
// languages, light and dark, wide and narrow. CHROMIUM names another browser.
import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { at } from "../mock/data.mjs";
import { startMock } from "../mock/server.mjs";

const WIDE = { width: 1360, height: 860 };
const PHONE = { width: 390, height: 800 };
const PASSWORD = "rätt häst batteri";

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const failures = [];

/** Opens a page on a fresh desk, lets the story happen, and holds the page to silence. */
async function play(name, story, { signedIn = true, locale = "sv-SE", viewport = WIDE, colorScheme = "light", path = "/" } = {}) {
  const desk = await startMock({ signedIn });
  const context = await browser.newContext({ locale, viewport, colorScheme, timezoneId: "Asia/Tokyo" });
  context.setDefaultTimeout(6_000);
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    // The browser itself reports each planted failure; those are part of the stories.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) troubles.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(desk.url)) troubles.push(`went outside: ${request.url()}`);
  });
  try {
    await page.goto(desk.url + path);
    await story(page, desk);
    assert.deepEqual(troubles, []);
    console.log(`ok   ${name}`);
  } catch (error) {
    failures.push(name);
    console.log(`FAIL ${name}\n${error.stack}\n${troubles.join("\n")}`);
  } finally {
    await context.close();
    await desk.stop();
  }
}

const see = (page, text) => page.getByText(text).first().waitFor();
const button = (page, name) => page.getByRole("button", { name, exact: true });
const posts = (desk, path) => desk.world.posts.filter((it) => it.path.includes(path));
/** Waits until something is true of the desk, which no page event announces. */
async function until(what, holds) {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await holds()) return;
    await new Promise((done) => setTimeout(done, 50));
  }
  assert.fail(`never happened: ${what}`);
}

await play(
  "sign in with a wrong password, then the right one, and out again",
  async (page, desk) => {
    await page.getByLabel("E-post").fill("elsa@lindgarden.example");
    await page.getByLabel("Lösenord").fill("fel fel fel");
    await button(page, "Logga in").click();
    await see(page, "stämmer inte");
    await page.getByLabel("Lösenord").fill(PASSWORD);
    await button(page, "Logga in").click();
    await see(page, "Torsdag 12 mars".toLowerCase());
    await button(page, "Inställningar").click();
    await button(page, "Logga ut").click();
    await see(page, "Välkommen till receptionen");
    assert.equal(desk.world.signedIn, false);
  },
  { signedIn: false },
);

await play(
  "set up by a link: the token leaves the address, a short password is refused, a good one opens the rooms",
  async (page, desk) => {
    await see(page, "Create your account");
    assert.equal(new URL(page.url()).hash, "");
    await page.getByLabel("Your name").fill("Elsa Norén");
    await page.getByLabel("Email").fill("elsa@lindgarden.example");
    await page.getByLabel("Password", { exact: true }).fill("short");
    await button(page, "Create account").click();
    await see(page, "Too short");
    assert.equal(posts(desk, "/setup").length, 0);
    await page.getByLabel("Password", { exact: true }).fill("tolv gröna hästar äter fil");
    await see(page, "Strong!");
    await button(page, "Create account").click();
    await see(page, "Thursday 12 March");
    assert.equal(posts(desk, "/setup")[0].body.token, "good-token");
  },
  { signedIn: false, locale: "en-GB", path: "/setup#token=good-token" },
);

await play("a link that was used says so", async (page) => {
  await page.getByLabel("Ditt namn").fill("Elsa");
  await page.getByLabel("E-post").fill("elsa@lindgarden.example");
  await page.getByLabel("Lösenord", { exact: true }).fill("tolv gröna hästar");
  await button(page, "Skapa konto").click();
  await see(page, "redan använd");
}, { signedIn: false, path: "/setup#token=spent" });

await play(
  "after the password comes a code: a wrong one is said to be wrong, paper works as well as the phone",
  async (page, desk) => {
    desk.world.afterPassword = "code";
    await page.getByLabel("E-post").fill("elsa@lindgarden.example");
    await page.getByLabel("Lösenord").fill(PASSWORD);
    await button(page, "Logga in").click();
    await see(page, "En sak till");
    await page.getByLabel("Kod från appen").fill("000000");
    await button(page, "Fortsätt").click();
    await see(page, "Koden stämmer inte");
    await button(page, "Jag har inte telefonen").click();
    await page.getByLabel("Kod från papperet").fill("123456");
    await button(page, "Fortsätt").click();
    await see(page, "torsdag 12 mars");
  },
  { signedIn: false },
);

await play(
  "an invited colleague sets up the account and the authenticator, and keeps the codes before the rooms open",
  async (page, desk) => {
    await page.getByLabel("Your name").fill("Eva Ek");
    assert.equal(await page.getByLabel("Email").count(), 0);
    await page.getByLabel("Password", { exact: true }).fill("tolv gröna hästar äter fil");
    await button(page, "Create account").click();
    await see(page, "Protect your account");
    await page.getByRole("img", { name: "QR code for the authenticator app" }).waitFor();
    await button(page, "I can’t scan – show the key").click();
    await see(page, "ABCD EFGH 2345");
    await page.getByLabel("The six digits that the app shows").fill("123456");
    await button(page, "Turn on").click();
    await see(page, "AAAA-BBBB-CCCC-DDDD");
    assert.equal(await button(page, "Open the front desk").isDisabled(), true);
    await page.getByLabel("I have kept the codes").check();
    await button(page, "Open the front desk").click();
    await see(page, "Thursday 12 March");
    assert.equal(posts(desk, "/accounts")[0].body.name, "Eva Ek");
  },
  { signedIn: false, locale: "en-GB", path: "/join#token=good-token" },
);

await play("a locked screen shows nothing of the room, and opens where it was", async (page) => {
  await see(page, "torsdag 12 mars");
  await button(page, "Inställningar").click();
  await button(page, "Lås skärmen").click();
  await see(page, "Låst av Elsa Norén");
  assert.equal(await page.getByText("Sara Ek").count(), 0);
  await page.getByLabel("Lösenord eller kod").fill("fel");
  await button(page, "Lås upp").click();
  await see(page, "Varken ditt lösenord");
  await page.getByLabel("Lösenord eller kod").fill("123456");
  await button(page, "Lås upp").click();
  await see(page, "torsdag 12 mars");
});

await play("the day in the clinic's time although the machine stands in Tokyo, and an arrival", async (page, desk) => {
  await page.getByRole("button", { name: "10:40 till 11:10, Sara Ek, Undersökning, Bekräftad" }).click();
  await button(page, "Är på plats").click();
  await see(page, "Sara Ek är på plats.");
  assert.equal(desk.world.appointments.find((it) => it.id === "apt_05").status, "arrived");
  await page.getByRole("button", { name: /Sara Ek.*På plats/ }).waitFor();
});

await play("a cancellation asks first, can be left alone, and carries its reason", async (page, desk) => {
  await page.locator("[data-visit=apt_07]").click();
  await button(page, "Avboka …").click();
  await button(page, "Behåll besöket").click();
  assert.equal(posts(desk, "/cancellation").length, 0);
  await button(page, "Avboka …").click();
  await page.getByLabel("Anledning (valfritt)").fill("sjuk");
  await button(page, "Avboka").click();
  await see(page, "Besöket för Amina Yusuf är avbokat.");
  assert.deepEqual(posts(desk, "/cancellation").map((it) => it.body), [{ reason: "sjuk" }]);
  await see(page, "3 avbokade besök");
});

await play("a change that fails is said with its remedy and nothing looks done", async (page, desk) => {
  desk.world.fail.push({ method: "POST", path: "/status", status: 409 });
  await page.locator("[data-visit=apt_05]").click();
  await button(page, "Är på plats").click();
  await see(page, "Någon hann före");
  assert.equal(desk.world.appointments.find((it) => it.id === "apt_05").status, "confirmed");
});

await play("from a visit to its conversation, and days by key", async (page) => {
  await see(page, "torsdag 12 mars");
  await page.keyboard.press("l");
  await see(page, "fredag 13 mars");
  await page.keyboard.press("h");
  await page.locator("[data-visit=apt_05]").click();
  await page.getByRole("link", { name: "Öppna konversationen" }).click();
  await see(page, "Vill prata med någon");
  assert.match(page.url(), /\/inbox\/cnv_01$/);
});

await play("the inbox by keyboard alone: move, open, take over, answer, give back", async (page, desk) => {
  await see(page, "Väntar på er");
  const order = await page.locator("[data-conversation]").evaluateAll((all) => all.map((it) => it.dataset.conversation));
  assert.deepEqual(order.slice(0, 4), ["cnv_04", "cnv_03", "cnv_01", "cnv_06"]);
  for (const key of ["j", "j", "j", "j", "k", "Enter"]) await page.keyboard.press(key);
  await see(page, "Väntar på en människa");
  assert.match(page.url(), /cnv_01$/);
  await page.keyboard.press("t");
  await see(page, "Du svarar");
  await page.keyboard.type("Hej Sara! Ring oss gärna.");
  await page.keyboard.press("Control+Enter");
  await until("the answer arrived", () => posts(desk, "/messages").length === 1);
  assert.equal(posts(desk, "/messages")[0].body.text, "Hej Sara! Ring oss gärna.");
  await until("the field is empty", async () => (await page.getByLabel("Svar till Sara Ek").inputValue()) === "");
  await page.getByRole("log").focus();
  await page.keyboard.press("g");
  await see(page, "Assistenten svarar igen.");
  await see(page, "Assistenten svarar");
  await page.keyboard.press("?");
  await see(page, "Bokstäver som genvägar");
}, { path: "/inbox" });

await play("words are never lost: the line breaks, the window closes, the session ends", async (page, desk) => {
  const field = page.getByLabel("Svar till Karin Öberg");
  await field.fill("Vi flyttar dig till rum 2.");
  // Broken in the browser, for it tries a broken connection again by itself.
  await page.route("**/messages", (route) => route.abort("connectionreset"), { times: 1 });
  await button(page, "Skicka").click();
  await see(page, "Vi vet inte om svaret gick iväg");
  assert.equal(await field.inputValue(), "Vi flyttar dig till rum 2.");
  desk.world.fail.push({ method: "POST", path: "/messages", status: 409 });
  await button(page, "Skicka").click();
  await see(page, "24 timmar har gått");
  assert.equal(await field.inputValue(), "Vi flyttar dig till rum 2.");
  desk.world.signedIn = false;
  await button(page, "Skicka").click();
  await see(page, "Du har loggats ut");
  await page.getByLabel("Lösenord").fill(PASSWORD);
  await button(page, "Logga in").click();
  await field.waitFor();
  assert.equal(await field.inputValue(), "Vi flyttar dig till rum 2.");
  await button(page, "Skicka").click();
  await until("the answer arrived", () => desk.world.conversations.some((it) => it.messages.some((m) => m.text === "Vi flyttar dig till rum 2.")));
}, { path: "/inbox/cnv_06" });

await play("a colleague's conversation is not taken without asking", async (page, desk) => {
  await see(page, "Jonas Wik svarar");
  await button(page, "Ta över").click();
  await see(page, "Ta över från Jonas Wik?");
  assert.equal(posts(desk, "/takeover").length, 0);
  await page.getByRole("dialog").getByRole("button", { name: "Ta över" }).click();
  await see(page, "Du svarar");
}, { path: "/inbox/cnv_05" });

await play("a closed window offers the telephone instead of a field", async (page) => {
  await see(page, "mer än 24 timmar");
  assert.equal(await page.getByRole("link", { name: "Ring +46 70 000 00 06" }).getAttribute("href"), "tel:+46700000006");
  assert.equal(await page.locator("textarea").count(), 0);
}, { path: "/inbox/cnv_07" });

await play("live: a new wait appears by itself, and after a lost line too", async (page, desk) => {
  await see(page, "Direkt");
  const tom = desk.world.conversations.find((it) => it.id === "cnv_02");
  Object.assign(tom, { state: "staff", handover: { reason: "complaint", since: at(12, "10:19") } });
  desk.tell("conversation", "cnv_02");
  await see(page, "Är missnöjd");
  desk.world.linesAllowed = false;
  desk.dropLines();
  await see(page, "Ingen direktkontakt");
  desk.world.conversations = desk.world.conversations.filter((it) => it.id !== "cnv_03");
  desk.world.linesAllowed = true;
  await page.getByText("Direkt", { exact: true }).waitFor({ timeout: 20_000 });
  await page.locator("[data-conversation=cnv_03]").waitFor({ state: "detached" });
}, { path: "/inbox" });

await play("the language can be changed at any time and is remembered", async (page) => {
  await page.getByRole("radio", { name: "English" }).check();
  await see(page, "Thursday 12 March");
  await page.reload();
  await see(page, "Thursday 12 March");
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
});

await play("what was not handled, and a phone that shows one thing at a time", async (page) => {
  await see(page, "Till ett nummer som inte är klinikens");
  await page.getByRole("link", { name: /Inkorg/ }).click();
  await page.locator("[data-conversation=cnv_01]").click();
  await see(page, "Väntar på en människa");
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= PHONE.width, `the page is ${wide} wide`);
  await button(page, "Till inkorgen").click();
  await page.locator("[data-conversation=cnv_04]").waitFor();
}, { path: "/unhandled", viewport: PHONE });

await play("a desk that cannot be reached says so and can be tried again", async (page, desk) => {
  desk.world.fail.push({ method: "GET", path: "/session", status: 503 });
  await page.reload();
  await see(page, "Svara går inte att nå");
  await button(page, "Försök igen").click();
  await see(page, "torsdag 12 mars");
});

if (process.env.SVARA_SHOTS) await pictures(process.env.SVARA_SHOTS);
await browser.close();
console.log(failures.length === 0 ? "all stories hold" : `${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);

async function pictures(folder) {
  mkdirSync(folder, { recursive: true });
  const views = {
    day: "/",
    "day-empty": "/day/2026-03-15",
    inbox: "/inbox",
    waiting: "/inbox/cnv_01",
    emergency: "/inbox/cnv_04",
    yours: "/inbox/cnv_06",
    colleague: "/inbox/cnv_05",
    closed: "/inbox/cnv_07",
    unhandled: "/unhandled",
    setup: "/setup#token=good-token",
    "sign-in": "/",
    join: "/join#token=good-token",
  };
  const dialogs = {
    visit: async (page) => page.locator("[data-visit=apt_05]").click(),
    cancel: async (page) => {
      await page.locator("[data-visit=apt_05]").click();
      await page.locator(".danger-quiet").click();
    },
    help: async (page) => page.keyboard.press("?"),
    settings: async (page) => page.getByRole("button", { name: /Inställningar|Settings/ }).click(),
  };
  for (const locale of ["sv-SE", "en-GB"]) {
    for (const colorScheme of ["light", "dark"]) {
      for (const [device, viewport] of Object.entries({ wide: WIDE, phone: PHONE })) {
        const style = { locale, colorScheme, viewport };
        const shot = (page, name) => page.screenshot({ path: join(folder, `${name}-${locale.slice(0, 2)}-${colorScheme}-${device}.png`) });
        for (const [name, path] of Object.entries(views)) {
          const signedIn = !["setup", "sign-in", "join"].includes(name);
          await play(`picture ${name} ${locale} ${colorScheme} ${device}`, async (page) => {
            await page.locator("main").first().waitFor();
            await page.waitForTimeout(600);
            await shot(page, name);
          }, { ...style, path, signedIn });
        }
        for (const [name, open] of Object.entries(dialogs)) {
          await play(`picture ${name} ${locale} ${colorScheme} ${device}`, async (page) => {
            await page.locator("[data-visit=apt_05]").waitFor();
            await open(page);
            await page.waitForTimeout(300);
            await shot(page, name);
          }, style);
        }
      }
    }
  }
}
