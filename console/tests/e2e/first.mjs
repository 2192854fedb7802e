// An empty desk, as `svara serve` opens it for the first time: from the link in the terminal to the first conversation.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHmac, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { button, freePort, see } from "./house.mjs";

const STEP_SECONDS = 30;

/** The six digits of an authenticator (RFC 6238). */
function digits(secret, at) {
  const bits = [...secret.replace(/=+$/, "")].map((it) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(it).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((it) => parseInt(it, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 1_000 / STEP_SECONDS)));
  const hash = createHmac("sha1", key).update(counter).digest();
  const from = hash[hash.length - 1] & 15;
  return String((hash.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

/** `svara serve` on a store with nothing in it. */
async function emptyDesk() {
  const folder = mkdtempSync(join(tmpdir(), "svara-first-"));
  const port = await freePort();
  const put = (name, text) => {
    writeFileSync(join(folder, name), text);
    return JSON.stringify(join(folder, name));
  };
  const url = `http://127.0.0.1:${port}`;
  const token = put("token", "a-token");
  const config = [
    `store = ${JSON.stringify(`sqlite:${join(folder, "desk.db")}`)}`,
    `listen = "127.0.0.1:${port}"`,
    `public_url = "${url}"`,
    `master_key_file = ${put("master.key", randomBytes(32).toString("hex"))}`,
    "[whatsapp]",
    `graph_url = "http://127.0.0.1:9"`,
    `access_token_file = ${token}`,
    `app_secret_file = ${token}`,
    `verify_token_file = ${token}`,
  ];
  put("svara.toml", config.join("\n"));
  const desk = spawn(process.env.SVARA ?? "../target/debug/svara", ["serve", "--config", join(folder, "svara.toml")], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  desk.stderr.on("data", (it) => (said += it));
  const link = await new Promise((done, fail) => {
    desk.once("exit", () => fail(new Error(`svara serve did not start:\n${said}`)));
    desk.stdout.on("data", (it) => {
      said += it;
      const found = /https?:\S+#token=\S+/.exec(said);
      if (found && said.includes("answers on")) done(found[0]);
    });
  });
  const close = async () => {
    const gone = new Promise((done) => desk.once("exit", done));
    desk.kill("SIGKILL");
    await gone;
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, link, close };
}

export const first = [
  {
    name: "an empty desk is set up step by step, from the link in the terminal to a first conversation",
    signedIn: false,
    async story(_page, _desk, { sit }) {
      const empty = await emptyDesk();
      try {
        const { pathname, hash } = new URL(empty.link);
        const { page } = await sit({ at: empty.url, signedIn: false, path: pathname + hash });
        await page.getByLabel("Ditt namn").fill("Karin Lund");
        await page.getByLabel("E-post").fill("karin@soderkliniken.example");
        await page.getByLabel("Lösenord", { exact: true }).fill("tolv gröna hästar på rad");
        await button(page, "Skapa konto").click();
        await see(page, "Skydda ditt konto");
        await button(page, "Det går inte att skanna – visa nyckeln").click();
        const secret = (await page.locator(".secret code").textContent()).replaceAll(" ", "");
        await page.getByLabel("De sex siffrorna i appen").fill(digits(secret, Date.now()));
        await button(page, "Slå på").click();
        await page.getByLabel("Jag har sparat koderna").check();
        await button(page, "Öppna receptionen").click();
        await see(page, "Välkommen. Vilken är kliniken?");
        await page.getByLabel("Namn").fill("Söderkliniken");
        await page.getByLabel("Adress").fill("Hamngatan 4, 602 24 Norrköping");
        await page.getByLabel("Tidszon").fill("Europe/Stokholm");
        await button(page, "Nästa").click();
        await page.getByLabel("Namn").fill("Dr Lena Sjö");
        await button(page, "Nästa").click();
        await page.getByLabel("Namn (svenska)").fill("Undersökning");
        await button(page, "Öppna kliniken").click();
        await page.locator("[data-field='/clinic/time_zone']").getByText("Europe/Stockholm").waitFor();
        await page.getByLabel("Tidszon").fill("Europe/Stockholm");
        await button(page, "Nästa").click();
        assert.equal(await page.getByLabel("Namn").inputValue(), "Dr Lena Sjö", "what was typed is kept");
        await button(page, "Nästa").click();
        await button(page, "Öppna kliniken").click();
        await see(page, "Klinikens nummer på WhatsApp");
        await button(page, "Vänta med numret").click();
        await page.getByLabel("Skriv som patient").fill("Hej, jag vill boka en undersökning");
        await page.keyboard.press("Enter");
        await page.getByRole("log").getByRole("button").first().waitFor();
        await page.getByRole("log").getByText("Söderkliniken").first().waitFor();
        await button(page, "Till receptionen").click();
        await page.getByRole("link", { name: "Inkorg" }).waitFor();
      } finally {
        await empty.close();
      }
    },
  },
];
