// Every word on the screen, in the language that was chosen. Texts live in texts/*.ftl;
// a missing one shows its name, and a test holds that none is missing.
import { FluentBundle, FluentResource, type FluentVariable } from "@fluent/bundle";
import en from "../texts/en.ftl?raw";
import enRooms from "../texts/rooms.en.ftl?raw";
import svRooms from "../texts/rooms.sv.ftl?raw";
import enLessons from "../texts/lessons.en.ftl?raw";
import svLessons from "../texts/lessons.sv.ftl?raw";
import enOversight from "../texts/oversight.en.ftl?raw";
import svOversight from "../texts/oversight.sv.ftl?raw";
import enSettings from "../texts/settings.en.ftl?raw";
import svSettings from "../texts/settings.sv.ftl?raw";
import sv from "../texts/sv.ftl?raw";
import { remembered, remember } from "./memory";

export const LANGUAGES = ["sv", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

const REGION: Record<Language, string> = { sv: "sv-SE", en: "en-GB" };

function bundle(language: Language, ...texts: string[]): FluentBundle {
  const it = new FluentBundle(REGION[language], { useIsolating: false });
  for (const text of texts) it.addResource(new FluentResource(text));
  return it;
}

const bundles: Record<Language, FluentBundle> = {
  sv: bundle("sv", sv, svLessons, svSettings, svRooms, svOversight),
  en: bundle("en", en, enLessons, enSettings, enRooms, enOversight),
};

function isLanguage(text: string): text is Language {
  return (LANGUAGES as readonly string[]).includes(text);
}

function firstLanguage(): Language {
  const chosen = remembered("language");
  if (chosen !== null && isLanguage(chosen)) return chosen;
  const wished = navigator.languages.map((it) => it.slice(0, 2)).find(isLanguage);
  return wished ?? "sv";
}

let current = $state<Language>(firstLanguage());

export const words = {
  get language(): Language {
    return current;
  },
  choose(language: Language): void {
    current = language;
    remember("language", language);
  },
};

/** A text by its name, in the chosen language. */
export function t(id: string, values?: Record<string, FluentVariable>): string {
  return tIn(current, id, values);
}

/** A text by its name, in a language: what is written to a patient is in the patient's. */
export function tIn(language: Language, id: string, values?: Record<string, FluentVariable>): string {
  const it = bundles[language];
  const message = it.getMessage(id);
  if (!message?.value) return id;
  const problems: Error[] = [];
  return it.formatPattern(message.value, values ?? null, problems);
}

/** A name that the clinic gave in several languages. */
export function named(names: Record<string, string> | string | undefined): string {
  if (names === undefined) return "";
  if (typeof names === "string") return names;
  return names[current] ?? Object.values(names)[0] ?? "";
}
