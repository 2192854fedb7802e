// What is left of the minutes in which an absence can be taken back, and whom to call first.

/** `9:05`; null when nothing is left. */
export function left(ms: number): string | null {
  if (ms <= 0) return null;
  const seconds = Math.ceil(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** Those to call stand first, then by the time of their visit. */
export function callOrder<T extends { call: boolean; before: string }>(list: readonly T[]): T[] {
  return [...list].sort((one, other) => Number(other.call) - Number(one.call) || Date.parse(one.before) - Date.parse(other.before));
}
