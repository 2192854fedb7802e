// What came beside words: how it is named, shown and saved, and what is said when it does not come.
import { expect, test } from "vitest";
import { ApiError } from "../src/api/errors";
import { nameOf, troubleOf } from "../src/api/media";
import type { Problem } from "../src/api/types";
import { namedMedia, shownAs } from "../src/logic/inbox";

test.each([
  ["[picture]", { kind: "image", rest: "" }],
  ["[picture] Så här ser det ut", { kind: "image", rest: "Så här ser det ut" }],
  ["[voice note]", { kind: "voice_note", rest: "" }],
  ["[cannot be read: poll]", null],
  ["[hej]", null],
  ["Hej [picture]", null],
  ["", null],
])("the plain text %j", (text, expected) => {
  expect(namedMedia(text)).toEqual(expected);
});

test("a file is shown by what it is, never by its name", () => {
  expect(["image/jpeg", "audio/ogg", "video/mp4", "application/pdf", "text/html", ""].map(shownAs)).toEqual(["picture", "sound", "film", "file", "file", "file"]);
});

test.each([
  ["attachment; filename*=UTF-8''remiss%20%C3%A5.pdf", "remiss å.pdf"],
  ["attachment; filename*=UTF-8''%E0%A4%A.pdf", "whatsapp"],
  ["attachment", "whatsapp"],
  [null, "whatsapp"],
])("the name in %j", (disposition, name) => {
  expect(nameOf(disposition)).toBe(name);
});

test.each([
  [410, "urn:svara:problem:media-gone", "gone"],
  [422, "urn:svara:problem:media-too-large", "too-large"],
  [422, "urn:svara:problem:media-kind", "kind"],
  [502, "urn:svara:problem:media-refused", "refused"],
  [504, "urn:svara:problem:media-unreachable", "unreachable"],
  [500, "urn:svara:problem:internal-server-error", "unreachable"],
])("%i %s is said as %s", (status, type, said) => {
  expect(troubleOf(new ApiError("server", status, { type } as Problem))).toBe(said);
});

test("a message that was erased meanwhile, and a line that is down", () => {
  expect(troubleOf(new ApiError("missing", 404, { type: "urn:svara:problem:not-found" } as Problem))).toBe("gone");
  expect(troubleOf(new TypeError("fetch failed"))).toBe("offline");
});
