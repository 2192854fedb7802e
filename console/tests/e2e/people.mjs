// Colleagues and one's own account.
import assert from "node:assert/strict";
import { button, CLOCK, codeAt, see, until } from "./house.mjs";

export const people = [
  {
    name: "a colleague is invited with roles; the link is shown once and opens the door",
    path: "/settings/people",
    async story(page, desk, { sit }) {
      await button(page, "Bjud in").click();
      const form = page.getByRole("dialog");
      await form.getByLabel("E-post").fill("samir@nordkliniken.example");
      await form.getByRole("checkbox", { name: /^Reception/ }).uncheck();
      await form.getByRole("checkbox", { name: /^Behandlare/ }).check();
      await form.getByLabel("Vilken behandlare").selectOption("haddad");
      await button(page, "Skapa länk").click();
      const link = await page.getByLabel("Länk").inputValue();
      assert.match(link, /\/join#token=\w{20,}/);
      await button(page, "Klart").click();
      await page.getByText("samir@nordkliniken.example").waitFor();
      const seat = await sit({ signedIn: false, path: new URL(link).pathname + new URL(link).hash });
      await seat.page.getByLabel("Ditt namn").fill("Samir Haddad");
      await seat.page.getByLabel("Lösenord", { exact: true }).fill("tolv gröna hästar på rad");
      await button(seat.page, "Skapa konto").click();
      await see(seat.page, "Skydda ditt konto");
      await page.reload();
      await page.locator("li", { hasText: "Samir Haddad" }).getByText("Ingen app för inloggning än").waitFor();
    },
  },
  {
    name: "an invitation is taken back, and nobody may throw the last key away",
    path: "/settings/people",
    async story(page, desk) {
      await desk.api("POST", "/invitations", { email: "eva@nordkliniken.example", roles: ["reception"], practitioner: null });
      await page.reload();
      await button(page, "Ta tillbaka").click();
      await until("it is gone", async () => (await desk.get("/invitations")).items.length === 0);
      const staff = (await desk.get("/staff")).items;
      const me = staff.find((it) => it.roles.includes("manager"));
      await button(page, `Ändra ${me.name}`).click();
      const form = page.getByRole("dialog");
      for (const role of [/^Chef/, /^Teknik/]) if (await form.getByRole("checkbox", { name: role }).isChecked()) await form.getByRole("checkbox", { name: role }).uncheck();
      await form.getByRole("checkbox", { name: /^Reception/ }).check();
      await button(page, "Spara").click();
      await see(page, "Någon måste kunna sköta kontona.");
    },
  },
  {
    name: "one's own sessions are listed, and another one is ended from here",
    path: "/settings/account",
    async story(page, desk, { sit }) {
      const other = await sit({ path: "/" });
      await other.page.getByRole("navigation").first().waitFor();
      await page.reload();
      await page.getByText("här", { exact: true }).waitFor();
      await page.getByRole("button", { name: /^Logga ut Okänd webbläsare/ }).first().click();
      await see(page, "är utloggad.");
      await other.page.goto(`${desk.url}/inbox`);
      await see(other.page, "Logga in");
      await page.getByLabel("Nuvarande lösenord").fill("fel lösenord helt");
      await page.getByLabel("Nytt lösenord").fill("kort");
      await button(page, "Byt lösenord").click();
      await page.getByRole("alert").getByText("För kort").waitFor();
    },
  },
  {
    name: "a new colleague sets up an authenticator, signs in with its code, with one from paper, and locks the shared computer",
    signedIn: false,
    path: "/unhandled",
    async story(page, desk) {
      const [email, password] = ["eva@nordkliniken.example", "tolv gröna hästar på rad"];
      const { link } = (await desk.api("POST", "/invitations", { email, roles: ["reception"], practitioner: null })).body;
      let now = Date.parse(CLOCK);
      // A code opens once: the next sign-in takes the next code.
      const later = async () => {
        await desk.advance("PT1M");
        now += 60_000;
      };
      const signIn = async () => {
        await page.getByLabel("E-post").fill(email);
        await page.getByLabel("Lösenord").fill(password);
        await button(page, "Logga in").click();
      };
      const signOut = async () => {
        await button(page, "Inställningar").click();
        await button(page, "Logga ut").click();
        await page.getByLabel("E-post").waitFor();
      };

      await page.goto(desk.url + new URL(link).pathname + new URL(link).hash);
      await page.getByLabel("Ditt namn").fill("Eva Ny");
      await page.getByLabel("Lösenord", { exact: true }).fill(password);
      await button(page, "Skapa konto").click();
      await see(page, "Skydda ditt konto");
      await page.getByRole("img", { name: "QR-kod till autentiseringsappen" }).waitFor();
      await button(page, "Det går inte att skanna – visa nyckeln").click();
      const secret = await page.locator(".secret code").innerText();
      await page.getByLabel("De sex siffrorna i appen").fill("000000");
      await button(page, "Slå på").click();
      await see(page, "Koden passar inte.");
      await page.getByLabel("De sex siffrorna i appen").fill(codeAt(secret, now));
      await button(page, "Slå på").click();
      await see(page, "Om du tappar telefonen");
      const paper = await page.locator(".paper code").allInnerTexts();
      assert.equal(paper.length, 10);
      assert.equal(await button(page, "Öppna receptionen").isDisabled(), true);
      await page.getByLabel("Jag har sparat koderna").check();
      await button(page, "Öppna receptionen").click();
      await page.getByRole("navigation").first().waitFor();

      await signOut();
      await later();
      await signIn();
      await page.getByLabel("Kod från appen").fill("123456");
      await button(page, "Fortsätt").click();
      await see(page, "Koden stämmer inte");
      assert.equal(await page.getByRole("navigation").count(), 0, "a password alone opens nothing");
      await page.getByLabel("Kod från appen").fill(codeAt(secret, now));
      await button(page, "Fortsätt").click();
      await page.getByRole("navigation").first().waitFor();

      await signOut();
      await signIn();
      await button(page, "Jag har inte telefonen").click();
      await page.getByLabel("Kod från papperet").fill(paper[3].toLowerCase().replace("-", " "));
      await button(page, "Fortsätt").click();
      await page.getByRole("navigation").first().waitFor();

      await page.goto(`${desk.url}/patients`);
      await page.getByRole("heading", { name: "Patienter", level: 1 }).waitFor();
      await button(page, "Inställningar").click();
      await button(page, "Lås skärmen").click();
      await see(page, "Låst av Eva Ny");
      assert.equal(await page.getByRole("heading", { name: "Patienter" }).count(), 0, "nothing shows behind a lock");
      await page.reload();
      await see(page, "Låst av Eva Ny");
      await page.getByLabel("Lösenord eller kod").fill("fel");
      await button(page, "Lås upp").click();
      await see(page, "Varken ditt lösenord eller en giltig kod.");
      await page.getByLabel("Lösenord eller kod").fill(password);
      await button(page, "Lås upp").click();
      await page.getByRole("heading", { name: "Patienter", level: 1 }).waitFor();
      // Half an hour without anybody locks it by itself.
      await desk.advance("PT31M");
      await page.reload();
      await see(page, "Låst av Eva Ny");
    },
  },
];
