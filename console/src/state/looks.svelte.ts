// Light or dark, wide or narrow, letters as keys or not: how this person wants it here.
import { remember, remembered } from "./memory";

export const THEMES = ["auto", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

/** Below this the day is a list and the inbox shows one pane. */
const NARROW = "(max-width: 760px)";

/** Below this the inbox has no room for the patient beside the conversation. */
const MEDIUM = "(max-width: 1240px)";

const mediumQuery = window.matchMedia(MEDIUM);
let medium = $state(mediumQuery.matches);
mediumQuery.addEventListener("change", (event) => (medium = event.matches));

const narrowQuery = window.matchMedia(NARROW);
let narrow = $state(narrowQuery.matches);
narrowQuery.addEventListener("change", (event) => (narrow = event.matches));

const first = remembered("theme");
let theme = $state<Theme>(first === "light" || first === "dark" ? first : "auto");
let keys = $state(remembered("keys") !== "off");

function show(): void {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}
show();

export const looks = {
  get narrow(): boolean {
    return narrow;
  },
  get medium(): boolean {
    return medium;
  },
  get theme(): Theme {
    return theme;
  },
  setTheme(it: Theme): void {
    theme = it;
    remember("theme", it);
    show();
  },
  /** Whether single letters are commands. */
  get keys(): boolean {
    return keys;
  },
  setKeys(on: boolean): void {
    keys = on;
    remember("keys", on ? "on" : "off");
  },
};
