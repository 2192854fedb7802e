// npm slot-calculator on the scenario of docs/scheduling.md: one call a practitioner, computing only.
// Run by `cargo xtask bench schedule` in the folder where npm has installed it; prints one JSON object.
const { createRequire } = require("node:module");
const { performance } = require("node:perf_hooks");
const here = createRequire(process.cwd() + "/package.json");
const { getSlots } = here("slot-calculator");
const { DateTime } = here("luxon");

const ZONE = "Europe/Stockholm";
const CASES = process.argv[2] === "quick" ? [[1, 7]] : [[1, 30], [5, 30], [20, 30]];
const WARM_UP_RUNS = 1;
const TIMED_RUNS = 5;
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

/** Twelve bookings a day each, by the generator that the scenario is defined by. */
function bookings(practitioners, days) {
  let s = 42;
  const next = () => (s = (1664525 * s + 1013904223) % 2 ** 32) / 2 ** 32;
  const monday = DateTime.fromISO("2027-01-11T08:00", { zone: ZONE });
  return Array.from({ length: practitioners }, () => {
    const taken = [];
    for (let day = 0; day < days; day++)
      for (let i = 0; i < 12; i++) {
        const from = monday.plus({ days: day, minutes: 15 * Math.floor(36 * next()) });
        const to = from.plus({ minutes: 15 * (1 + Math.floor(4 * next())) });
        taken.push({ from: from.toUTC().toISO(), to: to.toUTC().toISO() });
      }
    return taken;
  });
}

const availability = DAYS.flatMap((day) =>
  [["08:00", "12:00"], ["13:00", "17:00"]].map(([from, to]) => ({ day, from, to, timezone: ZONE })));

function run(taken, days) {
  const from = DateTime.fromISO("2027-01-11", { zone: ZONE });
  const range = { from: from.toISO(), to: from.plus({ days }).toISO(), duration: 30 };
  return taken.reduce((sum, unavailability) =>
    sum + getSlots({ ...range, availability, unavailability, outputTimezone: ZONE }).availableSlots.length, 0);
}

const cases = CASES.map(([practitioners, days]) => {
  const taken = bookings(practitioners, days);
  for (let i = 0; i < WARM_UP_RUNS; i++) run(taken, days);
  let slots = 0;
  const times = Array.from({ length: TIMED_RUNS }, () => {
    const begun = performance.now();
    slots = run(taken, days);
    return performance.now() - begun;
  }).sort((a, b) => a - b);
  return { practitioners, days, slots, min_ms: times[0], median_ms: times[Math.floor(TIMED_RUNS / 2)] };
});
console.log(JSON.stringify({ version: here("slot-calculator/package.json").version, cases }));
