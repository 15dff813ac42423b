import { AppendQueue, type Waiting } from './append-queue.js';

describe('AppendQueue', () => {
  const rejected: string[] = [];
  const waiting = (stream: string, bytes = 1, since = 0): Waiting => ({
    stream,
    expected: -1,
    events: [],
    bytes,
    since,
    resolve: () => undefined,
    reject: ({ message }) => rejected.push(message),
  });
  const filled = (...all: readonly Waiting[]): AppendQueue => {
    const queue = new AppendQueue();
    for (const one of all) queue.add(one);
    return queue;
  };
  const limits = { appends: 3, bytes: 100 };
  const batches = (queue: AppendQueue): string[][] => {
    const all: string[][] = [];
    while (!queue.isEmpty) all.push(queue.take(limits).map(({ stream, bytes }) => `${stream}${String(bytes)}`));
    return all;
  };

  it('takes what came first, so many at a time', () => {
    expect(batches(filled(...['a', 'b', 'c', 'd'].map((stream) => waiting(stream))))).toEqual([['a1', 'b1', 'c1'], ['d1']]);
  });

  it('takes so many bytes at a time, one append at least', () => {
    const queue = filled(waiting('a', 60), waiting('b', 60), waiting('c', 200), waiting('d', 40), waiting('e', 60));
    expect(batches(queue)).toEqual([['a60'], ['b60'], ['c200'], ['d40', 'e60']]);
  });

  it('has a stream in a batch once, and its appends in their order', () => {
    const queue = filled(waiting('a', 1), waiting('a', 2), waiting('b', 3), waiting('a', 4), waiting('b', 5));
    expect(batches(queue)).toEqual([['a1', 'b3'], ['a2', 'b5'], ['a4']]);
  });

  it('knows how many bytes wait', () => {
    const queue = filled(waiting('a', 10), waiting('a', 20), waiting('b', 30));
    expect(queue.bytes).toBe(60);
    queue.take(limits);
    expect(queue.bytes).toBe(20);
    queue.take(limits);
    expect([queue.bytes, queue.isEmpty]).toEqual([0, true]);
  });

  it('gives out what has waited too long and keeps the rest in order', () => {
    const queue = filled(waiting('a', 1, 5), waiting('a', 2, 9), waiting('b', 3, 7), waiting('a', 4, 12), waiting('c', 5, 12));
    expect(queue.takeOlderThan(9).map(({ bytes }) => bytes)).toEqual([1, 3]);
    expect(queue.bytes).toBe(11);
    expect(batches(queue)).toEqual([['a2', 'c5'], ['a4']]);
    expect(queue.takeOlderThan(100)).toEqual([]);
  });
});
