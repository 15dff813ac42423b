/**
 * Starts work for each item as it comes, at most `atOnce` under way, and yields the results in the order of the items, each
 * as soon as those before it are out.
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  work: (item: T) => Promise<R>,
  atOnce: number,
): AsyncGenerator<R, void, undefined> {
  const iterator = items[Symbol.asyncIterator]();
  const started: Promise<R>[] = [];
  let next: Promise<IteratorResult<T>> | undefined = iterator.next();
  try {
    while (next !== undefined || started.length > 0) {
      const [head] = started;
      if (next === undefined || started.length >= atOnce || (await isFirst(head, next))) {
        const result = await head;
        void started.shift();
        yield result as R;
        continue;
      }
      const item: IteratorResult<T> = await next;
      next = item.done ? undefined : iterator.next();
      if (!item.done) started.push(watched(work(item.value)));
    }
  } finally {
    await Promise.allSettled(started);
    // Not awaited: the input may never answer once nobody listens to the results.
    void iterator.return?.().catch(() => undefined);
  }
}

/** Its failure is seen when its turn comes, not before. */
function watched<R>(work: Promise<R>): Promise<R> {
  work.catch(() => undefined);
  return work;
}

/** Whether the head is there before the other; a failure counts as being there. */
function isFirst(head: Promise<unknown> | undefined, other: Promise<unknown>): Promise<boolean> {
  const isThere = (promise: Promise<unknown>, answer: boolean): Promise<boolean> =>
    promise.then(
      () => answer,
      () => answer,
    );
  return head ? Promise.race([isThere(head, true), isThere(other, false)]) : Promise.resolve(false);
}
