import { inOrder } from './in-order.js';

async function* groups<T>(...all: readonly (readonly T[])[]): AsyncGenerator<readonly T[]> {
  for (const group of all) {
    await Promise.resolve();
    yield group;
  }
}

const later = (value: number): Promise<number> => new Promise((resolve) => setTimeout(() => resolve(value), value));

async function collected(results: AsyncIterable<readonly number[]>): Promise<unknown[]> {
  const seen: unknown[] = [];
  try {
    for await (const group of results) seen.push(...group);
  } catch (error) {
    seen.push((error as Error).message);
  }
  return seen;
}

describe('work in order', () => {
  it('hands on together what is there together', async () => {
    const sizes: number[] = [];
    const results = inOrder(groups([1, 2, 3, 4]), (item) => Promise.resolve(item), 4);
    for await (const group of results) sizes.push(group.length);
    expect(sizes).toEqual([4]);
  });

  it('lets out what came before a failure of the input, then fails', async () => {
    const broken = (async function* () {
      yield* groups([5, 1]);
      throw new Error('broken off');
    })();
    expect(await collected(inOrder(broken, later, 4))).toEqual([5, 1, 'broken off']);
  });

  it('lets out what came before a failure of the work, then fails', async () => {
    const work = (item: number): Promise<number> => (item === 2 ? Promise.reject(new Error('failed')) : later(item));
    expect(await collected(inOrder(groups([5, 2, 1]), work, 4))).toEqual([5, 'failed']);
  });

  it('ends only when what is under way has ended, and starts nothing more, once nobody listens', async () => {
    const log: string[] = [];
    const work = async (item: number): Promise<number> => {
      log.push(`start ${String(item)}`);
      await later(item);
      log.push(`end ${String(item)}`);
      return item;
    };
    for await (const _ of inOrder(groups([1, 30], [2, 3, 4]), work, 2)) break;
    expect(log.filter((line) => line.startsWith('end'))).toHaveLength(log.length / 2);
    expect(log).toContain('end 30');
  });
});
