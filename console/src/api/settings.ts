// The doors of the clinic's settings.
import type { Change, Mistake, SettingsDocument, Tried, WhatsAppSetting } from "../logic/settings";
import { call, text } from "./client";
import type { components } from "./schema";

type Schemas = components["schemas"];
export type Sentence = Schemas["Sentence"];
export type Finding = Schemas["ChannelFinding"];
export type Spoken = Schemas["TrialMessage"];
export type Revision = Schemas["SettingsRevision"];

export interface Standing {
  revision: number;
  settings: SettingsDocument;
  history: Revision[];
}
export interface Looked {
  mistake: Mistake | null;
  changes: Change[];
  conversations: Tried[];
}
/** What stands in a refusal beside its words. */
export interface Why {
  mistake?: Mistake;
  conversations?: Tried[];
  revision?: number;
  actor?: string;
  changes?: Change[];
}

export const settingsApi = {
  /** The first clinic of an empty desk. */
  setUp: (settings: SettingsDocument) => call<{ id: string }>("POST", "/clinic", { settings }),
  show: () => call<Standing>("GET", "/clinic/settings"),
  earlier: async (revision: number) =>
    (await call<{ settings: SettingsDocument }>("GET", `/clinic/revisions/${revision}`)).settings,
  check: (settings: SettingsDocument) => call<Looked>("POST", "/clinic/settings/check", { settings }),
  save: (revision: number, settings: SettingsDocument) =>
    call<{ revision: number }>("PUT", "/clinic/settings", { revision, settings }),
  converse: async (settings: SettingsDocument, lines: string[]) =>
    (await call<{ items: Spoken[] }>("POST", "/clinic/settings/trial", { settings, lines })).items,
  sentences: async () => (await call<{ items: Sentence[] }>("GET", "/clinic/sentences")).items,
  readFile: async (file: string) =>
    (await text<{ settings: SettingsDocument }>("/clinic/file/reading", file)).settings,
  testWhatsApp: async (number: WhatsAppSetting) =>
    (await call<{ items: Finding[] }>("POST", "/clinic/channels/whatsapp/test", number)).items,
};
