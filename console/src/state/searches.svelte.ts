// The search for a patient as it was left: coming back from a card finds the list again.
// It lives in the page's memory only.
import type { FoundPatient } from "../api/types";

let text = $state("");
let found = $state.raw<FoundPatient[] | null>(null);

export const searches = {
  get text(): string {
    return text;
  },
  set text(it: string) {
    text = it;
  },
  get found(): FoundPatient[] | null {
    return found;
  },
  set found(it: FoundPatient[] | null) {
    found = it;
  },
  forget(): void {
    text = "";
    found = null;
  },
};
