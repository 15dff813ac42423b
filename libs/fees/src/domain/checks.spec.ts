import type { Instant } from '#kernel';
import { after } from '#kernel/testing';
import { line } from '../testing.js';
import { pricingAt, termsNotAcknowledged, undirectedFrom, unpricedFrom, yearsMissing } from './checks.js';
import { destinationDecider } from './destination.js';
import { feeScheduleDecider } from './fee-schedule.js';
import { calendarOf, holidayCalendarDecider } from './holiday-calendar.js';
import { termsDecider } from './terms.js';

const day = (text: string): Instant => `2026-${text}T00:00:00.000Z` as Instant;

describe('what a check of the set-up asks', () => {
  const schedule = (id: string, from: string, to: string | undefined, lines: readonly string[]) =>
    ({
      type: 'AgreeFeeSchedule',
      merchantId: 'm1',
      channel: 'unionpay',
      schedule: { id, from: day(from), ...(to && { to: day(to) }), refundReturnsFee: 'none', lines: lines.map(line) },
    }) as const;
  const { state: fees } = after(feeScheduleDecider, [
    schedule('a', '01-01', '02-01', ['card debit 0.50%', 'wechat * 0.38% up-to 1000.00', 'wechat * 0.60% above 1000.00']),
    schedule('b', '02-01', '03-01', ['alipay * 0.60% up-to 10.00', 'alipay * 0.60% above 20.00', '* credit 0.60%']),
    schedule('c', '04-01', undefined, ['* * 0.60%']),
  ]);

  it('whether fees are known for a method', () => {
    const at = day('01-15');
    expect(pricingAt(fees, at, { method: 'card', cardType: 'debit' })).toBe('priced');
    expect(pricingAt(fees, at, { method: 'card' })).toBe('no_line');
    expect(pricingAt(fees, at, { method: 'card', cardType: 'debit', product: 'contactless_small' })).toBe('priced');
    expect(pricingAt(fees, at, { method: 'wechat' })).toBe('priced');
    expect(pricingAt(fees, day('02-15'), { method: 'alipay' })).toBe('amount_gap');
    expect(pricingAt(fees, day('02-15'), { method: 'card', cardType: 'credit' })).toBe('priced');
    expect(pricingAt(fees, day('03-15'), { method: 'card' })).toBe('no_schedule');
  });

  it('when fees stop being known, schedules that follow each other counted as one', () => {
    expect(unpricedFrom(fees, day('01-15'), day('06-01'))).toBe(day('03-01'));
    expect(unpricedFrom(fees, day('01-15'), day('02-15'))).toBeUndefined();
    expect(unpricedFrom(fees, day('03-15'), day('06-01'))).toBe(day('03-15'));
    expect(unpricedFrom(fees, day('04-15'), day('12-31'))).toBeUndefined();
  });

  it('when it stops being known where money goes, and which years of working days lack for it', () => {
    const of = { merchantId: 'm1', channel: 'unionpay', merchantNo: '1' } as const;
    const payee = { kind: 'douyin_account', shopId: '1' } as const;
    const set = (cycle: string) =>
      after(destinationDecider, [
        {
          type: 'SetSettlementDestination',
          ...of,
          destination: { id: 'a', from: day('01-01'), to: day('12-01'), payee, cycle, cutOff: '24:00' },
        },
      ]).state;
    const calendar = calendarOf(holidayCalendarDecider.initial);
    const span = { at: day('11-01'), until: '2028-01-15T00:00:00.000Z' as Instant };
    expect(undirectedFrom(set('T+1'), day('11-01'), day('12-31'))).toBe(day('12-01'));
    expect(undirectedFrom(set('T+1'), day('10-01'), day('11-01'))).toBeUndefined();
    expect(yearsMissing(set('T+1'), calendar, span)).toEqual([2027, 2028]);
    expect(yearsMissing(set('D+1'), calendar, span)).toEqual([]);
  });

  it('which terms nobody acknowledged: those in force and those announced, not those that are over', () => {
    const register = (version: string, from: string) =>
      ({
        type: 'RegisterTermsVersion',
        merchantId: 'm1',
        party: 'douyin',
        document: 'fees',
        version,
        kind: 'terms',
        effectiveFrom: day(from),
        url: 'https://example.com',
        changes: 'new',
      }) as const;
    const { state } = after(termsDecider, [register('1', '01-01'), register('2', '02-01'), register('3', '03-01')]);
    const open = (at: string) => termsNotAcknowledged(state, day(at)).map(({ version }) => version);
    expect([open('01-15'), open('02-15'), open('03-15')]).toEqual([['1', '2', '3'], ['2', '3'], ['3']]);
  });
});
