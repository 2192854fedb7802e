// The live line: server-sent events read with fetch, so that a line that died in silence
// is noticed by its missing heartbeats (EventSource hides them) and a 401 is seen as one.
// While the line is down the listener is asked to poll. It decides nothing about data.
import type { Changed } from "./types";

/** The server says something every 20 s; two and a bit missed means that the line is dead. */
export const SILENCE_LIMIT_MS = 50_000;
/** First wait before trying again; doubles up to the longest. */
export const RETRY_FIRST_MS = 1_000;
export const RETRY_LONGEST_MS = 30_000;
/** How often to ask while the line is down. */
export const POLL_MS = 15_000;

export type LiveState = "connecting" | "live" | "down" | "stopped";

export interface LiveListener {
  /** Something changed. */
  changed(it: Changed): void;
  /** Something may have been missed, or the line is down: read everything again. */
  refresh(): void;
  state(now: LiveState): void;
  /** The session is over; the line stops by itself. */
  signedOut(): void;
}

export interface LiveWorld {
  open(signal: AbortSignal): Promise<Response>;
  after(ms: number, then: () => void): () => void;
  /** Between 0 and 1: spreads the return of many consoles after a restart. */
  chance(): number;
}

/** How long to wait before attempt `attempt` (from 0), `chance` between 0 and 1. */
export function retryWait(attempt: number, chance: number): number {
  const full = Math.min(RETRY_FIRST_MS * 2 ** attempt, RETRY_LONGEST_MS);
  return Math.round(full / 2 + (full / 2) * chance);
}

/** Reads the lines of an event stream; calls back with each whole event. */
export function eventReader(onEvent: (name: string, data: string) => void): (chunk: string) => void {
  let rest = "";
  let name = "";
  let data: string[] = [];
  return (chunk) => {
    const lines = (rest + chunk).split(/\r?\n/);
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line === "") {
        if (data.length > 0) onEvent(name || "message", data.join("\n"));
        name = "";
        data = [];
      } else if (line.startsWith("event:")) {
        name = line.slice(6).trim();
      } else if (line.startsWith("data:")) {
        data.push(line.slice(5).replace(/^ /, ""));
      }
    }
  };
}

/** Only a well-formed notice counts; anything else asks for a full read instead. */
export function parseChanged(data: string): Changed | null {
  try {
    const it: unknown = JSON.parse(data);
    if (typeof it !== "object" || it === null) return null;
    const { what, id } = it as Record<string, unknown>;
    if ((what === "conversation" || what === "appointment" || what === "clinic") && typeof id === "string") return { what, id };
  } catch {
    return null;
  }
  return null;
}

/** Starts the line and keeps it; the answer ends it. */
export function keepLive(world: LiveWorld, listener: LiveListener): () => void {
  let stopped = false;
  let attempt = 0;
  let polling = false;
  let line: AbortController | null = null;
  let cancelRetry = () => {};
  let cancelPoll = () => {};
  let cancelSilence = () => {};

  const stop = () => {
    stopped = true;
    line?.abort();
    cancelRetry();
    cancelPoll();
    cancelSilence();
    listener.state("stopped");
  };

  const poll = () => {
    polling = true;
    cancelPoll = world.after(POLL_MS, () => {
      listener.refresh();
      poll();
    });
  };

  const heard = () => {
    cancelSilence();
    cancelSilence = world.after(SILENCE_LIMIT_MS, () => line?.abort());
  };

  const fell = () => {
    if (stopped) return;
    cancelSilence();
    if (!polling) poll();
    listener.state("down");
    cancelRetry = world.after(retryWait(attempt, world.chance()), () => void connect());
    attempt += 1;
  };

  const connect = async () => {
    line = new AbortController();
    heard();
    try {
      const answer = await world.open(line.signal);
      if (answer.status === 401) {
        stop();
        listener.signedOut();
        return;
      }
      if (!answer.ok || !answer.body) return fell();
      if (stopped) return;
      cancelPoll();
      polling = false;
      listener.state("live");
      // What happened while nobody listened is read once, whole.
      listener.refresh();
      await listen(answer.body, listener, () => {
        // Only a line that carried something has proved itself; one that opens and
        // closes at once keeps its growing wait.
        attempt = 0;
        heard();
      });
    } catch {
      // A broken or aborted line is the usual end of one; `fell` handles both.
    }
    fell();
  };

  listener.state("connecting");
  void connect();
  return stop;
}

async function listen(body: ReadableStream<Uint8Array>, listener: LiveListener, heard: () => void): Promise<void> {
  const decoder = new TextDecoder();
  const read = eventReader((name, data) => {
    if (name !== "changed") return;
    const it = parseChanged(data);
    if (it) listener.changed(it);
    else listener.refresh();
  });
  const reader = body.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    heard();
    read(decoder.decode(value, { stream: true }));
  }
}

/** The world as the browser has it. */
export const browserWorld: LiveWorld = {
  open: (signal) =>
    fetch("/api/v1/events", {
      headers: { accept: "text/event-stream" },
      credentials: "same-origin",
      cache: "no-store",
      signal,
    }),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
  chance: Math.random,
};
