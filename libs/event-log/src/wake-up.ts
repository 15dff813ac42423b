/** Tells waiting readers that there may be something new. Ringing is a hint: it may come for nothing or not at all. */
export class WakeUp {
  private readonly waiting = new Set<() => void>();
  private count = 0;

  /** Take it before looking; give it to `ringsAfter`, so that a ring in between is not slept through. */
  get rung(): number {
    return this.count;
  }

  ring(): void {
    this.count += 1;
    for (const wake of this.waiting) wake();
  }

  /** Ends with the first ring after `rung`, after `atMostMs`, or when the signal aborts. */
  async ringsAfter(rung: number, atMostMs: number, signal: AbortSignal): Promise<void> {
    if (this.count !== rung || signal.aborted) return;
    const woken = Promise.withResolvers<undefined>();
    const wake = (): void => {
      woken.resolve(undefined);
    };
    const timer = setTimeout(wake, atMostMs);
    this.waiting.add(wake);
    signal.addEventListener('abort', wake, { once: true });
    try {
      await woken.promise;
    } finally {
      clearTimeout(timer);
      this.waiting.delete(wake);
      signal.removeEventListener('abort', wake);
    }
  }
}
