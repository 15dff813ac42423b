import fc from 'fast-check';
import { instant, plusMs, type Instant } from '#kernel';
import { findingsOf } from './fraud.js';
import { thresholdsOf, type RuleValues } from './rules.js';
import { attributed, counted, pairOf, withPair, type Role, type Sighting, type TerminalDay } from './terminal-day.js';

const NOON = instant(Date.parse('2026-09-21T12:00:00+08:00'));
const MINUTE_MS = 60_000;

let seen = 0;
const sighting = (role: Role, amount: number, minutes = 0, stream = `payment.p${String((seen += 1))}`): Sighting => ({
  stream,
  identity: `${role}|${String((seen += 1))}`,
  merchantNo: 'no',
  terminalNo: 't',
  operatorNo: '',
  merchant: 'm1',
  store: 's1',
  day: '2026-09-21',
  role,
  method: 'card',
  at: plusMs(NOON, minutes * MINUTE_MS),
  amount,
});

const many = (count: number, ...[role, amount, minutes]: [Role, number, number?]): Sighting[] =>
  Array.from({ length: count }, () => sighting(role, amount, minutes));

function dayOf(sightings: readonly Sighting[]): TerminalDay {
  let day: TerminalDay | undefined;
  for (const each of sightings) day = attributed(counted(day, each), each);
  if (!day) throw new Error('no sightings');
  for (const [stream, of] of Map.groupBy(sightings, (each) => each.stream)) day = withPair(day, stream, pairOf(of)?.pair);
  return day;
}

const found = (sightings: readonly Sighting[], rules: RuleValues = {}): [string, number][] =>
  findingsOf(dayOf(sightings), thresholdsOf(rules)).map(({ code, worth }) => [code, worth]);

const pair = (minutes: number, amount: number): Sighting[] => {
  const stream = `payment.pair${String((seen += 1))}`;
  return [sighting('sale', amount, 0, stream), sighting('undo', 0, minutes, stream)];
};

describe('signals of fraud', () => {
  const DAYS: readonly [string, Sighting[], [string, number][], RuleValues?][] = [
    ['a plain day says nothing', [...many(9, 'sale', 3_000), ...many(1, 'refund', 3_000)], []],
    ['refunds of 30 %', [...many(10, 'sale', 1_000), ...many(3, 'refund', 1_000)], [['FRAUD_REFUND_RATE', 3_000]]],
    ['refunds just below', [...many(10, 'sale', 1_000), ...many(2, 'refund', 1_000), ...many(1, 'refund', 999)], []],
    ['few refunds', [...many(1, 'sale', 1_000), ...many(2, 'refund', 1_000)], []],
    ['refunds without sales', many(3, 'refund', 1_000), [['FRAUD_REFUND_RATE', 3_000]]],
    ['a rate of one’s own', many(10, 'sale', 1_000).concat(many(3, 'refund', 1_000)), [], { refund_rate_percent: 31 }],
    ['quick voids', [...pair(1, 500), ...pair(2, 600), ...pair(10, 700)], [['FRAUD_QUICK_VOIDS', 1_800]]],
    ['two quick voids', [...pair(1, 500), ...pair(2, 600), ...pair(11, 700)], []],
    ['a late void', pair(240, 500), [['FRAUD_LATE_VOID', 500]]],
    ['a void in time', pair(239, 500), []],
    ['a void before its sale', [sighting('undo', 0, 0, 'payment.x'), sighting('sale', 500, 1, 'payment.x')], []],
    [
      'declines and an approval',
      [...many(5, 'decline', 900), ...many(1, 'sale', 900)],
      [['FRAUD_DECLINES_THEN_APPROVAL', 900]],
    ],
    ['declines alone', many(9, 'decline', 900), []],
    ['declines in another hour', [...many(5, 'decline', 900), ...many(1, 'sale', 900, 60)], []],
    ['sales below a limit', many(5, 'sale', 99_900), [['FRAUD_NEAR_LIMIT', 499_500]]],
    ['sales at the limit', many(5, 'sale', 100_000), []],
    ['sales below the margin', many(5, 'sale', 94_999), []],
    ['another limit', many(5, 'sale', 49_900), [['FRAUD_NEAR_LIMIT', 249_500]], { near_limit_fen: 50_000 }],
    ['at night', many(3, 'sale', 800, 13 * 60), [['FRAUD_AFTER_HOURS', 2_400]]],
    ['twice at night', many(2, 'sale', 800, 13 * 60), []],
    ['business past midnight', many(3, 'sale', 800, 13 * 60), [], { opening_hour: 18, closing_hour: 4 }],
    ['holds are no sales', many(20, 'hold', 99_900), []],
  ];

  it.each(DAYS.map(([says, sightings, findings, rules = {}]) => ({ says, sightings, findings, rules })))('$says', (day) => {
    expect(found(day.sightings, day.rules)).toEqual(day.findings);
  });

  it('are the same in whatever order the transactions come', () => {
    const some = [
      ...pair(1, 500),
      ...pair(300, 600),
      ...many(4, 'refund', 700),
      ...many(5, 'decline', 1),
      ...many(6, 'sale', 99_000),
    ];
    const day = dayOf(some);
    fc.assert(
      fc.property(fc.shuffledSubarray(some, { minLength: some.length }), (shuffled) => {
        expect(dayOf(shuffled)).toEqual(day);
      }),
    );
  });

  it('know the hour where the terminal stands', () => {
    const day = dayOf([sighting('sale', 100)]);
    expect(Object.keys(day.hours)).toEqual(['12']);
    expect(day.firstAt).toBe(NOON satisfies Instant);
  });
});
