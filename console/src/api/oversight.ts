// What reviews of who looked at what look like on the wire.
import type { components } from "./schema";

export const VERDICTS = ["justified", "unclear", "unjustified"] as const;
export type Verdict = (typeof VERDICTS)[number];

export type AccessReview = components["schemas"]["AccessReview"];
export type DrawnLook = components["schemas"]["DrawnLook"];
