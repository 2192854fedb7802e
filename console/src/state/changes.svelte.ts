// A change of the settings in words: which thing, which of its values, from what to what.
import { partOf, type SettingsDocument } from "../logic/settings";
import { settings } from "./settings.svelte";
import { named, t } from "./words.svelte";

/** Values that have a label in the forms. */
const LABELS = ["name", "address", "phone", "emergency-number", "time-zone", "currency", "languages", "public-holidays", "notify", "role", "services", "hours", "max-per-day", "also", "minutes", "price", "capacity", "buffer-before", "buffer-after", "notice-minutes", "rooms", "preparation", "default", "approval", "cancel-until-hours", "late-fee", "late-text", "overbook", "kind", "question", "answer", "topic", "horizon-days", "hold-minutes", "offer-count", "templates-per-day", "approve-within-hours", "order", "at-a-time", "answer-minutes", "stop-minutes", "offers-per-day", "keep-days", "display-phone-number", "phone-number-id", "business-account-id"];

/** `service/hygienist/minutes` as `Behandlingar · Tandhygienist · Längd`. */
export function changeName(what: string): string {
  const steps = what.split("/");
  const told = [t(`part-${partOf(`/${what}`)}`)];
  if (steps[0] !== "clinic" && steps[1] !== undefined) told.push(thing(steps[0] ?? "", steps[1]));
  const rest = steps.slice(steps[0] === "clinic" ? 1 : 2).map((it) => it.replaceAll("_", "-"));
  const known = rest.find((it) => LABELS.includes(it));
  if (known) told.push(t(`set-${known}`));
  else if (rest.length > 0) told.push(rest.join(" "));
  return told.join(" · ");
}

function thing(list: string, id: string): string {
  const it: SettingsDocument | null = settings.draft;
  if (list === "practitioner") return it?.practitioner.find((other) => other.id === id)?.name ?? id;
  if (list === "room") return it?.room.find((other) => other.id === id)?.name ?? id;
  if (list === "service") return named(it?.service.find((other) => other.id === id)?.name) || id;
  if (list === "answer") return named(it?.answer.find((other) => other.topic === id)?.question) || id;
  return id;
}

export function changeValue(value: unknown): string {
  if (value === undefined || value === null) return t("value-none");
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (typeof value === "boolean") return t(value ? "value-yes" : "value-no");
  if (Array.isArray(value)) return value.every((it) => typeof it === "string" || typeof it === "number") ? value.join(", ") : t("value-list", { count: value.length });
  return t("value-new");
}
