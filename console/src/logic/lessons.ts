// What a wording may be taught to mean, in the order in which receptionists think of it, and the names of its texts.

/** As the API takes them: an intent, with a topic after a colon for a question. */
export const MEANINGS = [
  "book",
  "reschedule",
  "cancel",
  "cannot_attend",
  "ask_availability",
  "earlier_time",
  "list_appointments",
  "running_late",
  "question:opening_hours",
  "question:address",
  "question:parking",
  "question:price",
  "question:preparation",
  "question:payment",
  "question:services",
  "question:practitioners",
  "prescription",
  "test_results",
  "symptom",
  "human",
  "complaint",
  "thanks",
] as const;

/** No text has a longer wording taught. */
export const WORDS_MAX = 120;

/** `question:opening_hours` has the text `meaning-question-opening-hours`. */
export function nameOf(meaning: string): string {
  return meaning.replace(/[:_]/g, "-");
}

/** Whether a meaning has words of its own; any other is shown as it is. */
export function isKnown(meaning: string): boolean {
  return (MEANINGS as readonly string[]).includes(meaning);
}

/** How often each way of going wrong happened, the most frequent first. */
export function kindsOf(kinds: Record<string, number>): [string, number][] {
  return Object.entries(kinds).sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
