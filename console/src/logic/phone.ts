// Phone numbers in groups, as people read them aloud. Only for the eye: links keep the number whole.

/** `+46700000001` as `+46 70 000 00 01`; other countries in threes after their code. */
export function spaced(phone: string): string {
  const swedish = /^\+46(7\d)(\d{3})(\d{2})(\d{2})$/.exec(phone);
  if (swedish) return `+46 ${swedish.slice(1).join(" ")}`;
  const other = /^\+(1|7|[2-9]\d)(\d{6,12})$/.exec(phone);
  if (!other) return phone;
  const groups = (other[2] ?? "").match(/\d{3}(?!\d$)|\d+/g) ?? [];
  return `+${other[1]} ${groups.join(" ")}`;
}

/** The fewest and the most digits of a number with its country (E.164). */
const DIGITS_MIN = 8;
const DIGITS_MAX = 15;

/** A number as people write it, as the API takes it: at home it is Sweden's. Null: no number. */
export function international(text: string, home = "46"): string | null {
  const bare = text.replaceAll(/[\s()./-]/g, "");
  const digits = bare.startsWith("+")
    ? bare.slice(1)
    : bare.startsWith("00")
      ? bare.slice(2)
      : bare.startsWith("0")
        ? home + bare.slice(1)
        : bare;
  return /^\d+$/.test(digits) && digits.length >= DIGITS_MIN && digits.length <= DIGITS_MAX ? `+${digits}` : null;
}
