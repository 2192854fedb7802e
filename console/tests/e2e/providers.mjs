// Staff sign in with the house's identity provider: a real one (npm oidc-provider) on loopback, and `svara serve`.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { button, codeAt, freePort, PHONE, see, until } from "./house.mjs";

const PACKAGE = "oidc-provider@9.13.3";
const SCRIPT = new URL("../../../crates/web/tests/doors/provider/provider.mjs", import.meta.url);
const SECRET = "svara-test-secret-of-no-account";
const MAIL = "karin@nordkliniken.example";
const PASSWORD = "en kort mening räcker";

/** Installed once by npm, in the folder that the stories of the doors use as well. */
function installed() {
  const folder = join(tmpdir(), "svara-oidc-provider-9.13.3");
  if (!existsSync(join(folder, "node_modules/oidc-provider/package.json"))) {
    mkdirSync(folder, { recursive: true });
    execFileSync("npm", ["install", "--no-save", "--silent", "--prefix", folder, PACKAGE]);
  }
  return folder;
}

function ready(process, word, out) {
  let said = "";
  return new Promise((done, fail) => {
    process.once("exit", () => fail(new Error(`it did not start:\n${said}`)));
    for (const stream of [process.stdout, process.stderr]) {
      stream.on("data", (it) => {
        said += it;
        if (said.includes(word)) done(out ? out.exec(said)?.[0] : said);
      });
    }
  });
}

async function gone(process) {
  const over = new Promise((done) => process.once("exit", done));
  process.kill("SIGKILL");
  await over;
}

/** A desk with Karin in it, her authenticator set up, and a provider beside it. */
async function house() {
  const folder = mkdtempSync(join(tmpdir(), "svara-provider-"));
  const [port, theirs] = [await freePort(), await freePort()];
  const [url, issuer] = [`http://127.0.0.1:${port}`, `http://127.0.0.1:${theirs}`];
  const script = join(installed(), `story-${port}.mjs`);
  copyFileSync(SCRIPT, script);
  const provider = spawn("node", [script, String(theirs), `${url}/staff/callback`], { stdio: ["pipe", "pipe", "pipe"] });
  await ready(provider, "ready");
  const put = (name, text) => {
    writeFileSync(join(folder, name), text);
    return JSON.stringify(join(folder, name));
  };
  const token = put("token", "a-token");
  const config = [
    `store = ${JSON.stringify(`sqlite:${join(folder, "desk.db")}`)}`,
    `listen = "127.0.0.1:${port}"`,
    `public_url = "${url}"`,
    `master_key_file = ${put("master.key", randomBytes(32).toString("hex"))}`,
    `clinic = ${JSON.stringify(new URL("../../../crates/sim/demo/clinic.toml", import.meta.url).pathname)}`,
    "[whatsapp]",
    'graph_url = "http://127.0.0.1:9"',
    `access_token_file = ${token}`,
    `app_secret_file = ${token}`,
    `verify_token_file = ${token}`,
    "[staff_sign_in]",
    'name = "Nord-konto"',
    `issuer = "${issuer}"`,
    'client_id = "svara"',
    `client_secret_file = ${put("secret", SECRET)}`,
    "allow_private_hosts = true",
  ];
  put("svara.toml", config.join("\n"));
  const desk = spawn(process.env.SVARA ?? "../target/debug/svara", ["serve", "--config", join(folder, "svara.toml")], { stdio: ["ignore", "pipe", "pipe"] });
  const link = await ready(desk, "answers on", /https?:\S+#token=\S+/);
  await begin(url, link.split("#token=")[1]);
  const next = async (sub, amr, mail, verified = true) => {
    await fetch(`${issuer}/next?${new URLSearchParams({ sub, name: "x", amr, mail, verified: String(verified) })}`);
  };
  const close = async () => {
    await Promise.all([gone(desk), gone(provider)]);
    rmSync(folder, { recursive: true, force: true });
    rmSync(script, { force: true });
  };
  return { port, url, next, close };
}

/** The first account, with its second factor, as the pages make them. */
async function begin(url, token) {
  let cookie = "";
  const ask = async (method, path, body) => {
    const headers = { "content-type": "application/json", "x-svara": "1", cookie };
    const answer = await fetch(`${url}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? cookie;
    return answer.json();
  };
  await ask("POST", "/setup", { token, name: "Karin Lund", email: MAIL, password: PASSWORD });
  const { secret } = await ask("POST", "/second-factor", {});
  await ask("PUT", "/second-factor", { code: codeAt(secret, Date.now()) });
}

export const providers = [
  {
    name: "staff sign in with the provider, are asked for a code where it showed one factor, and link their account",
    signedIn: false,
    async story(_page, _desk, { sit }) {
      const it = await house();
      try {
        // On loopback the desk and the provider differ by their ports only.
        const at = { at: "http://127.0.0.1", signedIn: false };
        await it.next("stranger-1", "pwd,otp", "stranger@nordkliniken.example");
        const { page } = await sit({ ...at, path: `:${it.port}/` });
        await page.getByRole("link", { name: "Logga in med Nord-konto" }).click();
        await see(page, "Inget konto här hör till den inloggningen.");
        assert.ok(!page.url().includes("#"), page.url());

        await it.next("karin-1", "pwd", MAIL);
        await page.getByRole("link", { name: "Logga in med Nord-konto" }).click();
        await see(page, "Kod från appen");

        await it.next("karin-1", "pwd,otp", MAIL);
        const { page: other } = await sit({ ...at, path: `:${it.port}/`, viewport: PHONE });
        await other.getByRole("link", { name: "Logga in med Nord-konto" }).click();
        await other.getByRole("main").waitFor();
        await other.goto(`${it.url}/settings/account`);
        await see(other, "Kopplad till ditt konto.");
        await button(other, "Koppla bort").click();
        await see(other, "Inte kopplad.");
        await it.next("karin-2", "pwd", "");
        await button(other, "Koppla").click();
        await other.getByLabel("Ditt lösenord").fill("fel lösenord");
        await button(other, "Fortsätt till Nord-konto").click();
        await see(other, "Det var varken ditt lösenord");
        await other.getByLabel("Ditt lösenord").fill(PASSWORD);
        await button(other, "Fortsätt till Nord-konto").click();
        await see(other, "Kopplad till ditt konto.");
        await until("the address says nothing more", () => !other.url().includes("#"));
      } finally {
        await it.close();
      }
    },
  },
];
