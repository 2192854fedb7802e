// Which room is open, kept in the address so that back, forward and links work.
import { isDay } from "../logic/time";

export type Route =
  | { room: "today"; day: string | null }
  | { room: "inbox"; id: string | null }
  | { room: "patients"; id: string | null }
  | { room: "settings"; part: string | null }
  | { room: "waitlist" }
  | { room: "absences"; id: string | null }
  | { room: "lessons" }
  | { room: "unhandled" }
  | { room: "oversight" }
  | { room: "setup" }
  | { room: "join" };

export function parsePath(path: string): Route {
  const [first, second] = path.split("/").filter((it) => it !== "");
  switch (first) {
    case "inbox":
      return { room: "inbox", id: second ? decodeURIComponent(second) : null };
    case "patients":
      return { room: "patients", id: second ? decodeURIComponent(second) : null };
    case "settings":
      return { room: "settings", part: second ?? null };
    case "waitlist":
      return { room: "waitlist" };
    case "absences":
      return { room: "absences", id: second ? decodeURIComponent(second) : null };
    case "lessons":
      return { room: "lessons" };
    case "unhandled":
      return { room: "unhandled" };
    case "oversight":
      return { room: "oversight" };
    case "setup":
      return { room: "setup" };
    case "join":
      return { room: "join" };
    case "day":
      return { room: "today", day: second && isDay(second) ? second : null };
    default:
      return { room: "today", day: null };
  }
}

export function pathOf(it: Route): string {
  switch (it.room) {
    case "today":
      return it.day ? `/day/${it.day}` : "/";
    case "inbox":
      return it.id ? `/inbox/${encodeURIComponent(it.id)}` : "/inbox";
    case "patients":
      return it.id ? `/patients/${encodeURIComponent(it.id)}` : "/patients";
    case "settings":
      return it.part ? `/settings/${it.part}` : "/settings";
    case "waitlist":
      return "/waitlist";
    case "absences":
      return it.id ? `/absences/${encodeURIComponent(it.id)}` : "/absences";
    case "lessons":
      return "/lessons";
    case "unhandled":
      return "/unhandled";
    case "oversight":
      return "/oversight";
    case "setup":
      return "/setup";
    case "join":
      return "/join";
  }
}

/** The one-time token of `/setup#token=…` or `/join#token=…`; null when there is none. */
export function setupToken(hash: string): string | null {
  return new URLSearchParams(hash.replace(/^#/, "")).get("token") || null;
}

let current = $state<Route>(parsePath(location.pathname));
window.addEventListener("popstate", () => (current = parsePath(location.pathname)));

export const route = {
  get now(): Route {
    return current;
  },
  go(to: Route): void {
    const path = pathOf(to);
    if (path !== location.pathname) history.pushState(null, "", path);
    current = to;
  },
  /** Like `go`, without a step to come back to. */
  replace(to: Route): void {
    history.replaceState(null, "", pathOf(to));
    current = to;
  },
};

/** A click on a link of ours stays on the page; with a modifier key it is the browser's. */
export function follow(event: MouseEvent, to: Route): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  route.go(to);
}

/** What somebody was told on their way back from the identity provider: one of these words behind the `#`, said once. */
export function toldOnReturn<T extends string>(name: string, words: readonly T[]): T | null {
  const told = new URLSearchParams(location.hash.replace(/^#/, "")).get(name);
  if (told !== null) history.replaceState(null, "", location.pathname);
  return words.find((it) => it === told) ?? null;
}
