// Every word exists in both languages, with the same values, and none is left over.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { FluentBundle, FluentResource } from "@fluent/bundle";
import { type Entry, parse, type Pattern } from "@fluent/syntax";
import { describe, expect, test } from "vitest";
import { REASONS, reasonText } from "../src/logic/inbox";

const SRC = new URL("../src/", import.meta.url).pathname;
const LANGUAGES = ["sv", "en"] as const;

function source(language: string): string {
  const files = ["", "lessons.", "settings.", "rooms.", "oversight."];
  return files.map((it) => readFileSync(join(SRC, "texts", `${it}${language}.ftl`), "utf8")).join("\n");
}

function entries(language: string): Entry[] {
  return parse(source(language), {}).body;
}

/** Each text's name with the values it uses. */
function texts(language: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const it of entries(language)) {
    if (it.type === "Message" && it.value) found.set(it.id.name, values(it.value));
  }
  return found;
}

function values(pattern: Pattern): string[] {
  const names = [...JSON.stringify(pattern).matchAll(/"VariableReference","id":\{"type":"Identifier","name":"(\w+)"/g)];
  return [...new Set(names.map((it) => it[1] ?? ""))].sort();
}

function code(): string {
  return readdirSync(SRC, { recursive: true, encoding: "utf8" })
    .filter((it) => /\.(ts|svelte)$/.test(it))
    .map((it) => readFileSync(join(SRC, it), "utf8"))
    .join("\n");
}

test.each(LANGUAGES)("%s has no broken line and no text twice", (language) => {
  const body = entries(language);
  expect(body.filter((it) => it.type === "Junk")).toEqual([]);
  const names = body.flatMap((it) => (it.type === "Message" ? [it.id.name] : []));
  expect(names.filter((it, index) => names.indexOf(it) !== index)).toEqual([]);
});

test("both languages have the same texts", () => {
  expect([...texts("sv").keys()].sort()).toEqual([...texts("en").keys()].sort());
});

test("both languages use the same values in each text", () => {
  const en = texts("en");
  const differing = [...texts("sv")].filter(([name, used]) => JSON.stringify(used) !== JSON.stringify(en.get(name)));
  expect(differing).toEqual([]);
});

describe("the code and the texts", () => {
  const known = [...texts("en").keys()];
  const all = code();
  const asked = [...all.matchAll(/\bt\("([a-z0-9-]+)"/g)].map((it) => it[1] ?? "");
  const begun = [...all.matchAll(/\bt\(`([a-z-]+-)\$\{/g)].map((it) => it[1] ?? "");

  test("every text that the code asks for exists", () => {
    expect(asked.length).toBeGreaterThan(80);
    expect(asked.filter((it) => !known.includes(it))).toEqual([]);
    expect(begun.filter((it) => !known.some((name) => name.startsWith(it)))).toEqual([]);
  });

  test("every text that exists is asked for", () => {
    const named = (it: string) => all.includes(`"${it}"`) || begun.some((start) => it.startsWith(start)) || it.startsWith("reason-");
    expect(known.filter((it) => !named(it))).toEqual([]);
  });

  test("names that are put together exist, each of them", () => {
    const statuses = ["booked", "confirmed", "arrived", "fulfilled", "noshow", "cancelled"];
    const errors = ["offline", "slow", "signed-out", "forbidden", "missing", "conflict", "refused", "too-many", "server"];
    const needed = [
      ...REASONS.map(reasonText),
      ...statuses.map((it) => `status-${it}`),
      ...errors.map((it) => `error-${it}`),
      ...["uncertain", "window", "not-yours", "failed"].map((it) => `send-${it}`),
      ...["waiting", "sent", "delivered", "read", "failed", "dropped", "unknown"].map((it) => `tick-${it}`),
      ...["desk", "waiting", "you", "colleague", "nobody"].flatMap((it) => [`who-${it}`, `who-${it}-more`]),
      ...["empty", "short", "weak", "fair", "strong"].map((it) => `strength-${it}`),
      ...["confirmed", "arrived", "fulfilled", "noshow"].flatMap((it) => [`mark-${it}`, `marked-${it}`]),
    ];
    expect(needed.filter((it) => !known.includes(it))).toEqual([]);
  });
});

test.each([
  ["sv", { unit: "now", count: 0 }, "nyss"],
  ["sv", { unit: "days", count: 1 }, "1 dag"],
  ["sv", { unit: "days", count: 2 }, "2 dagar"],
  ["en", { unit: "minutes", count: 18 }, "18 min"],
  ["en", { unit: "days", count: 2 }, "2 days"],
])("%s says %j as %s", (language, value, said) => {
  const bundle = new FluentBundle(language, { useIsolating: false });
  bundle.addResource(new FluentResource(source(language)));
  const message = bundle.getMessage("waited");
  expect(bundle.formatPattern(message?.value ?? "", value)).toBe(said);
});
