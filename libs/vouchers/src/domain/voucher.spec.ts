import { after, balanceLines, permutations, yuan } from '#kernel/testing';
import { hour, voucher } from '../testing.js';
import { voucherDecider } from './voucher.js';
import type { VoucherFact, VoucherStanding } from './voucher.messages.js';

const recorded = (facts: readonly VoucherFact[]) =>
  after(
    voucherDecider,
    facts.map((fact) => ({ type: 'RecordVoucherFact', fact })),
  );
const booked = (...facts: VoucherFact[]): string[] => balanceLines(recorded(facts).events.flatMap(({ data }) => data.entries));
function standingAfter(...facts: VoucherFact[]): VoucherStanding {
  const { standing } = recorded(facts).state;
  if (!standing) throw new Error('nothing was recorded');
  return standing;
}

const paid = voucher.paid(hour(0), yuan('99.00'));
const verified = voucher.verified(hour(1), 'c1', { verifyId: 'v1' });
const cancelled = voucher.cancelled(hour(2), 'c1', 'v1');
const FEES = { platformService: yuan('4.00'), talentCommission: yuan('3.00'), handling: yuan('2.00') };
const ROW = { ledgerId: 'l1', verifyId: 'v1', pay: yuan('99.00'), fees: FEES };

describe('an order of vouchers', () => {
  it('paid is owed to the buyer, and held by Douyin', () => {
    expect(booked(paid)).toEqual([
      'assets:receivable:douyin-life:ck-example 99.00',
      'liabilities:contract:voucher:ck-example 99.00 Cr',
    ]);
    expect(standingAfter(paid)).toMatchObject({ status: 'paid', paid: 9900, exceptions: [] });
  });

  it('is earned offline, in the store where it was redeemed', () => {
    const { events } = recorded([paid, voucher.verified(hour(1), 'c1', { store: 's2' })]);
    expect(events[1]?.data.entries).toMatchObject([
      {
        kind: 'recognition',
        of: { side: 'offline', store: 's2', channel: 'douyin-life', method: 'voucher' },
        lines: [
          { account: 'liabilities:contract:voucher:ck-example', side: 'debit', amount: 9900 },
          { account: 'revenue:offline:m1:s2', side: 'credit', amount: 9900 },
        ],
      },
    ]);
    expect(events[1]?.data.standing).toMatchObject({ status: 'verified', store: 's2', verified: 9900, estimated: true });
  });

  it('redeemed where no store is known is earned offline all the same', () => {
    expect(booked(paid, voucher.verified(hour(1), 'c1', { store: '-' }))).toContain('revenue:offline:m1 99.00 Cr');
  });

  it('whose verification is cancelled is owed again, whatever came first', () => {
    for (const facts of permutations([paid, verified, cancelled])) {
      expect(booked(...facts)).toEqual(booked(paid));
      expect(standingAfter(...facts)).toMatchObject({ status: 'paid', uses: 0, verified: 0, exceptions: [] });
    }
  });

  it('cancelled and redeemed again without ids counts once', () => {
    const facts = [paid, voucher.verified(hour(1), 'c1'), voucher.cancelled(hour(2), 'c1'), voucher.verified(hour(3), 'c1')];
    expect(standingAfter(...facts)).toMatchObject({ status: 'verified', uses: 1, verified: 9900, exceptions: [] });
  });

  it('of several vouchers earns each by its share, until the ledger tells', () => {
    const two = voucher.paid(hour(0), yuan('100.01'), 2);
    expect(standingAfter(two, verified)).toMatchObject({ status: 'partly_verified', verified: 5001, estimated: true });
    const row = voucher.estimated(hour(1), { ledgerId: 'l1', verifyId: 'v1', pay: yuan('30.00') });
    expect(standingAfter(two, verified, row)).toMatchObject({ status: 'partly_verified', verified: 3000, estimated: false });
  });

  it('of a card for several visits counts each verification', () => {
    const visits = ['v1', 'v2', 'v3'].map((verifyId, n) =>
      voucher.verified(hour(n + 1), 'c1', { verifyId, amount: yuan('33.00') }),
    );
    expect(standingAfter(paid, ...visits)).toMatchObject({ uses: 3, verified: 9900, certificateIds: ['c1'], exceptions: [] });
    expect(standingAfter(paid, ...visits, voucher.cancelled(hour(9), 'c1', 'v2'))).toMatchObject({ uses: 2, verified: 6600 });
  });

  it('of a card gives the visits back that are left', () => {
    const visits = ['v1', 'v2'].map((verifyId, n) => voucher.verified(hour(n + 1), 'c1', { verifyId, amount: yuan('33.00') }));
    const facts = [paid, ...visits, voucher.refunded(hour(5), 'c1', yuan('33.00'))];
    expect(standingAfter(...facts)).toMatchObject({ status: 'partly_refunded', exceptions: [] });
    expect(booked(...facts)).toEqual(['assets:receivable:douyin-life:ck-example 66.00', 'revenue:offline:m1:s1 66.00 Cr']);
  });

  it('refunded is owed no more', () => {
    expect(booked(paid, voucher.refunded(hour(1), 'c1'))).toEqual([]);
    expect(standingAfter(paid, voucher.refunded(hour(1), 'c1'))).toMatchObject({
      status: 'refunded',
      refunded: 9900,
      exceptions: [],
    });
  });
});

