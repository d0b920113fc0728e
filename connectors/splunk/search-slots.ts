/** Lets so many searches run at once; the others wait their turn. */
export class SearchSlots {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(slots: number) {
    this.#free = slots;
  }

  /** Waits for a slot; call what it gives to free the slot again. */
  async take(signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    if (this.#free > 0) this.#free -= 1;
    else await this.#turn(signal);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    };
  }

  #turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const calledOff = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(turn), 1);
        reject(signal.reason instanceof Error ? signal.reason : new Error('called off'));
      };
      const turn = (): void => {
        signal.removeEventListener('abort', calledOff);
        resolve();
      };
      this.#waiting.push(turn);
      signal.addEventListener('abort', calledOff, { once: true });
    });
  }
}
