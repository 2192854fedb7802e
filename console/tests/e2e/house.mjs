// The real desk for a story: `svara demo` on a data folder of its own, with its clock standing,
// the simulated patient's phone, and browsers. SVARA names the binary,
// CHROMIUM another browser.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";

export const CLOCK = "2026-03-12T10:20:00+01:00";
export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 800 };
const START_MS = 30_000;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

export const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: FLAGS });

export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Waits until something is true of the desk, which no page event announces. */
export async function until(what, holds) {
  const end = Date.now() + 20_000;
  for (;;) {
    if (await holds()) return;
    if (Date.now() > end) assert.fail(`never happened: ${what}`);
    await new Promise((done) => setTimeout(done, 60));
  }
}

let furnished = null;

/** The demo's weeks of history are made once; every story gets a copy. */
async function history() {
  if (furnished) return furnished;
  const desk = new Desk();
  desk.data = mkdtempSync(join(tmpdir(), "svara-e2e-"));
  desk.port = await freePort();
  desk.url = `http://127.0.0.1:${desk.port}`;
  await desk.start();
  await desk.settle();
  await desk.fall("SIGTERM");
  furnished = desk.data;
  process.on("exit", () => rmSync(furnished, { recursive: true, force: true }));
  return furnished;
}

export class Desk {
  static async open() {
    const from = await history();
    const desk = new Desk();
    desk.data = mkdtempSync(join(tmpdir(), "svara-e2e-"));
    cpSync(from, desk.data, { recursive: true });
    desk.port = await freePort();
    desk.url = `http://127.0.0.1:${desk.port}`;
    await desk.start();
    return desk;
  }

  async start() {
    const args = ["demo", "--no-open", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--clock", CLOCK];
    this.process = spawn(process.env.SVARA ?? "../target/debug/svara", args, { stdio: ["ignore", "ignore", "pipe"] });
    this.log = "";
    this.process.stderr.on("data", (it) => (this.log += it));
    const end = Date.now() + START_MS;
    for (;;) {
      const ready = await fetch(`${this.url}/health/ready`).catch(() => null);
      if (ready?.ok) return;
      if (this.process.exitCode !== null || Date.now() > end) throw new Error(`svara demo did not start:\n${this.log}`);
      await new Promise((done) => setTimeout(done, 80));
    }
  }

  /** The desk goes away, as with a cut cable; `start` brings it back on the same data. */
  async fall(signal = "SIGKILL") {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = new Promise((done) => this.process.once("exit", done));
    this.process.kill(signal);
    await gone;
  }

  async close() {
    await this.fall();
    rmSync(this.data, { recursive: true, force: true });
  }

  async api(method, path, body) {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: "Bearer demo-api-token", "content-type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  }

  get(path) {
    return this.api("GET", path).then((it) => it.body);
  }

  async settle() {
    await fetch(`${this.url}/demo/settle`, { method: "POST" });
  }

  async advance(by) {
    const answer = await fetch(`${this.url}/demo/clock`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ advance: by }) });
    assert.equal(answer.status, 200, await answer.text());
  }

  /** A patient writes on the simulated phone, and the desk has answered when this returns. */
  async writes(phone, words) {
    const digits = phone.replace("+", "");
    const answer = await fetch(`${this.url}/demo/phone/${digits}/messages`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ text: words }) });
    assert.equal(answer.status, 202);
    const arrived = async () => (await this.conversation(phone))?.messages.some((it) => it.direction === "in" && it.text === words);
    await until(`"${words}" arrives`, arrived);
    await this.settle();
  }

  async conversation(phone) {
    return (await this.get(`/conversations?phone=${encodeURIComponent(phone)}`)).items[0] ?? null;
  }

  /** The visits of the day that the clock stands on. */
  async visits() {
    return (await this.get("/appointments?from=2026-03-12&to=2026-03-13&limit=200")).items;
  }
}

/** A browser signed in as the demo's member of staff, held to silence: no error, nothing from elsewhere. */
export async function sit(desk, { locale = "sv-SE", viewport = WIDE, colorScheme = "light", reducedMotion = "no-preference", path = "/", signedIn = true, at = desk.url } = {}) {
  const context = await browser.newContext({ locale, viewport, colorScheme, reducedMotion, timezoneId: "Asia/Tokyo" });
  context.setDefaultTimeout(8_000);
  const page = await context.newPage();
  const troubles = [];
  page.on("pageerror", (error) => troubles.push(error.message));
  page.on("console", (message) => {
    // The browser itself reports each refused or broken request; those are part of the stories.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource") && !message.text().includes("net::ERR")) troubles.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(at) && !request.url().startsWith("blob:")) troubles.push(`went outside: ${request.url()}`);
  });
  if (signedIn) {
    const answer = await context.request.post(`${desk.url}/demo/console`, { maxRedirects: 0 });
    assert.ok(answer.status() < 400, `sign in: ${answer.status()}`);
  }
  await page.goto(at + path);
  return { page, context, troubles, close: () => context.close() };
}

/** The words stand somewhere that is shown; the same words in a part that is folded away don't count. */
export const see = (page, text) => page.getByText(text).filter({ visible: true }).first().waitFor();
export const button = (page, name) => page.getByRole("button", { name, exact: true });

/** The page has what it asked the desk for, and stands: nothing says "opening" any more, no request is on its way but the live line. */
export async function drawn(page) {
  await page.locator("main").waitFor();
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: "detached" });
  await page.waitForFunction(() => {
    const asked = performance.getEntriesByType("resource").length;
    const still = globalThis.askedBefore === asked && document.getAnimations().every((it) => it.playState !== "running");
    globalThis.askedBefore = asked;
    return still;
  }, undefined, { polling: 120 });
}

/** What an authenticator shows (RFC 6238: SHA-1, six digits, thirty seconds) at a moment. */
export function codeAt(secret, at) {
  const bits = [...secret.replace(/\s/g, "")].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((it) => parseInt(it, 2)));
  const count = Buffer.alloc(8);
  count.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const hash = createHmac("sha1", key).update(count).digest();
  const begin = hash[19] & 15;
  return String((hash.readUInt32BE(begin) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
