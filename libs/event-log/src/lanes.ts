/** Work of one lane runs in order, lanes beside each other. A failure does not stop what follows in its lane. */
export class Lanes {
  private readonly tails = new Map<string, Promise<unknown>>();

  run<T>(lane: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(lane);
    const result = before ? before.then(work, work) : work();
    this.tails.set(lane, result);
    const leave = (): void => {
      if (this.tails.get(lane) === result) this.tails.delete(lane);
    };
    result.then(leave, leave);
    return result;
  }

  /** When all that runs or waits now has ended, one way or the other. */
  async ended(): Promise<void> {
    await Promise.allSettled(this.tails.values());
  }
}
