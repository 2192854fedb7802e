// The live line: it comes back by itself, polls meanwhile, and notices a silent death.
import { describe, expect, test } from "vitest";
import { eventReader, keepLive, type LiveState, parseChanged, POLL_MS, RETRY_FIRST_MS, RETRY_LONGEST_MS, retryWait, SILENCE_LIMIT_MS } from "../src/api/events";
import type { Changed } from "../src/api/types";

/** A world whose time moves only when told and whose lines are opened by hand. */
function play(answers: (() => Promise<Response>)[]) {
  let now = 0;
  let timers: { at: number; then: () => void }[] = [];
  const seen = { changed: [] as Changed[], refreshed: 0, states: [] as LiveState[], signedOut: 0, opened: 0, aborted: 0 };
  const stop = keepLive(
    {
      open: (signal) => {
        seen.opened += 1;
        signal.addEventListener("abort", () => (seen.aborted += 1));
        const next = answers.shift();
        return next ? next() : new Promise((_, fail) => signal.addEventListener("abort", () => fail(new Error("aborted"))));
      },
      after: (ms, then) => {
        const timer = { at: now + ms, then };
        timers.push(timer);
        return () => (timers = timers.filter((it) => it !== timer));
      },
      chance: () => 1,
    },
    {
      changed: (it) => seen.changed.push(it),
      refresh: () => (seen.refreshed += 1),
      state: (it) => seen.states.push(it),
      signedOut: () => (seen.signedOut += 1),
    },
  );
  const settle = () => new Promise((done) => setImmediate(done));
  const pass = async (ms: number) => {
    const end = now + ms;
    for (;;) {
      await settle();
      const due = timers.filter((it) => it.at <= end).sort((a, b) => a.at - b.at)[0];
      if (!due) break;
      now = due.at;
      timers = timers.filter((it) => it !== due);
      due.then();
    }
    now = end;
    await settle();
  };
  return { seen, stop, pass, settle, timersLeft: () => timers.length };
}

function line() {
  let push: ReadableStreamDefaultController<Uint8Array> | null = null;
  const body = new ReadableStream<Uint8Array>({ start: (it) => void (push = it) });
  const encoder = new TextEncoder();
  return {
    answer: async () => new Response(body, { status: 200 }),
    say: (text: string) => push?.enqueue(encoder.encode(text)),
    close: () => push?.close(),
  };
}

const refused = (status: number) => async () => new Response("no", { status });
const broken = async (): Promise<Response> => {
  throw new TypeError("network");
};

