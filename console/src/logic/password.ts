// A hint about a new password, given while typing. The server decides; this only helps.

/** Shorter than this is refused here already, so that nobody has to guess why. */
export const PASSWORD_MIN_CHARACTERS = 12;

/** Rough bits of guessing: words count as random letters here, so both bounds are set high. */
const WEAK_BELOW_BITS = 50;
const STRONG_FROM_BITS = 95;

export type Strength = "empty" | "short" | "weak" | "fair" | "strong";

/** Words that everyone tries first, ours included. */
const COMMON = (
  "password losenord lösenord qwerty asdf sommar vinter hemlig welcome valkommen välkommen " +
  "svara klinik clinic admin letmein iloveyou"
).split(" ");

/** How strong it looks; `known` are words an attacker knows too (name, e-mail). */
export function strength(password: string, known: string[] = []): Strength {
  if (password === "") return "empty";
  const length = [...password].length;
  if (length < PASSWORD_MIN_CHARACTERS) return "short";
  const points = Math.log2(Math.max(alphabet(password), 2)) * surprising(password, known);
  if (points < WEAK_BELOW_BITS) return "weak";
  return points < STRONG_FROM_BITS ? "fair" : "strong";
}

/** How many characters it could have been drawn from. */
function alphabet(password: string): number {
  let size = 0;
  if (/[a-z]/.test(password)) size += 26;
  if (/[A-Z]/.test(password)) size += 26;
  if (/[0-9]/.test(password)) size += 10;
  if (/[^a-zA-Z0-9]/.test(password)) size += 20;
  return size;
}

/** Its length in characters that could not be guessed from those before or from known words. */
function surprising(password: string, known: string[]): number {
  let text = password.toLowerCase();
  let count = 0;
  const parts = known.flatMap((it) => it.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((it) => it.length >= 3);
  for (const word of [...COMMON, ...parts]) {
    while (text.includes(word)) {
      text = text.replace(word, " ");
      count += 0.5;
    }
  }
  const letters = [...text];
  for (let i = 0; i < letters.length; i += 1) {
    const here = letters[i]?.codePointAt(0) ?? 0;
    const before = letters[i - 1]?.codePointAt(0) ?? -9;
    count += Math.abs(here - before) <= 1 ? 0.2 : 1;
  }
  return count;
}
