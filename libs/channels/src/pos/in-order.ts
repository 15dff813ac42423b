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
      const isFull = started.length >= atOnce;
      if (head && (isFull || next === undefined || (await firstOf(head, next)) === 'head')) {
        yield await head;
        started.shift();
        continue;
      }
      const item: IteratorResult<T> | undefined = await next;
      next = item?.done === false ? iterator.next() : undefined;
      if (item?.done === false) started.push(watched(work(item.value)));
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

/** Which of the two is there first; a failure counts as being there. */
function firstOf(head: Promise<unknown>, next: Promise<unknown>): Promise<'head' | 'next'> {
  const headFirst = head.then(
    () => 'head' as const,
    () => 'head' as const,
  );
  const nextFirst = next.then(
    () => 'next' as const,
    () => 'next' as const,
  );
  return Promise.race([headFirst, nextFirst]);
}
