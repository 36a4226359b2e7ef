/** At most one run in `ms`: the first at once, the last of a burst at its end. */
export class Throttle {
  readonly #ms: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #next: (() => void) | undefined;

  constructor(ms: number) {
    this.#ms = ms;
  }

  run(action: () => void): void {
    if (this.#timer !== undefined) {
      this.#next = action;
      return;
    }
    action();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      const next = this.#next;
      this.#next = undefined;
      if (next) this.run(next);
    }, this.#ms);
  }

  /** Forgets what is still to run. */
  cancel(): void {
    this.#next = undefined;
  }
}
