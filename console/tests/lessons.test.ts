// Lessons: every meaning that can be taught has its words, and ways of going wrong come in order.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { isKnown, kindsOf, MEANINGS, nameOf } from "../src/logic/lessons";

test.each(["sv", "en"])("every meaning has words in %s", (language) => {
  const text = readFileSync(new URL(`../src/texts/lessons.${language}.ftl`, import.meta.url), "utf8");
  expect(MEANINGS.filter((it) => !text.includes(`\nmeaning-${nameOf(it)} = `))).toEqual([]);
});

test("a meaning that the desk knows and the console doesn't is no mistake", () => {
  expect([isKnown("book"), isKnown("question:parking"), isKnown("question:covid")]).toEqual([true, true, false]);
});

test("the most frequent way of going wrong comes first", () => {
  expect(kindsOf({ no: 1, fallback: 3, correction: 1 })).toEqual([
    ["fallback", 3],
    ["correction", 1],
    ["no", 1],
  ]);
});