describe("the live line", () => {
  test("reads everything once when it opens, then follows the notices", async () => {
    const first = line();
    const it = play([first.answer]);
    await it.settle();
    expect(it.seen.states).toEqual(["connecting", "live"]);
    expect(it.seen.refreshed).toBe(1);
    first.say(': hello\n\nevent: changed\ndata: {"what":"conversation","id":"cnv_1"}\n\n');
    await it.settle();
    expect(it.seen.changed).toEqual([{ what: "conversation", id: "cnv_1" }]);
    it.stop();
  });

  test("comes back after it broke, and reads what it missed", async () => {
    const [first, second] = [line(), line()];
    const it = play([first.answer, second.answer]);
    await it.settle();
    first.close();
    await it.settle();
    expect(it.seen.states.at(-1)).toBe("down");
    await it.pass(RETRY_FIRST_MS);
    expect(it.seen.states.at(-1)).toBe("live");
    expect(it.seen.refreshed).toBe(2);
    it.stop();
  });

  test("polls while it is down and stops polling when it is back", async () => {
    const back = line();
    const it = play([broken, refused(503), broken, broken, refused(502), broken, back.answer]);
    await it.pass(POLL_MS * 2);
    expect(it.seen.refreshed).toBe(2);
    await it.pass(RETRY_LONGEST_MS * 3);
    expect(it.seen.states.at(-1)).toBe("live");
    const before = it.seen.refreshed;
    back.say(": beat\n\n");
    await it.pass(POLL_MS * 2);
    expect(it.seen.refreshed).toBe(before);
    it.stop();
  });

  test("gives up a line that has gone silent", async () => {
    const [first, second] = [line(), line()];
    const it = play([first.answer, second.answer]);
    await it.settle();
    await it.pass(SILENCE_LIMIT_MS - 1);
    expect(it.seen.aborted).toBe(0);
    await it.pass(1);
    expect(it.seen.aborted).toBe(1);
    it.stop();
  });

  test("a heartbeat keeps it alive", async () => {
    const first = line();
    const it = play([first.answer]);
    await it.settle();
    await it.pass(SILENCE_LIMIT_MS - 1);
    first.say(": still here\n\n");
    await it.pass(SILENCE_LIMIT_MS - 1);
    expect(it.seen.aborted).toBe(0);
    it.stop();
  });

  test("a line that opens and closes at once keeps its growing wait", async () => {
    const empty = () => new Response(new ReadableStream({ start: (it) => it.close() }), { status: 200 });
    const it = play(Array.from({ length: 100 }, () => async () => empty()));
    await it.pass(RETRY_LONGEST_MS);
    expect(it.seen.opened).toBeLessThan(8);
    it.stop();
  });

  test("a line that carried something starts again with the shortest wait", async () => {
    const [proved, next] = [line(), line()];
    const it = play([broken, broken, broken, proved.answer, next.answer]);
    await it.pass(RETRY_FIRST_MS * 7);
    expect(it.seen.states.at(-1)).toBe("live");
    proved.say(": beat\n\n");
    await it.settle();
    proved.close();
    await it.settle();
    await it.pass(RETRY_FIRST_MS);
    expect(it.seen.states.at(-1)).toBe("live");
    it.stop();
  });

  test("ends with the session and leaves no timer behind", async () => {
    const it = play([refused(401)]);
    await it.settle();
    expect(it.seen.signedOut).toBe(1);
    expect(it.seen.states.at(-1)).toBe("stopped");
    expect(it.timersLeft()).toBe(0);
  });

  test("stopping it leaves no timer behind", async () => {
    const it = play([broken]);
    await it.settle();
    it.stop();
    await it.settle();
    expect(it.timersLeft()).toBe(0);
  });
});

test("the wait grows, is spread, and has an end", () => {
  expect([0, 1, 2].map((it) => retryWait(it, 1))).toEqual([1_000, 2_000, 4_000]);
  expect(retryWait(0, 0)).toBe(500);
  expect(retryWait(50, 1)).toBe(RETRY_LONGEST_MS);
});

describe("an event stream", () => {
  const read = (chunks: string[]) => {
    const events: string[][] = [];
    const reader = eventReader((name, data) => events.push([name, data]));
    chunks.forEach(reader);
    return events;
  };

  test.each([
    ["in one piece", ["event: changed\ndata: x\n\n"]],
    ["cut anywhere", ["eve", "nt: cha", "nged\nda", "ta: x\n", "\n"]],
    ["with carriage returns, cut between the two", ["event: changed\r", "\ndata: x\r\n\r", "\n"]],
    ["with comments between", [": beat\n\nevent: changed\n: beat\ndata: x\n\n"]],
  ])("%s", (_, chunks) => expect(read(chunks)).toEqual([["changed", "x"]]));

  test("half an event is none", () => expect(read(["event: changed\ndata: x\n"])).toEqual([]));
});

test.each([
  ['{"what":"appointment","id":"apt_1"}', { what: "appointment", id: "apt_1" }],
  ['{"what":"weather","id":"1"}', null],
  ['{"what":"appointment"}', null],
  ["null", null],
  ["not json", null],
])("the notice %s is read as %j", (text, expected) => expect(parseChanged(text)).toEqual(expected));
