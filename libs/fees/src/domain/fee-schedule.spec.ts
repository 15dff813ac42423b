import { isRejection, type Instant } from '#kernel';
import { after } from '#kernel/testing';
import { line, play } from '../testing.js';
import { byTime } from './effective.js';
import { feeScheduleDecider, scheduleAt } from './fee-schedule.js';
import type { AgreeFeeSchedule, EndFeeSchedule } from './fee-schedule.messages.js';

const day = (text: string): Instant => `2026-${text}T00:00:00.000Z` as Instant;
const of = { merchantId: 'm1', channel: 'unionpay' } as const;
const agree = (id: string, from: string, to?: string, lines: readonly string[] = ['* * 0.60%']): AgreeFeeSchedule => ({
  type: 'AgreeFeeSchedule',
  ...of,
  schedule: { id, from: day(from), ...(to && { to: day(to) }), refundReturnsFee: 'none', lines: lines.map(line) },
});
const end = (id: string, to: string): EndFeeSchedule => ({ type: 'EndFeeSchedule', ...of, id, to: day(to) });
const tell = (...commands: (AgreeFeeSchedule | EndFeeSchedule)[]) => play(feeScheduleDecider, commands);

describe('fee schedules of a channel', () => {
  it('are agreed for a time, once; the same again adds nothing, other particulars are refused', () => {
    expect(tell(agree('a', '01-01'), agree('a', '01-01'), agree('a', '02-01'), agree('a', '01-01', '03-01'))).toEqual([
      ['FeeScheduleAgreed'],
      [],
      'FEE_SCHEDULE_DIFFERS',
      'FEE_SCHEDULE_DIFFERS',
    ]);
  });

  it('never overlap, and may touch', () => {
    expect(
      tell(
        agree('a', '02-01', '03-01'),
        agree('b', '01-01', '02-01'),
        agree('c', '03-01'),
        agree('d', '02-28', '03-02'),
        agree('e', '01-15', '01-16'),
        agree('f', '12-01'),
      ),
    ).toEqual([
      ['FeeScheduleAgreed'],
      ['FeeScheduleAgreed'],
      ['FeeScheduleAgreed'],
      'FEE_SCHEDULES_OVERLAP',
      'FEE_SCHEDULES_OVERLAP',
      'FEE_SCHEDULES_OVERLAP',
    ]);
  });

  it('make room for the next one when they end, and do not grow into it', () => {
    expect(
      tell(
        agree('a', '01-01'),
        end('a', '03-01'),
        end('a', '03-01'),
        agree('b', '03-01'),
        end('a', '04-01'),
        end('x', '04-01'),
      ),
    ).toEqual([
      ['FeeScheduleAgreed'],
      ['FeeScheduleEnded'],
      [],
      ['FeeScheduleAgreed'],
      'FEE_SCHEDULES_OVERLAP',
      'FEE_SCHEDULE_UNKNOWN',
    ]);
  });

  it('are taken back by an end at their beginning, never before it', () => {
    expect(tell(agree('a', '02-01'), end('a', '01-31'), end('a', '02-01'), agree('b', '01-01'))).toEqual([
      ['FeeScheduleAgreed'],
      'PERIOD_ENDS_BEFORE_IT_BEGINS',
      ['FeeScheduleEnded'],
      ['FeeScheduleAgreed'],
    ]);
  });

  it('know a retry of what was ended since', () => {
    expect(tell(agree('a', '01-01'), end('a', '03-01'), agree('a', '01-01')).at(-1)).toEqual([]);
  });

  it.each([
    ['a cap below its floor', ['* * 0.60% cap 1.00 floor 1.01'], 'FEE_CAP_BELOW_FLOOR', 1],
    ['a tier without amounts', ['card * 0.60%', '* * 0.60% above 10.00 up-to 10.00'], 'FEE_TIER_EMPTY', 2],
    ['two lines for one amount', ['card * 0.60% up-to 10.00', 'card * 0.50% above 9.99'], 'FEE_TIERS_OVERLAP', 2],
    ['one line twice', ['card debit 0.60%', 'card debit 0.60%'], 'FEE_TIERS_OVERLAP', 2],
  ])('refuse %s', (_, lines, code, number) => {
    const decision = feeScheduleDecider.decide(agree('a', '01-01', undefined, lines), feeScheduleDecider.initial);
    expect(isRejection(decision) && [decision.code, decision.details]).toEqual([code, { line: number }]);
  });

  it('take tiers that touch, and lines of other products and cards beside them', () => {
    const lines = ['card * 0.60% up-to 10.00', 'card * 0.50% above 10.00', 'card debit 0.50%', '* * 1.00%'];
    expect(tell(agree('a', '01-01', undefined, lines))).toEqual([['FeeScheduleAgreed']]);
    expect(tell(agree('a', '02-01', '02-01'))).toEqual(['PERIOD_ENDS_BEFORE_IT_BEGINS']);
  });

  it('are found by the moment: the first one included, the last one not, none in a gap', () => {
    const { state } = after(feeScheduleDecider, [agree('b', '03-01'), agree('a', '01-01', '02-15'), end('a', '02-01')]);
    const found = ['01-01', '01-31', '02-01', '02-28', '03-01'].map((at) => scheduleAt(state, day(at))?.id);
    expect(found).toEqual(['a', 'a', undefined, undefined, 'b']);
    expect(scheduleAt(state, '2025-12-31T23:59:59.999Z' as Instant)).toBeUndefined();
    expect(byTime(state.schedules).map(({ id, to }) => [id, to])).toEqual([
      ['a', day('02-01')],
      ['b', undefined],
    ]);
  });
});
