// What is sent of the forms, where a mistake belongs, and two people's changes made one.
import { describe, expect, test } from "vitest";
import { cleaned, merged, newId, partOf, same } from "../src/logic/settings";

describe("what is sent", () => {
  test("empty and absent values have no key, empty texts no language", () => {
    const it = { clinic: { name: "", phone: "", policy: { late_fee: null, late_text: { sv: "", en: "A fee" } } }, service: [{ id: "a", price: null, name: { sv: "Koll", en: "" } }] };
    expect(cleaned(it)).toEqual({ clinic: { name: "", policy: { late_text: { en: "A fee" } } }, service: [{ id: "a", name: { sv: "Koll" } }] });
  });
  test("the order of keys is no change", () => {
    expect(same({ a: 1, b: [{ c: 1, d: 2 }] }, { b: [{ d: 2, c: 1 }], a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
  });
});

test.each([
  ["/service/0/minutes", "services"],
  ["/clinic/policy/offer_count", "rules"],
  ["/clinic/waitlist", "rules"],
  ["/clinic/whatsapp/phone_number_id", "channels"],
  ["/clinic/time_zone", "clinic"],
  ["/closed/2/date", "clinic"],
  ["/text/1/say/sv", "texts"],
  ["", "clinic"],
])("%s is on the page of %s", (field, part) => {
  expect(partOf(field)).toBe(part);
});

describe("mine over theirs", () => {
  const base = { clinic: { name: "A", address: "x" }, service: [{ id: "a", minutes: 30, price: 1 }, { id: "b", minutes: 20, price: 2 }] };

  test("what only they changed is theirs, what I changed stays mine", () => {
    const mine = { clinic: { name: "B", address: "x" }, service: [{ id: "a", minutes: 40, price: 1 }, { id: "b", minutes: 20, price: 2 }] };
    const theirs = { clinic: { name: "C", address: "y" }, service: [{ id: "b", minutes: 20, price: 3 }, { id: "a", minutes: 30, price: 9 }] };
    expect(merged(base, mine, theirs)).toEqual({ clinic: { name: "B", address: "y" }, service: [{ id: "b", minutes: 20, price: 3 }, { id: "a", minutes: 40, price: 9 }] });
  });
  test("what I took out stays out, what they added stays in", () => {
    const mine = { ...base, service: base.service.slice(0, 1) };
    const theirs = { ...base, service: [...base.service, { id: "c", minutes: 5, price: 0 }] };
    expect(merged(base, mine, theirs)).toEqual({ ...base, service: [base.service[0], { id: "c", minutes: 5, price: 0 }] });
  });
  test("a list of plain values is mine as a whole", () => {
    expect(merged({ days: ["mon"] }, { days: ["tue"] }, { days: ["mon", "wed"] })).toEqual({ days: ["tue"] });
  });
});

test("a new thing has an id of its own", () => {
  expect(newId("Åsa Öberg", [])).toBe("asa-oberg");
  expect(newId("Åsa", ["asa", "asa-2"])).toBe("asa-3");
  expect(newId("***", [])).toBe("ny");
});
