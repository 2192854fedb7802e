// The console in a real browser against the real binary: `npm run e2e`. Each story has a desk
// of its own with its clock standing on a Thursday morning; any error in a page, any breach of
// the content security policy and any request to elsewhere fails it. Words after the command
// choose stories: `npm run e2e -- drag`. What fails is played once more and counts only if it fails
// again; the first failure is printed as AGAIN. SVARA_SHOTS=DIR takes pictures instead.
import { browser, Desk, sit } from "./e2e/house.mjs";
import { access } from "./e2e/access.mjs";
import { day } from "./e2e/day.mjs";
import { doors } from "./e2e/doors.mjs";
import { fill } from "./e2e/fill.mjs";
import { first } from "./e2e/first.mjs";
import { inbox } from "./e2e/inbox.mjs";
import { long } from "./e2e/long.mjs";
import { media } from "./e2e/media.mjs";
import { oversight } from "./e2e/oversight.mjs";
import { patients } from "./e2e/patients.mjs";
import { people } from "./e2e/people.mjs";
import { pictures } from "./e2e/pictures.mjs";
import { providers } from "./e2e/providers.mjs";
import { settings } from "./e2e/settings.mjs";
import { suggestions } from "./e2e/suggestions.mjs";
import { two } from "./e2e/two.mjs";

const stories = process.env.SVARA_SHOTS ? pictures : [...doors, ...day, ...inbox, ...media, ...long, ...suggestions, ...patients, ...settings, ...people, ...providers, ...oversight, ...fill, ...first, ...two, ...access];
const wanted = process.argv.slice(2);
const failures = [];
let passed = 0;

/** A story on a desk of its own; what went wrong, if anything. */
async function play({ name, story, ...how }) {
  const desk = await Desk.open();
  const seats = [];
  const sitDown = async (wish) => {
    const seat = await sit(desk, { ...how, ...wish });
    seats.push(seat);
    return seat;
  };
  try {
    if (how.before) await how.before(desk);
    const { page, context } = await sitDown();
    await story(page, desk, { sit: sitDown, context });
    const troubles = seats.flatMap((it) => it.troubles);
    if (troubles.length > 0) throw new Error(troubles.join("\n"));
    return null;
  } catch (error) {
    if (process.env.SVARA_LAST) await seats[0]?.page.screenshot({ path: process.env.SVARA_LAST }).catch(() => undefined);
    return `${name}\n${error.stack}\n${seats.flatMap((it) => it.troubles).join("\n")}`;
  } finally {
    for (const seat of seats) await seat.close();
    await desk.close();
  }
}

// A browser on a busy machine may be slower than a story's patience: what fails is played once more, and said so.
for (const it of stories) {
  if (wanted.length > 0 && !wanted.some((words) => it.name.includes(words))) continue;
  let wrong = await play(it);
  if (wrong !== null) {
    console.log(`AGAIN ${wrong}`);
    wrong = await play(it);
  }
  if (wrong === null) {
    passed += 1;
    console.log(`ok   ${it.name}`);
  } else {
    failures.push(it.name);
    console.log(`FAIL ${wrong}`);
  }
}
await browser.close();
if (failures.length > 0) console.log(failures.join("; "));
console.log(`${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
