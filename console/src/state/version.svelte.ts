// Whether the desk was updated while this page stood open: then its index names another
// script than the one that runs here, and the page says so rather than fail in odd ways.
const EVERY_MS = 5 * 60_000;

let stale = $state(false);

function ours(): string | null {
  return document.querySelector<HTMLScriptElement>('script[type="module"][src*="/assets/"]')?.getAttribute("src") ?? null;
}

export async function lookForNewer(): Promise<void> {
  const mine = ours();
  if (mine === null || stale) return;
  try {
    const page = await (await fetch("/", { cache: "no-store" })).text();
    if (page.includes("/assets/") && !page.includes(mine)) stale = true;
  } catch {
    // Without a line there is nothing to compare with; the line itself says that it is down.
  }
}

setInterval(() => void lookForNewer(), EVERY_MS);

export const version = {
  get stale(): boolean {
    return stale;
  },
};
