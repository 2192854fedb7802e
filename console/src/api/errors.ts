// What can go wrong between the console and the desk, named so that each name has
// its own sentence with a remedy in the text files (`error-…`). No words here.
import type { Problem } from "./types";

export type ErrorKind =
  | "offline"
  | "slow"
  | "signed-out"
  | "forbidden"
  | "missing"
  | "conflict"
  | "taken"
  | "refused"
  | "locked"
  | "too-many"
  | "server";

export class ApiError extends Error {
  readonly kind: ErrorKind;
  readonly status: number;
  readonly problem: Problem | null;

  constructor(kind: ErrorKind, status: number, problem: Problem | null) {
    super(problem?.detail ?? problem?.title ?? kind);
    this.name = "ApiError";
    this.kind = kind;
    this.status = status;
    this.problem = problem;
  }

  /** Whether the request may have been carried out although no answer came. */
  get isUncertain(): boolean {
    return this.kind === "offline" || this.kind === "slow" || this.kind === "server";
  }
}

/** The name of an error for an HTTP status that is not a success. */
export function kindOfStatus(status: number): ErrorKind {
  switch (status) {
    case 401:
      return "signed-out";
    case 403:
      return "forbidden";
    case 404:
    case 410:
      return "missing";
    case 409:
    case 412:
      return "conflict";
    case 423:
      return "locked";
    case 408:
      return "slow";
    case 429:
      return "too-many";
    default:
      return status >= 500 ? "server" : "refused";
  }
}

/** The desk says 423 twice: the screen is locked, which is a kind of its own, or a colleague has the conversation. */
export function isTaken(status: number, problem: Problem | null): boolean {
  return status === 423 && problem !== null && problem.type !== "urn:svara:problem:screen-locked";
}

/** Any thrown thing as one of ours; what is not ours is an error of the network. */
export function asApiError(thrown: unknown): ApiError {
  if (thrown instanceof ApiError) return thrown;
  if (thrown instanceof DOMException && thrown.name === "TimeoutError") {
    return new ApiError("slow", 0, null);
  }
  return new ApiError("offline", 0, null);
}
