import type { Booking } from '#kernel';
import { bookOf, journal, record, tale } from '../testing.js';
import type { PaymentFact } from './payment.messages.js';

describe('the journal', () => {
  const M = '898100012340001';
  const played = (facts: string): string[] => journal(record(tale(facts)).events);

  it('holds on memo accounts, releases all of it on the day of the capture, and sells', () => {
    expect(played('authorize 200.00; +1d capture 30.00')).toEqual([
      `2026-09-21 authorization: Dr memo:authorized:${M} 200.00 Cr memo:authorized-contra:${M} 200.00`,
      `2026-09-22 sale: Dr assets:clearing:unionpay:${M} 30.00 Cr revenue:offline:m1:s1 30.00`,
      `2026-09-22 authorization: Dr memo:authorized-contra:${M} 200.00 Cr memo:authorized:${M} 200.00`,
    ]);
  });

  it('keeps the rest of a hold that takes several captures', () => {
    expect(played('authorize 200.00 multi; +1d capture 30.00').at(-1)).toBe(
      `2026-09-22 authorization: Dr memo:authorized-contra:${M} 30.00 Cr memo:authorized:${M} 30.00`,
    );
  });

  it('credits the excess over 115 % to suspense', () => {
    expect(played('authorize 200.00; +1d capture 235.00')[1]).toBe(
      `2026-09-22 sale: Dr assets:clearing:unionpay:${M} 235.00 Cr revenue:offline:m1:s1 230.00 Cr equity:suspense:m1:capture-above-limit 5.00`,
    );
  });

  it('negates a reversed purchase exactly, on its own day', () => {
    expect(played('purchase 12.34; +1d reverse purchase')).toEqual([
      `2026-09-21 sale: Dr assets:clearing:unionpay:${M} 12.34 Cr revenue:offline:m1:s1 12.34`,
      `2026-09-21 sale: Dr revenue:offline:m1:s1 12.34 Cr assets:clearing:unionpay:${M} 12.34`,
    ]);
  });

  it('books nothing for a purchase that comes after its reversal', () => {
    const [purchase, reversal] = tale('purchase 12.34; reverse purchase') as [PaymentFact, PaymentFact];
    expect(journal(record([reversal, purchase]).events)).toEqual([]);
  });

  it('refunds on the day of the refund', () => {
    expect(played('purchase 12.34; +2d refund 5.00').at(-1)).toBe(
      `2026-09-23 refund: Dr revenue:offline:m1:s1 5.00 Cr assets:clearing:unionpay:${M} 5.00`,
    );
  });

  it('takes an early capture off suspense when its authorization comes', () => {
    const [authorization, capture] = tale('authorize 200.00; capture 30.00') as [PaymentFact, PaymentFact];
    expect(journal(record([capture, authorization]).events)).toEqual([
      `2026-09-21 sale: Dr assets:clearing:unionpay:${M} 30.00 Cr equity:suspense:m1:capture-without-authorization 30.00`,
      `2026-09-21 sale: Dr equity:suspense:m1:capture-without-authorization 30.00 Cr revenue:offline:m1:s1 30.00`,
    ]);
  });

  it('books all under the dimensions and merchant number of the opening transaction, once that is known', () => {
    const facts = tale('authorize 200.00 multi; capture 50.00; refund 5.00');
    const elsewhere = facts.slice(1).map((fact) => ({ ...fact, merchantNo: '2', booking: bookedElsewhere(fact) }));
    expect(bookOf(record([...elsewhere, ...facts.slice(0, 1)]))).toBe(bookOf(record(facts)));
    expect(bookOf(record(elsewhere))).toContain('m1 s2 offline wechat unknown assets:clearing:wechat:2 50.00');
  });
});

const bookedElsewhere = ({ booking }: PaymentFact): Booking => ({
  ...booking,
  of: { ...booking.of, store: 's2', channel: 'wechat', method: 'unknown' },
});
