import type { Decider, DomainEvent } from '#kernel';
import { NOTHING, explore, illegal, legal } from './explore.js';
import { deciderMachine } from './machine.js';
import { renderStates } from './render.js';

type Step = 'open' | 'shut';
interface Door {
  readonly opened: number;
  readonly isOpen: boolean;
}

/** Opens twice, then no more; to shut what is shut is recorded and flagged. */
const door: Decider<Door & { flagged?: boolean }, Step, DomainEvent<Step>> = {
  initial: { opened: 0, isOpen: false },
  decide: (step, { opened }) =>
    step === 'open' && opened === 2
      ? { rejected: true, code: 'WORN_OUT', kind: 'conflict', says: 'It opens no more.' }
      : [{ type: step, data: {} }],
  evolve: ({ opened, isOpen }, { type }) =>
    type === 'open' ? { opened: opened + 1, isOpen: true } : { opened, isOpen: false, flagged: !isOpen },
};

const machine = deciderMachine(door, {
  statuses: ['open', 'shut'],
  steps: { open: 'open', shut: 'shut' },
  statusOf: ({ isOpen }) => (isOpen ? 'open' : 'shut'),
  flagsOf: ({ flagged }) => (flagged ? ['SHUT_ALREADY'] : []),
});

describe('exploring a machine', () => {
  const moves = explore(machine);

  it('finds each change of status with a shortest path', () => {
    expect(legal(moves).map(({ from, by, to, path }) => [from, by, to, path])).toEqual([
      [NOTHING, 'open', 'open', []],
      ['open', 'shut', 'shut', ['open']],
      ['shut', 'open', 'open', ['open', 'shut']],
    ]);
  });

  it('finds what is flagged and what is refused, but not what is so only sometimes', () => {
    expect(illegal(moves).map(({ from, by, codes }) => [from, by, codes])).toEqual([
      [NOTHING, 'shut', ['SHUT_ALREADY']],
      ['shut', 'shut', ['SHUT_ALREADY']],
    ]);
    expect(moves).toContainEqual({
      from: 'shut',
      by: 'open',
      to: undefined,
      codes: ['WORN_OUT'],
      path: ['open', 'open', 'shut'],
    });
  });

  it('writes both as tables', () => {
    expect(renderStates(machine.statuses, moves)).toBe(
      [
        '| status   | next   | by   |',
        '| -------- | ------ | ---- |',
        '| — `shut` | `open` | open |',
        '| `open`   | `shut` | shut |',
        '',
        '| what comes | in status | is refused or flagged as |',
        '| ---------- | --------- | ------------------------ |',
        '| shut       | — `shut`  | `SHUT_ALREADY`           |',
      ].join('\n'),
    );
  });

  it('refuses to tell states apart without end', () => {
    const endless = deciderMachine(
      { ...door, decide: (type: Step) => [{ type, data: {} }] },
      { ...machine, statusOf: () => 'open', alike: ({ opened }) => opened },
    );
    expect(() => explore(endless)).toThrow('more than 5000 states');
  });
});
