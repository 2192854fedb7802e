// Carries a key's meaning from the window to the room that is open.
import type { Command } from "../logic/keys";

type Handler = (it: Command) => boolean;

const handlers = new Set<Handler>();

/** Says a command; true when some room knew what to do. */
export function say(it: Command): boolean {
  for (const handler of [...handlers].reverse()) if (handler(it)) return true;
  return false;
}

/** Listens while a component lives. */
export function onCommand(handler: Handler): void {
  $effect(() => {
    handlers.add(handler);
    return () => handlers.delete(handler);
  });
}

/** Moves the focus among the elements of a room that can be walked through. */
export function walk(selector: string, step: number, current?: Element | null): boolean {
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  if (all.length === 0) return false;
  const focused = document.activeElement?.closest(selector) ?? current ?? null;
  const at = focused ? all.indexOf(focused as HTMLElement) : -1;
  const next = at === -1 ? (step > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + step, 0), all.length - 1);
  all[next]?.focus();
  all[next]?.scrollIntoView({ block: "nearest" });
  return true;
}
