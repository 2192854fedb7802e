// The small judgements: passwords, keys, numbers, addresses, errors.
import { describe, expect, test } from "vitest";
import { ApiError, asApiError, kindOfStatus } from "../src/api/errors";
import { commandFor, type Press } from "../src/logic/keys";
import { strength } from "../src/logic/password";
import { spaced } from "../src/logic/phone";

describe("a password", () => {
  test.each([
    ["", "empty"],
    ["abc", "short"],
    ["elva tecken", "short"],
    ["aaaaaaaaaaaaaaaa", "weak"],
    ["123456789012", "weak"],
    ["password1234", "weak"],
    ["elsa.noren@lindgarden", "weak"],
    ["gul cykel i regn", "fair"],
    ["tolv gröna hästar äter fil", "strong"],
  ])("%s looks %s", (text, level) => expect(strength(text, ["Elsa Norén", "elsa.noren@lindgarden.example"])).toBe(level));
});

describe("a key", () => {
  const press = (key: string, more: Partial<Press> = {}): Press => ({
    key,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    inField: false,
    inDialog: false,
    ...more,
  });

  test.each([
    ["j moves on", press("j"), "next"],
    ["k moves back", press("k"), "previous"],
    ["t takes over", press("t"), "takeover"],
    ["g gives back", press("g"), "giveback"],
    ["? helps", press("?"), "help"],
    ["a letter in a field is a letter", press("t", { inField: true }), null],
    ["a letter in a dialog is nothing", press("g", { inDialog: true }), null],
    ["e is done, E is done and on to the next", press("E"), "resolvenext"],
    ["Ctrl+K does anything, also from a field", press("k", { ctrlKey: true, inField: true }), "palette"],
    ["Ctrl+Z takes back", press("z", { ctrlKey: true }), "undo"],
    ["Ctrl+Shift+Z does again", press("Z", { ctrlKey: true, shiftKey: true }), "redo"],
    ["Ctrl+Z in a field is the field's", press("z", { ctrlKey: true, inField: true }), null],
    ["Ctrl with a letter is the browser's", press("t", { ctrlKey: true }), null],
    ["Ctrl+Enter sends from the field", press("Enter", { ctrlKey: true, inField: true }), "send"],
    ["Cmd+Enter does too", press("Enter", { metaKey: true, inField: true }), "send"],
    ["Ctrl+Enter elsewhere does not", press("Enter", { ctrlKey: true }), null],
    ["Enter alone is the browser's", press("Enter"), null],
  ])("%s", (_, it, command) => expect(commandFor(it, true)).toBe(command));

  test("letters can be switched off, Escape and sending stay", () => {
    expect(commandFor(press("t"), false)).toBeNull();
    expect(commandFor(press("Escape"), false)).toBe("close");
    expect(commandFor(press("Enter", { ctrlKey: true, inField: true }), false)).toBe("send");
  });
});

test.each([
  ["+46700000001", "+46 70 000 00 01"],
  ["+15550000001", "+1 555 000 0001"],
  ["100000000000009", "100000000000009"],
])("the number %s is read as %s", (phone, shown) => expect(spaced(phone)).toBe(shown));

describe("an error", () => {
  test.each([
    [401, "signed-out"],
    [404, "missing"],
    [409, "conflict"],
    [412, "conflict"],
    [422, "refused"],
    [429, "too-many"],
    [500, "server"],
    [503, "server"],
  ])("with status %i is named %s", (status, kind) => expect(kindOfStatus(status)).toBe(kind));

  test("of the network or of time says so, and may have been carried out", () => {
    expect(asApiError(new TypeError("failed to fetch")).kind).toBe("offline");
    expect(asApiError(new DOMException("late", "TimeoutError")).kind).toBe("slow");
    expect(asApiError(new TypeError("failed to fetch")).isUncertain).toBe(true);
    expect(new ApiError("conflict", 409, null).isUncertain).toBe(false);
  });
});
