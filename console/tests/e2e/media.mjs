// What a patient sends beside words: from the phone to the thread, opened by a tap, and refused with a reason.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { button, see, until } from "./house.mjs";

const SARA = "+46700000061";
const DIGITS = "46700000061";
const PICTURE = new URL("../../../crates/sim/files/picture.jpg", import.meta.url);

/** A file from the phone, and the desk has it when this returns. */
async function sends(desk, mimeType, name, body, caption = "") {
  const beside = new URLSearchParams({ name, caption });
  const answer = await fetch(`${desk.url}/demo/phone/${DIGITS}/files?${beside}`, { method: "POST", headers: { "content-type": mimeType }, body });
  assert.equal(answer.status, 202);
  await until(`${name} arrives`, async () => (await desk.conversation(SARA))?.messages.some((it) => it.media?.file_name === name || it.media?.caption === caption));
  await desk.settle();
}

const isDrawn = (image) => image.evaluate((it) => it.complete && it.naturalWidth > 0);

export const media = [
  {
    name: "a picture from the phone is seen in the thread after a tap, and the look is noted",
    path: "/inbox",
    async story(page, desk, { context }) {
      const phone = await context.newPage();
      await phone.goto(`${desk.url}/phone?as=${DIGITS}&lang=sv`);
      await phone.getByPlaceholder("Skriv ett meddelande").fill("Så här ser det ut");
      await phone.getByRole("button", { name: "Skicka något annat" }).click();
      const choosing = phone.waitForEvent("filechooser");
      await phone.getByRole("menuitem", { name: "En bild" }).click();
      await (await choosing).setFiles({ name: "tand.jpg", mimeType: "image/jpeg", buffer: readFileSync(PICTURE) });
      const own = phone.locator(".bubble img");
      await own.waitFor();
      await until("the phone shows it", () => isDrawn(own));
      await until("it arrives", async () => (await desk.conversation(SARA))?.messages.some((it) => it.media?.kind === "image"));
      const { id } = await desk.conversation(SARA);
      await page.goto(`${desk.url}/inbox/${id}`);
      await see(page, "Så här ser det ut");
      assert.equal(await page.locator(".message img").count(), 0, "nothing is fetched before the tap");
      await button(page, "Visa bilden").click();
      const shown = page.getByRole("img", { name: /^Bild från / });
      await shown.waitFor();
      await until("it is drawn", () => isDrawn(shown));
      const [who] = (await desk.get(`/subjects?who=${encodeURIComponent(SARA)}`)).items;
      const looks = (await desk.get(`/subjects/${who}/access-log`)).items.map((it) => it.what);
      assert.ok(looks.includes("media.opened"), looks.join(", "));
    },
  },
  {
    name: "a voice message has a player, a document is saved under its name, and a page is not opened",
    path: "/inbox",
    async story(page, desk) {
      await fetch(`${desk.url}/demo/phone/${DIGITS}/messages`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ kind: "voice" }) });
      await sends(desk, "application/pdf", "remiss.html", "%PDF-1.7 en remiss", "Från vårdcentralen");
      await sends(desk, "text/html", "sida.pdf", "<script>alert(1)</script>");
      const { id } = await desk.conversation(SARA);
      await page.goto(`${desk.url}/inbox/${id}`);
      await button(page, "Lyssna på röstmeddelandet").click();
      const player = page.locator("audio");
      await player.waitFor();
      await until("it can be played", () => player.evaluate((it) => it.readyState > 0 && it.duration > 1));
      const saving = page.waitForEvent("download");
      await button(page, "Hämta dokumentet").first().click();
      assert.equal((await saving).suggestedFilename(), "remiss.pdf");
      await page.getByRole("link", { name: "remiss.pdf" }).waitFor();
      await button(page, "Hämta dokumentet").click();
      await see(page, "öppnas inte här");
    },
  },
  {
    name: "what WhatsApp has no longer is said, with what to do",
    path: "/inbox",
    async story(page, desk) {
      await sends(desk, "image/jpeg", "x.jpg", readFileSync(PICTURE), "Min tand");
      await desk.advance("P8D");
      const { id } = await desk.conversation(SARA);
      await page.goto(`${desk.url}/inbox/${id}`);
      await see(page, "Be patienten skicka den igen");
      assert.equal(await button(page, "Visa bilden").count(), 0);
    },
  },
];
