import { readAll, refusalOf } from '../reading/testing.js';

const ALL =
  '交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注';
const ALL_SUMMARY = '总交易单数,应结订单总金额,退款总金额,充值券退款总金额,手续费总金额,订单总金额,申请退款总金额';
const PAID =
  '`2026-09-20 10:11:12,`wx8888888888888888,`1900000109,`0,`T001,`4200000000202609200000000001,`A20260920001,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`MICROPAY,`SUCCESS,`CMB_DEBIT,`CNY,`129.90,`0.00,`0,`0,`0.00,`0.00,`,`,`苹果, 红富士 5kg,`附加,数据,`0.78000,`0.60%,`139.90,`0.00,`';
const REFUNDED =
  '`2026-09-20 18:00:00,`wx8888888888888888,`1900000109,`0,`,`4200000000202609190000000009,`A20260919009,`oUpF8uMuAJO_M2pxb1Q9zNjWeS6o,`JSAPI,`REFUND,`OTHERS,`CNY,`0.00,`0.00,`50300000002026092000001,`R1,`30.00,`0.00,`ORIGINAL,`PROCESSING,`梨,`,`-0.18000,`0.60%,`0.00,`30.00,`';
const REVOKED =
  '`2026-09-20 19:00:00,`wx8888888888888888,`1900000109,`0,`,`4200000000202609200000000002,`A20260920002,`oUpF8,`MICROPAY,`REVOKED,`OTHERS,`CNY,`5.00,`0.00,`0,`0,`0.00,`0.00,`,`,`梨,`,`0.00000,`0.60%,`5.00,`0.00,`';
const SUMS = '`3,`134.90,`30.00,`0.00,`0.60000,`144.90,`30.00';
const bill = (...lines: readonly string[]): string => lines.join('\r\n') + '\r\n';

const PAYER = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';

describe('the trade bill of WeChat Pay', () => {
  it('is read to the fen, commas in names and all; who paid stands beside the row', async () => {
    const { head, rows, faults, trailers, lines } = await readAll({
      name: '1900000109All2026-09-20.csv',
      content: bill(`\ufeff${ALL}`, PAID, REFUNDED, REVOKED, ALL_SUMMARY, SUMS),
    });
    expect(head).toEqual({ format: 'wechat-trades', channel: 'wechat' });
    expect(faults).toEqual([]);
    expect(trailers).toEqual([]);
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(rows[0]).toEqual({
      channel: 'wechat',
      book: 'trades',
      account: '1900000109',
      key: 'payment.4200000000202609200000000001',
      kind: 'payment',
      amount: 12_990,
      direction: 'in',
      fee: 78,
      occurredAt: '2026-09-20T02:11:12.000Z',
      billDate: '2026-09-20',
      status: 'SUCCESS',
      refs: { channelTradeNo: '4200000000202609200000000001', merchantOrderNo: 'A20260920001', terminalNo: 'T001' },
      method: 'MICROPAY',
      cardType: 'CMB_DEBIT',
    });
    expect(rows[1]).toMatchObject({
      key: 'refund.50300000002026092000001',
      kind: 'refund',
      amount: 3000,
      direction: 'out',
      fee: -18,
      status: 'PROCESSING',
      refs: {
        channelTradeNo: '4200000000202609190000000009',
        channelRefundNo: '50300000002026092000001',
        merchantRefundNo: 'R1',
      },
    });
    expect(rows[2]).toMatchObject({
      key: 'reversal.4200000000202609200000000002',
      kind: 'reversal',
      amount: 500,
      direction: 'out',
    });
    expect(JSON.stringify(rows)).not.toMatch(/oUpF8|红富士|wx8888/);
    expect(lines.map((line) => ('row' in line ? line.payer : undefined))).toEqual([PAYER, PAYER, 'oUpF8']);
  });

  it('is the same row in the REFUND bill as in ALL', async () => {
    const header = ALL.replace('微信退款单号', '退款申请时间,退款成功时间,微信退款单号');
    const refunded = REFUNDED.replace(
      '`50300000002026092000001',
      '`2026-09-20 18:00:00,`2026-09-20 18:00:05,`50300000002026092000001',
    );
    const [all, refund] = await Promise.all([
      readAll({ name: 'a.csv', content: bill(ALL, REFUNDED) }),
      readAll({ name: 'b.csv', content: bill(header, refunded) }),
    ]);
    expect(refund.rows).toEqual(all.rows);
  });

  it('has 20 columns where it lists payments only, 24 where the merchant never moved', async () => {
    const success = ALL.split(',')
      .filter((name) => !name.includes('退款'))
      .join(',');
    const paid = PAID.split(',`')
      .filter((_, place) => ![14, 15, 16, 17, 18, 19, 25].includes(place))
      .join(',`');
    const legacyHeader =
      '交易时间,公众账号ID,商户号,子商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,总金额,代金券或立减优惠金额,微信退款单号,商户退款单号,退款金额,代金券或立减优惠退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率';
    const legacy = PAID.split(',`').slice(0, 24).join(',`').replace('`0,`T001', '`1900000110,`T001');
    const summary = '总交易单数,总交易额,总退款金额,总代金券或立减优惠退款金额,手续费总金额';
    const short = await readAll({ name: 'a.csv', content: bill(success, paid) });
    expect(success.split(',')).toHaveLength(20);
    expect(short.faults).toEqual([]);
    expect(short.rows[0]).toMatchObject({ amount: 12_990, fee: 78 });
    const old = await readAll({ name: 'a.csv', content: bill(legacyHeader, legacy, summary, '`1,`129.90,`0.00,`0.00,`0.78') });
    expect(old.trailers).toEqual([]);
    expect(old.rows[0]).toMatchObject({ amount: 12_990, account: '1900000110' });
  });

  it('tells what its summary says otherwise, and that the summary is missing', async () => {
    const differs = await readAll({
      name: 'a.csv',
      content: bill(ALL, PAID, ALL_SUMMARY, '`2,`129.90,`0.00,`0.00,`0.79,`139.90,`0.00'),
    });
    expect(differs.trailers).toEqual([
      { of: '总交易单数', told: 2, rows: 1 },
      { of: '手续费总金额', told: 79, rows: 78 },
    ]);
    const cut = await readAll({ name: 'a.csv', content: bill(ALL, PAID) + REFUNDED.slice(0, 80) });
    expect(cut.rows).toHaveLength(1);
    expect(cut.faults).toMatchObject([{ line: 3, code: 'COLUMN_COUNT_WRONG' }]);
    expect(cut.trailers).toContainEqual({ of: '总交易单数', told: 0, rows: 1 });
  });

  it.each([
    ['`0.78000', '`0.78100', 'ROW_INVALID'],
    ['`129.90', '`293.10(已全额退款)', 'ROW_INVALID'],
    ['`129.90', '`=1+1', 'ROW_INVALID'],
    ['`129.90', '`-129.90', 'ROW_INVALID'],
    ['`SUCCESS', '`USERPAYING', 'ROW_KIND_UNKNOWN'],
    ['`2026-09-20 10:11:12', '`2026-02-30 10:11:12', 'ROW_INVALID'],
  ])('quarantines a row with %s as %s, and no other', async (from, to, code) => {
    const { rows, faults } = await readAll({ name: 'a.csv', content: bill(ALL, PAID.replace(from, to), REFUNDED) });
    expect(faults).toMatchObject([{ line: 2, code }]);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(faults)).not.toContain(to.slice(1));
  });

  it('is refused without a column that it must have, by name', async () => {
    const content = bill(ALL.replace('手续费,', '手续,'), PAID);
    expect(await refusalOf({ name: 'a.csv', content })).toMatchObject({
      code: 'STATEMENT_COLUMN_MISSING',
      says: expect.stringContaining('手续费') as string,
    });
  });
});

