// What somebody began to write, a draft per conversation. It survives a failed sending,
// a change of room and a lost session; it never leaves the page's memory.

let texts = $state<Record<string, string>>({});

window.addEventListener("beforeunload", (event) => {
  if (drafts.any) event.preventDefault();
});

export const drafts = {
  of(conversation: string): string {
    return texts[conversation] ?? "";
  },
  keep(conversation: string, text: string): void {
    if (text === "") delete texts[conversation];
    else texts[conversation] = text;
  },
  get any(): boolean {
    return Object.values(texts).some((it) => it.trim() !== "");
  },
  clear(): void {
    texts = {};
  },
};
