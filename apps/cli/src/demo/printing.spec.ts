import { otherChannelLines, reportLines, trialBalanceLines, waterfallLines } from './printing.js';

describe('the printed report', () => {
  it('counts subsidies as gross, totals all rows and leaves out those without money', () => {
    const row = { gross: 12_990, subsidies: 800, refunds: 3000, fees: 1619, net: 9171, settledGross: 10_790, outstanding: 0 };
    const nothing = { gross: 0, subsidies: 0, refunds: 0, fees: 0, net: 0, settledGross: 0, outstanding: 0 };
    const lines = reportLines([
      { side: 'online', channel: 'douyin', method: 'unknown', ...nothing },
      { side: 'online', channel: 'douyin', method: 'wechat', ...row },
    ]);
    expect(lines).toEqual([
      'side    channel  method   gross  refunds   fees    net  settled  outstanding',
      '────────────────────────────────────────────────────────────────────────────',
      'online  douyin   wechat  137.90    30.00  16.19  91.71   107.90            -',
      'all                      137.90    30.00  16.19  91.71   107.90            -',
    ]);
  });
});

describe('the printed trial balance', () => {
  it('leaves out accounts at zero', () => {
    const view = {
      rows: [
        { account: 'assets:bank:icbc', debit: 500, credit: 0 },
        { account: 'liabilities:contract:1', debit: 0, credit: 0 },
        { account: 'revenue:online:1', debit: 0, credit: 500 },
      ],
      totals: [{ debit: 500, credit: 500, difference: 0 }],
    };
    expect(trialBalanceLines(view)).toEqual([
      'account           debit  credit',
      '───────────────────────────────',
      'assets:bank:icbc   5.00       -',
      'revenue:online:1      -    5.00',
      'total              5.00    5.00',
    ]);
  });
});

describe('the printed waterfall', () => {
  it('marks totals, and says what they do not explain', () => {
    const step = (name: string, amount: number, after: number, isTotal = false) => ({ step: name, amount, isTotal, after });
    const steps = [step('list_price', 5000, 5000), step('discount_shop', -500, 4500), step('paid', 4400, 4500, true)];
    expect(waterfallLines({ orderId: '69', steps, unexplained: 100 })).toEqual([
      'Where the money of order 69 went:',
      'step              yuan  after',
      '─────────────────────────────',
      '  list_price     50.00  50.00',
      '  discount_shop  -5.00  45.00',
      '= paid           44.00  45.00',
      'unexplained: 1.00',
    ]);
  });
});

describe('the line of a channel beside shop and terminals', () => {
  it('adds up what the ledger answers', () => {
    const voucher = {
      orderId: '1',
      status: 'settled',
      paid: 9900,
      verified: 9900,
      refunded: 0,
      settledGross: 10_200,
      fees: 900,
    };
    const payment = { held: 0, exceptions: '' };
    expect(
      otherChannelLines({
        vouchers: [voucher, { ...voucher, paid: 100 }].map((each) => ({ ...each, settledNet: 9300, exceptions: '' })),
        lifeMovements: [
          { movementNo: 'mv1', purpose: 'withdrawal', amount: -18_600 },
          { movementNo: 'mv2', purpose: 'compensation', amount: -1 },
        ],
        miniApp: [{ paymentId: 'a', status: 'paid', method: 'wechat', paid: 990, refunded: 100, exceptions: '' }],
        noticed: [
          { ...payment, paymentId: 'b', captured: 500, refunded: 0 },
          { ...payment, paymentId: 'c', captured: 700, refunded: 300 },
        ],
      }),
    ).toEqual([
      'local life   2 voucher orders: paid 100.00, redeemed 198.00, refunded -, split 204.00 less fees 18.00, paid out 186.00',
      'mini-app     1 payments: paid 9.90, refunded 1.00',
      'acquirers    2 payments by notice: captured 12.00, refunded 3.00',
    ]);
  });
});