describe('the ledger of local life', () => {
  it('estimates, and books nothing of it', () => {
    const facts = [paid, verified, voucher.estimated(hour(1), ROW)];
    expect(recorded(facts).events[2]?.data.entries).toEqual([]);
    expect(standingAfter(...facts)).toMatchObject({ status: 'verified', ledgerGross: 9900, settledGross: 0, estimated: false });
  });

  it('splits 99.00 into 90.00 and fees of 9.00', () => {
    const facts = [paid, verified, voucher.estimated(hour(1), ROW), voucher.settled(hour(5), ROW)];
    expect(booked(...facts)).toEqual([
      'assets:life-account:ck-example 90.00',
      'expenses:fees:m1:handling 2.00',
      'expenses:fees:m1:platform-service 4.00',
      'expenses:fees:m1:talent-commission 3.00',
      'revenue:offline:m1:s1 99.00 Cr',
    ]);
    expect(standingAfter(...facts)).toMatchObject({
      status: 'settled',
      settledGross: 9900,
      fees: 900,
      settledNet: 9000,
      exceptions: [],
    });
  });

  it('of a voucher that many shops take has two rows of one verification: they are summed', () => {
    const halves = [yuan('40.00'), yuan('59.00')].map((pay, n) =>
      voucher.settled(hour(5), { ledgerId: `l${String(n)}`, verifyId: 'v1', pay }),
    );
    expect(standingAfter(paid, verified, ...halves)).toMatchObject({
      uses: 1,
      verified: 9900,
      settledGross: 9900,
      exceptions: [],
    });
  });

  it('is proof enough of a verification whose message was lost', () => {
    expect(standingAfter(paid, voucher.estimated(hour(1), ROW))).toMatchObject({ status: 'verified', uses: 1, exceptions: [] });
    const { events } = recorded([paid, voucher.estimated(hour(1), ROW)]);
    expect(events[1]?.data.entries).toMatchObject([{ kind: 'recognition', of: { side: 'offline', method: 'voucher' } }]);
  });

  it('names a verification that its message did not, once', () => {
    const facts = [paid, voucher.verified(hour(1), 'c1'), voucher.estimated(hour(1), ROW)];
    for (const order of permutations(facts))
      expect(standingAfter(...order)).toMatchObject({ uses: 1, verified: 9900, exceptions: [] });
  });

  it('that adds a subsidy earns it in the store', () => {
    expect(booked(paid, verified, voucher.settled(hour(5), { ...ROW, subsidy: yuan('8.00') }))).toEqual(
      expect.arrayContaining(['assets:life-account:ck-example 98.00', 'revenue:offline:m1:s1 107.00 Cr']),
    );
  });
});

describe('contradictions of an order of vouchers', () => {
  const settled = voucher.settled(hour(5), ROW);
  const discarded = voucher.dropped(hour(6), ROW, 'discarded');
  it.each<[string, VoucherFact[], string[]]>([
    ['redeemed and never paid', [verified], ['VERIFIED_WITHOUT_PAYMENT']],
    [
      'redeemed above what was paid',
      [paid, voucher.verified(hour(1), 'c1', { amount: yuan('100.00') })],
      ['VERIFIED_ABOVE_PAID'],
    ],
    ['cancelled and never redeemed', [paid, cancelled], ['CANCELLED_WITHOUT_VERIFICATION']],
    [
      'cancelled twice without ids',
      [paid, verified, cancelled, voucher.cancelled(hour(3), 'c1')],
      ['CANCELLED_WITHOUT_VERIFICATION'],
    ],
    ['refunded and never paid', [voucher.refunded(hour(1), 'c1', yuan('1.00'))], ['REFUND_WITHOUT_PAYMENT']],
    ['refunded above what was paid', [paid, voucher.refunded(hour(1), 'c1', yuan('100.00'))], ['REFUND_ABOVE_PAID']],
    ['refunded after it was redeemed', [paid, verified, voucher.refunded(hour(3), 'c1')], ['REFUNDED_AFTER_VERIFICATION']],
    ['split after it was cancelled', [paid, verified, cancelled, settled], ['SETTLED_AFTER_CANCELLATION']],
    ['whose split failed', [paid, verified, voucher.dropped(hour(6), ROW, 'failed')], ['SETTLEMENT_FAILED']],
    ['whose row was discarded', [paid, verified, voucher.estimated(hour(1), ROW), discarded], []],
    ['whose row was split and discarded', [paid, verified, settled, discarded], ['SETTLED_AND_DISCARDED']],
    [
      'that the ledger knows otherwise',
      [paid, voucher.verified(hour(1), 'c1', { verifyId: 'v1', amount: yuan('98.00') }), settled],
      ['LEDGER_UNLIKE_OWN'],
    ],
    [
      'that the ledger pays more for',
      [voucher.paid(hour(0), yuan('90.00')), verified, settled],
      ['VERIFIED_ABOVE_PAID', 'LEDGER_UNLIKE_OWN'],
    ],
    [
      'whose row does not add up',
      [paid, verified, voucher.settled(hour(5), { ...ROW, net: yuan('89.00') })],
      ['ROW_DOES_NOT_ADD_UP'],
    ],
    ['with two payments', [paid, voucher.paid(hour(0), yuan('98.00'))], ['FACTS_CONTRADICT']],
  ])('%s are flagged, in every order', (_, facts, exceptions) => {
    for (const order of permutations(facts)) expect(standingAfter(...order).exceptions).toEqual(exceptions);
  });

  it('leave by themselves when what was missing comes', () => {
    expect(standingAfter(cancelled, verified, paid).exceptions).toEqual([]);
  });

  it('leave money that has nowhere to go on suspense', () => {
    expect(booked(paid, voucher.refunded(hour(1), 'c1', yuan('100.00')))).toEqual([
      'assets:receivable:douyin-life:ck-example 1.00 Cr',
      'equity:suspense:m1:refund-above-paid 1.00',
    ]);
    expect(booked(paid, verified, voucher.settled(hour(5), { ...ROW, net: yuan('89.00') }))).toContain(
      'equity:suspense:m1:settlement-row 1.00',
    );
  });
});
