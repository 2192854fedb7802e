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
