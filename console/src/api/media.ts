// What a patient sent beside words: asked for when somebody opens it, held in memory and nowhere else.
import { ApiError, asApiError, kindOfStatus } from "./errors";
import { lost } from "./client";
import type { Problem } from "./types";

/** The desk gives WhatsApp a minute; a little more reaches its own word about it. */
const MEDIA_LIMIT_MS = 65_000;

export interface OpenedFile {
  /** An address within this page; let go of it with `URL.revokeObjectURL`. */
  url: string;
  type: string;
  /** The sender's name for it, with an ending that says what it is. */
  name: string;
}

/** Why a file does not come, as its sentence is called (`media-error-…`). */
export type FileTrouble = "gone" | "too-large" | "kind" | "refused" | "unreachable" | "offline";

const TROUBLES: readonly FileTrouble[] = ["gone", "too-large", "kind", "refused", "unreachable"];

export async function openFile(conversation: string, message: string): Promise<OpenedFile> {
  const place = `/api/v1/conversations/${encodeURIComponent(conversation)}/messages/${encodeURIComponent(message)}/media`;
  try {
    const answer = await fetch(place, { credentials: "same-origin", cache: "no-store", signal: AbortSignal.timeout(MEDIA_LIMIT_MS) });
    if (!answer.ok) {
      const problem = (await answer.json().catch(() => null)) as Problem | null;
      lost(answer.status, problem);
      throw new ApiError(kindOfStatus(answer.status), answer.status, problem);
    }
    // The desk names only kinds that run nothing; this page never opens one as a page.
    const blob = await answer.blob();
    return { url: URL.createObjectURL(blob), type: blob.type, name: nameOf(answer.headers.get("content-disposition")) };
  } catch (thrown) {
    throw asApiError(thrown);
  }
}

export function nameOf(disposition: string | null): string {
  const encoded = /filename\*=UTF-8''([^;]+)/.exec(disposition ?? "")?.[1] ?? "";
  try {
    return decodeURIComponent(encoded) || "whatsapp";
  } catch {
    return "whatsapp";
  }
}

export function troubleOf(thrown: unknown): FileTrouble {
  const error = asApiError(thrown);
  const said = error.problem?.type.replace("urn:svara:problem:media-", "");
  const known = TROUBLES.find((it) => it === said);
  if (known) return known;
  if (error.kind === "missing") return "gone";
  return error.kind === "offline" ? "offline" : "unreachable";
}
