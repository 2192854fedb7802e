// Colleagues and one's own account.
import assert from "node:assert/strict";
import { button, see, until } from "./house.mjs";

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
];
