/** The place of one item: its result once that is there. */
interface Place<R> {
  outcome: { readonly result: R } | { readonly error: unknown } | undefined;
}

/**
 * Starts work for each item as it comes, at most `atOnce` under way, and yields the results in the order of the items, each
 * as soon as those before it are out. Items come and results go in groups: what is there at one time is handed on at once.
 * Where the input or a piece of work fails, the results before it are out first.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<readonly T[]>,
  work: (item: T) => Promise<R>,
  atOnce: number,
): AsyncGenerator<readonly R[], void, undefined> {
  const window = new Window(items, work, atOnce);
  try {
    for (let results = await window.next(); results; results = await window.next()) yield results;
  } finally {
    await window.close();
  }
}

class Window<T, R> {
  private readonly places: Place<R>[] = [];
  private readonly iterator: AsyncIterator<readonly T[]>;
  private input: 'open' | 'ended' | { readonly error: unknown } = 'open';
  private isClosed = false;
  /** Wakes whoever waits for the first place, for room, for all work to end. */
  private changed: PromiseWithResolvers<undefined> | undefined;
  private underWay = 0;

  constructor(
    items: AsyncIterable<readonly T[]>,
    private readonly work: (item: T) => Promise<R>,
    private readonly atOnce: number,
  ) {
    this.iterator = items[Symbol.asyncIterator]();
    void this.feed();
  }

  /** Results that are there, one at least; undefined when all are out. @throws what the first in line threw, or the input */
  async next(): Promise<readonly R[] | undefined> {
    for (;;) {
      const ready = this.takeReady();
      if (ready.length > 0) return ready;
      const failed = this.places[0]?.outcome;
      if (failed && 'error' in failed) throw failed.error;
      if (this.places.length === 0 && typeof this.input === 'object') throw this.input.error;
      if (this.places.length === 0 && this.input === 'ended') return undefined;
      await this.change();
    }
  }

  /** Nothing more is started; ends when all that is under way has. */
  async close(): Promise<void> {
    this.isClosed = true;
    this.wake();
    while (this.underWay > 0) await this.change();
    // Not awaited: the input may never answer once nobody listens to the results.
    void this.iterator.return?.().catch(() => undefined);
  }

  private async feed(): Promise<void> {
    try {
      for (let group = await this.iterator.next(); !group.done; group = await this.iterator.next()) {
        await this.startAll(group.value);
        if (this.isClosed) return;
      }
      this.input = 'ended';
    } catch (error) {
      this.input = { error };
    }
    this.wake();
  }

  private async startAll(items: readonly T[]): Promise<void> {
    for (const item of items) {
      while (this.places.length >= this.atOnce && !this.isClosed) await this.change();
      if (this.isClosed) return;
      this.start(item);
    }
  }

  private start(item: T): void {
    const place: Place<R> = { outcome: undefined };
    const settle = (outcome: NonNullable<Place<R>['outcome']>): void => {
      place.outcome = outcome;
      this.underWay -= 1;
      if (this.isClosed || this.places[0] === place) this.wake();
    };
    this.places.push(place);
    this.underWay += 1;
    this.work(item).then(
      (result) => settle({ result }),
      (error: unknown) => settle({ error }),
    );
  }

  private takeReady(): R[] {
    const ready: R[] = [];
    for (const { outcome } of this.places) {
      if (!outcome || 'error' in outcome) break;
      ready.push(outcome.result);
    }
    if (ready.length > 0) {
      this.places.splice(0, ready.length);
      this.wake();
    }
    return ready;
  }

  private change(): Promise<undefined> {
    this.changed ??= Promise.withResolvers<undefined>();
    return this.changed.promise;
  }

  private wake(): void {
    this.changed?.resolve(undefined);
    this.changed = undefined;
  }
}
