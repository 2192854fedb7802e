// What was done and how to take it back, in order. A new step forgets what was taken back
// before it. Pure; the steps themselves talk to the desk.

/** More steps than this nobody remembers. */
const STEPS_MAX = 50;

export interface Step {
  /** In words, for the button and for whoever listens. */
  label: string;
  undo(): Promise<void>;
  redo(): Promise<void>;
}

export class Steps {
  #done: Step[] = [];
  #back: Step[] = [];

  add(step: Step): void {
    this.#done = [...this.#done, step].slice(-STEPS_MAX);
    this.#back = [];
  }

  get undoable(): Step | null {
    return this.#done.at(-1) ?? null;
  }

  get redoable(): Step | null {
    return this.#back.at(-1) ?? null;
  }

  /** Takes the last step back. If that fails the step stays where it was. */
  async undo(): Promise<Step | null> {
    const step = this.undoable;
    if (!step) return null;
    await step.undo();
    this.#done = this.#done.filter((it) => it !== step);
    this.#back.push(step);
    return step;
  }

  async redo(): Promise<Step | null> {
    const step = this.redoable;
    if (!step) return null;
    await step.redo();
    this.#back = this.#back.filter((it) => it !== step);
    this.#done.push(step);
    return step;
  }

  clear(): void {
    this.#done = [];
    this.#back = [];
  }
}
