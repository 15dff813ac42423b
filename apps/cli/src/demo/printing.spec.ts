import { reportLines, trialBalanceLines } from './printing.js';

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
