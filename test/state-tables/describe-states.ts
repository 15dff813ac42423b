import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { NOTHING, explore, illegal, legal } from './explore.js';
import type { Machine } from './machine.js';
import { renderStates } from './render.js';

const ROOT = join(__dirname, '../..');
const LONGEST_HISTORY = 16;
const BETWEEN_MARKERS = (name: string): RegExp =>
  new RegExp(`(<!-- states${name && ` ${name}`} -->\n\n)(?:([^]*?)\n\n)?(<!-- /states -->)`);

export interface StatesPlace {
  /** From the root: `libs/orders/README.md`. */
  readonly readme: string;
  /** Where a README has more than one table: `<!-- states disputes -->`. */
  readonly name?: string;
}

/**
 * Specs of a machine: its README's table is what the code does, each legal move goes that way, each illegal one is refused
 * or flagged, and no random history changes status in a way that is not in the table.
 * `STATES=write` rewrites the table between `<!-- states -->` and `<!-- /states -->`.
 */
export function describeStates<State, Step>(machine: Machine<State, Step>, { readme, name = '' }: StatesPlace): void {
  const moves = explore(machine);
  const goes = legal(moves);

  it(`${readme} has the table that the code makes`, () => {
    const file = join(ROOT, readme);
    const text = readFileSync(file, 'utf8');
    const wanted = renderStates(machine.statuses, moves);
    if (process.env['STATES'] === 'write') writeFileSync(file, text.replace(BETWEEN_MARKERS(name), `$1${wanted}\n\n$3`));
    expect(BETWEEN_MARKERS(name).exec(readFileSync(file, 'utf8'))?.[2]).toBe(wanted);
  });

  it('reaches every status, and no other', () => {
    expect(new Set(goes.map(({ to }) => to))).toEqual(new Set(machine.statuses));
  });

  it.each(goes.map((move) => [move.from, move.by, move.to, move] as const))('%s, %s: %s', (from, _, to, move) => {
    expect(walked(machine, move.path)).toMatchObject({ status: from, flags: [] });
    expect(walked(machine, [...move.path, move.by])).toMatchObject({ status: to, flags: [] });
  });

  it.each(illegal(moves).map((move) => [move.from, move.by, move.codes.join(', '), move] as const))(
    '%s, %s: %s',
    (from, by, _, move) => {
      const before = walked(machine, move.path);
      expect(before).toMatchObject({ status: from, flags: [] });
      const taken = machine.take(stepOf(machine, by), before.state);
      expect('refused' in taken ? [taken.refused] : [...taken.flags].sort()).toEqual(move.codes);
    },
  );

  it('whatever comes in whatever order, changes status by the table, or carries an exception', () => {
    const pairs = new Set(goes.map(({ from, to }) => `${from} → ${String(to)}`));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...Object.keys(machine.steps)), { maxLength: LONGEST_HISTORY }), (history) => {
        for (const pair of cleanPairs(machine, history)) expect(pairs).toContain(pair);
      }),
      { numRuns: 500 },
    );
  });
}

interface Standing<State> {
  readonly state: State;
  readonly status: string;
  readonly flags: readonly string[];
}

/** After steps by name; one that is refused, or of no concern, changes nothing. */
const walked = <State, Step>(machine: Machine<State, Step>, path: readonly string[]): Standing<State> =>
  path.reduce((before, by) => next(machine, before, by), start(machine));

const start = <State, Step>({ initial }: Machine<State, Step>): Standing<State> => ({
  state: initial,
  status: NOTHING,
  flags: [],
});

function next<State, Step>(machine: Machine<State, Step>, before: Standing<State>, by: string): Standing<State> {
  const taken = machine.take(stepOf(machine, by), before.state);
  return 'refused' in taken || taken.state === before.state ? before : taken;
}

function stepOf<State, Step>({ steps }: Machine<State, Step>, by: string): Step {
  const step = steps[by];
  if (step === undefined) throw new Error(`no such step: ${by}`);
  return step;
}

/** Changes of status in a history where the thing carried an exception neither before nor after. */
function cleanPairs<State, Step>(machine: Machine<State, Step>, history: readonly string[]): string[] {
  const pairs: string[] = [];
  let before = start(machine);
  for (const by of history) {
    const after = next(machine, before, by);
    const isClean = before.flags.length === 0 && after.flags.length === 0;
    if (isClean && before.status !== after.status) pairs.push(`${before.status} → ${after.status}`);
    before = after;
  }
  return pairs;
}
