// What tokens.css promises: every text can be read on every ground it stands on, in both moods.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const css = readFileSync(new URL("../src/styles/tokens.css", import.meta.url), "utf8");
const tokens = new Map([...css.matchAll(/--([a-z-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)/g)].map((it) => [it[1], [it[2] ?? "", it[3] ?? ""]] as const));

/** Relative luminance, as WCAG 2.2 defines it. */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

const grounds: Record<string, string[]> = {
  ink: ["paper", "card", "raised", "shut", "accent-soft", "wait-soft", "alarm-soft", "here-soft"],
  "ink-soft": ["paper", "card", "raised", "shut", "accent-soft", "wait-soft", "alarm-soft", "here-soft"],
  accent: ["paper", "card", "raised", "accent-soft"],
  "on-accent": ["accent", "accent-strong"],
  wait: ["paper", "card", "wait-soft"],
  card: ["wait"],
  alarm: ["card", "accent-soft", "alarm-soft"],
  "on-alarm": ["alarm"],
  here: ["paper", "card", "here-soft", "accent-soft"],
};

const pairs = Object.entries(grounds).flatMap(([text, on]) => on.flatMap((ground) => [0, 1].map((mood) => ({ text, ground, mood }))));

test.each(pairs)("$text on $ground, mood $mood", ({ text, ground, mood }) => {
  expect(contrast(tokens.get(text)?.[mood] ?? "", tokens.get(ground)?.[mood] ?? "")).toBeGreaterThanOrEqual(4.5);
});

test("the edges of fields and buttons stand out from their ground", () => {
  for (const mood of [0, 1]) {
    expect(contrast(tokens.get("line-strong")?.[mood] ?? "", tokens.get("card")?.[mood] ?? "")).toBeGreaterThanOrEqual(3);
  }
});
