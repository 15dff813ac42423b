import { differences, movedEarly } from './checks.js';

describe('differences', () => {
  const idOf = ({ id }: { id: string }): string => id;
  const told = [
    { id: 'a', paid: 1 },
    { id: 'b', paid: 2 },
  ];

  it('is empty where the ledger says all that the story says, and more', () => {
    expect(
      differences(
        'order',
        told,
        [{ id: 'b', paid: 2 }, { id: 'a', paid: 1, store: '-' } as { id: string; paid: number }],
        idOf,
      ),
    ).toEqual([]);
  });

  it('names what is missing and what is otherwise', () => {
    expect(differences('order', told, [{ id: 'b', paid: 3 }], idOf)).toEqual([
      'order a is missing',
      'order b: paid is 3, not 2',
    ]);
  });

  it('shows the first few of many', () => {
    const many = Array.from({ length: 10 }, (_, index) => ({ id: String(index), paid: 1 }));
    expect(differences('order', many, [], idOf)).toHaveLength(4);
    expect(differences('order', many, [], idOf).at(-1)).toBe('… and 7 more of that kind');
  });
});

it('what is in progress and booked is named', () => {
  const payments = [{ paymentId: 'p1' }, { paymentId: 'p2' }];
  expect(movedEarly(['p2', 'p3'], payments)).toEqual(['payment p2 is in progress, and is booked']);
  expect(movedEarly(['p3'], payments)).toEqual([]);
});