describe('the fund flow of WeChat Pay', () => {
  const HEADER =
    '记账时间,微信支付业务单号,资金流水单号,业务名称,业务类型,收支类型,收支金额(元),账户结余(元),资金变更提交申请人,备注,业务凭证号';
  const ROWS = [
    '`2026-09-20 10:11:13,`4200000000202609200000000001,`1001,`交易,`交易,`收入,`129.90,`1129.90,`system,`缺省,`A1',
    '`2026-09-20 10:11:13,`4200000000202609200000000001,`1002,`交易,`扣除交易手续费,`支出,`0.78,`1129.12,`system,`缺省,`A1',
    '`2026-09-20 18:00:00,`50300000002026092000001,`1003,`退款,`退款,`支出,`30.00,`1099.12,`张三,`缺省,`R1',
    '`2026-09-20 18:00:00,`50300000002026092000001,`1004,`退款,`退还交易手续费,`收入,`0.18,`1099.30,`system,`缺省,`R1',
    '`2026-09-20 20:00:00,`6001,`1005,`提现,`提现,`支出,`1000.00,`99.30,`张三,`,`',
    '`2026-09-20 21:00:00,`6002,`1006,`分账,`分账,`支出,`1.00,`98.30,`张三,`,`',
  ];
  const SUMMARY = '资金流水总笔数,收入笔数,收入金额,支出笔数,支出金额';
  const name = '1900000109_fundflow_20260920.csv';

  it('has fees in rows of their own, joined by the number of the trade, and adds up', async () => {
    const { head, rows, faults, trailers } = await readAll({
      name,
      content: bill(HEADER, ...ROWS, SUMMARY, '`6.0,`2.0,`130.08,`4.0,`1031.78'),
    });
    expect([faults, trailers]).toEqual([[], []]);
    expect(head).toEqual({ format: 'wechat-funds', channel: 'wechat', account: '1900000109' });
    expect(rows.map(({ kind, direction, amount, balanceAfter }) => [kind, direction, amount, balanceAfter])).toEqual([
      ['payment', 'in', 12_990, 112_990],
      ['fee', 'out', 78, 112_912],
      ['refund', 'out', 3000, 109_912],
      ['fee-return', 'in', 18, 109_930],
      ['payout', 'out', 100_000, 9930],
      ['movement', 'out', 100, 9830],
    ]);
    expect(rows[1]).toMatchObject({
      key: 'flow.1002',
      refs: { channelTradeNo: '4200000000202609200000000001' },
      purpose: '扣除交易手续费',
    });
    expect(JSON.stringify(rows)).not.toContain('张三');
  });

  it('tells where its balance does not chain, whichever end is first', async () => {
    const gap = ROWS.filter((_, index) => index !== 2);
    const { trailers } = await readAll({ name, content: bill(HEADER, ...gap, SUMMARY, '`5.0,`2.0,`130.08,`3.0,`1001.78') });
    expect(trailers).toEqual([{ of: '账户结余 line 4', told: 109_930, rows: 112_930 }]);
    const turned = await readAll({
      name,
      content: bill(HEADER, ...ROWS.toReversed(), SUMMARY, '`6.0,`2.0,`130.08,`4.0,`1031.78'),
    });
    expect(turned.trailers).toEqual([]);
  });

  it('is refused where nothing says whose it is: a day is no merchant number', async () => {
    const content = bill(HEADER, ...ROWS);
    expect(await refusalOf({ name: 'fundflow_20260920.csv', content })).toMatchObject({ code: 'STATEMENT_ACCOUNT_UNKNOWN' });
  });
});
