// What is wrong with a field, in the reader's language: the desk names field and remedy, the usual ones have words
// here, and the rest is told as the desk wrote it.
import type { Mistake } from "../logic/settings";
import { settings } from "./settings.svelte";
import { t } from "./words.svelte";

/** Fields whose mistakes have words of their own. */
const KNOWN = [
  "minutes",
  "step",
  "capacity",
  "overbook",
  "late_fee",
  "name",
  "time_zone",
  "languages",
  "offer_count",
  "horizon_days",
  "approve_within_hours",
  "public_holidays",
  "days",
  "from",
  "to",
  "answer_minutes",
  "at_a_time",
  "phone",
  "date",
  "hours",
];

/** The mistake of a field; of anything within it when `inside`. Null: it is right. */
export function mistakeAt(field: string, inside = false): string | null {
  const it = settings.mistake;
  if (it === null || !(it.field === field || (inside && it.field.startsWith(`${field}/`)))) return null;
  return mistakeText(it);
}

export function mistakeText(it: Mistake): string {
  const [, list, place] = it.field.split("/");
  if (place === undefined && (list === "practitioner" || list === "service")) {
    const count = Number(/has (\d+) coming/.exec(it.remedy)?.[1] ?? 0);
    return t("mistake-in-use", { name: it.key.split(" ").at(-1) ?? "", count });
  }
  const last = it.field.split("/").at(-1) ?? "";
  if (last === "id" && it.remedy.includes("nobody does it")) return t("mistake-nobody");
  if (last === "rooms") return t("mistake-rooms");
  if (KNOWN.includes(last)) return t(`mistake-${last.replaceAll("_", "-")}`);
  return it.remedy;
}
