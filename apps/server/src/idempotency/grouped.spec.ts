import { Grouped } from './grouped.js';

describe('grouped questions', () => {
  it('go together when they come together, and each gets its own answer', async () => {
    const groups: number[] = [];
    const grouped = new Grouped(async (items: readonly number[]) => {
      groups.push(items.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items.map((item) => item * 2);
    });
    const first = await Promise.all([1, 2, 3].map((item) => grouped.add(item)));
    expect([first, groups]).toEqual([[2, 4, 6], [3]]);
  });

  it('that come while others are under way go with the next, no more than a group holds', async () => {
    const groups: number[] = [];
    const grouped = new Grouped(async (items: readonly number[]) => {
      groups.push(items.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return items;
    }, 4);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, index) => grouped.add(index)));
    expect([answers, groups]).toEqual([Array.from({ length: 10 }, (_, index) => index), [4, 4, 2]]);
  });

  it('all hear of a failure, and the next group is asked again', async () => {
    let fails = true;
    const grouped = new Grouped((items: readonly string[]) =>
      fails ? Promise.reject(new Error('away')) : Promise.resolve(items),
    );
    const results = await Promise.allSettled([grouped.add('a'), grouped.add('b')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect(await grouped.add('c')).toBe('c');
  });
});
