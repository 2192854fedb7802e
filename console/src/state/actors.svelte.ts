// Who did something, by name: colleagues by their accounts, programs by their tokens, the file by itself.
import { api } from "../api/client";
import { t } from "./words.svelte";

let names = $state.raw<Map<string, string>>(new Map());
let asked = false;

/** Asked for while a page is drawn, so nothing may change before it is. */
async function read(): Promise<void> {
  asked = true;
  try {
    const all = await api.colleagues();
    names = new Map(all.map((it) => [it.id, it.name]));
  } catch {
    asked = false;
  }
}

export function actorName(actor: string): string {
  const [kind, who = ""] = actor.split(/:(.*)/s);
  if (kind === "file") return t("actor-file");
  if (kind === "api") return t("actor-api", { name: who });
  if (!asked) void read();
  return names.get(who) ?? t("actor-other");
}
