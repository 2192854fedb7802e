// The few wishes of a person that outlive a visit: language, light or dark, keys.
// Never anything about a patient: what is stored in a browser stays there.

type Wish = "language" | "theme" | "keys";

export function remembered(wish: Wish): string | null {
  try {
    return localStorage.getItem(`svara.${wish}`);
  } catch {
    // Storage may be switched off; then nothing is remembered, and all else works.
    return null;
  }
}

export function remember(wish: Wish, value: string): void {
  try {
    localStorage.setItem(`svara.${wish}`, value);
  } catch {
    // As above.
  }
}
