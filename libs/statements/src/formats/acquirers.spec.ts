import { gbk, readAll, refusalOf, zipOf } from '../reading/testing.js';
import { feeAndNet } from './fees.js';
import { ZME_LAYOUT, ZM_LAYOUTS, type Layout } from './unionpay-layouts.js';

const zm = (layout: Layout | undefined, fields: Readonly<Record<number, string>>): Buffer =>
  Buffer.concat(
    (layout?.widths ?? []).flatMap((width, index) => {
      const field = Buffer.alloc(width, ' ');
      gbk(fields[index + 1] ?? '').copy(field);
      return index === 0 ? [field] : [Buffer.from(' '), field];
    }),
  );
const PURCHASE = {
  1: 'S22',
  4: '000123',
  5: '1231235959',
  6: '622202*********0123',
  7: '000000022500',
  10: '612312359591234567890',
  12: 'A1',
  13: '01',
  16: 'D000000000135',
  17: 'C000000022365',
  20: '01',
  28: '898100012340001',
  34: '10000001',
  35: '备注：中文',
  41: '',
};
const REFUND = {
  ...PURCHASE,
  1: 'S30',
  5: '0101000001',
  7: '000000000500',
  10: '701010000011234567890',
  12: 'R1',
  16: 'C000000000003',
  17: 'D000000000497',
  20: '04',
  27: '612312359591234567890',
  41: 'A1',
};
const LF = Buffer.from('\n');

describe('the merchant file of UnionPay', () => {
  const [layout, older] = ZM_LAYOUTS;

  it('is cut by bytes, and gets its year from its name around New Year', async () => {
    const content = Buffer.concat([zm(layout, PURCHASE), LF, zm(layout, REFUND), LF]);
    const { head, rows, faults } = await readAll({ name: 'INN27010188ZM_898100012340001', content });
    expect(faults).toEqual([]);
    expect(head).toEqual({ format: 'unionpay-zm', channel: 'unionpay', from: '2027-01-01', to: '2027-01-01' });
    expect(rows[0]).toEqual({
      channel: 'unionpay',
      book: 'trades',
      account: '898100012340001',
      key: 'payment.612312359591234567890',
      kind: 'payment',
      amount: 22_500,
      direction: 'in',
      fee: 135,
      net: 22_365,
      occurredAt: '2026-12-31T15:59:59.000Z',
      billDate: '2027-01-01',
      refs: { channelTradeNo: '612312359591234567890', merchantOrderNo: 'A1', terminalNo: '10000001', traceNo: '000123' },
      cardType: '01',
      purpose: 'S22',
    });
    expect(rows[1]).toMatchObject({
      kind: 'refund',
      direction: 'out',
      amount: 500,
      fee: -3,
      net: -497,
      occurredAt: '2026-12-31T16:00:01.000Z',
      refs: {
        channelTradeNo: '612312359591234567890',
        channelRefundNo: '701010000011234567890',
        merchantOrderNo: 'A1',
        merchantRefundNo: 'R1',
      },
    });
    expect(JSON.stringify(rows)).not.toMatch(/622202|备注/);
  });

  it('gets its year from the archive that it came in, else from the day on which it was written', async () => {
    const name = 'merchant.txt';
    const inZip = await readAll({
      name: '898100012340001_20260102.zip',
      content: zipOf([{ name, content: zm(layout, PURCHASE) }]),
    });
    expect(inZip.rows).toMatchObject([{ occurredAt: '2025-12-31T15:59:59.000Z', billDate: '2026-01-02' }]);
    const { rows } = await readAll({ name, content: zm(layout, PURCHASE) });
    const ageMs = Date.now() - Date.parse(rows[0]?.occurredAt ?? '');
    expect(ageMs).toBeGreaterThan(-2 * 86_400_000);
    expect(ageMs).toBeLessThan(367 * 86_400_000);
  });

  it('has an older tail, may have lost its last blanks, and quarantines what is laid out otherwise', async () => {
    const old = zm(older, { ...PURCHASE, 41: 'x'.repeat(131) });
    const { rows, faults } = await readAll({
      name: '898100012340001_20270101.txt',
      content: Buffer.concat([old, LF, old.subarray(0, 300), LF]),
    });
    expect(rows).toMatchObject([{ amount: 22_500, billDate: '2027-01-01' }]);
    expect(faults).toMatchObject([{ line: 2, code: 'COLUMN_COUNT_WRONG' }]);
    const trimmed = Buffer.from(zm(layout, PURCHASE).toString('latin1').trimEnd(), 'latin1');
    expect((await readAll({ name: 'INN27010188ZM_1', content: trimmed })).rows).toHaveLength(1);
  });

  it('has rows that only a person can read: differences, authorizations', async () => {
    const zme = await readAll({ name: 'INN27010188ZME_1', content: zm(ZME_LAYOUT, { 1: 'E22' }) });
    expect(zme.faults).toMatchObject([{ code: 'ROW_KIND_UNKNOWN' }]);
    const held = await readAll({ name: 'INN27010188ZM_1', content: zm(layout, { ...PURCHASE, 20: '02' }) });
    expect(held.faults).toMatchObject([{ code: 'ROW_KIND_UNKNOWN' }]);
    const broken = await readAll({ name: 'INN27010188ZM_1', content: zm(layout, { ...PURCHASE, 16: 'X000000000135' }) });
    expect(broken.faults).toMatchObject([{ code: 'ROW_INVALID', says: 'not as it should be: fields 16' }]);
  });
});

describe('the statement of 收银宝', () => {
  const HEADER =
    '商户号,门店名称,终端号,交易时间,交易类型,交易批次号,凭证号,参考号,卡号,卡类别,发卡行机构代码,发卡行名称,交易金额,手续费,交易日期,交易单号,订单号,商户备注,对接应用号,原始金额,结算金额,产品类型,分期贴息,交易完成时间,持卡人姓名,持卡人身份证,分期数,优惠金额,实付金额,原交易单,渠道交易类型,出金方账户名称,门店编号,交易完成日期';
  const PAID =
    '990440148166000,某店,10000001,10:11:12,消费,000001,000123,260920123456,6222020000000000123,借记卡,102,工商银行,225.00,1.35,2026-09-20,112609200001,A1,,001,225.00,223.65,银行卡,0.00,10:11:13,张三,11010119900307001X,0,0.00,225.00,,,,S1,2026-09-20';
  const BACK =
    '990440148166000,某店,10000001,11:11:12,退货,000001,000124,260920123457,6222020000000000123,借记卡,102,工商银行,-5.00,-0.03,2026-09-20,112609200002,R1,,001,-5.00,-4.97,银行卡,0.00,11:11:13,张三,11010119900307001X,0,0.00,5.00,112609200001,,,S1,2026-09-20';

  it('is read without the holder, the card and the id', async () => {
    const { rows, faults } = await readAll({ name: 'a.csv', content: gbk([HEADER, PAID, BACK].join('\n')) });
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      {
        key: 'payment.112609200001',
        amount: 22_500,
        fee: 135,
        net: 22_365,
        occurredAt: '2026-09-20T02:11:12.000Z',
        cardType: '借记卡',
        refs: { rrn: '260920123456', batchNo: '000001', traceNo: '000123' },
      },
      {
        key: 'refund.112609200002',
        direction: 'out',
        amount: 500,
        fee: -3,
        net: -497,
        refs: { channelTradeNo: '112609200001', merchantRefundNo: 'R1' },
      },
    ]);
    expect(JSON.stringify(rows)).not.toMatch(/张三|1101011990|62220200/);
  });
});

describe('the statement of 云商通', () => {
  const PAID =
    '1126092000001|消费|12990|0|20260920101112|A1|||QRCODE|{}|12912||||12990|C1|78|VSP501|6222020000000000123|00|990440148166000|某店|10000001|';
  const BACK =
    '1126092000002|退款|3000|0|20260920180000|R1|A1|1126092000001|QRCODE|{}|2982||||3000|C2|18|VSP503||00|990440148166000|某店|10000001|';

  it('has no header, fen, and its account in its name', async () => {
    const content = gbk(`${PAID}\r\n${BACK}\r\n`);
    const { head, rows, faults } = await readAll({ name: '2026-09-20_00150001_checkFile.txt', content });
    expect([faults, head.account]).toEqual([[], '00150001']);
    expect(rows).toMatchObject([
      {
        account: '00150001',
        key: 'payment.1126092000001',
        amount: 12_990,
        fee: 78,
        net: 12_912,
        refs: { merchantOrderNo: 'A1' },
      },
      {
        key: 'refund.1126092000002',
        amount: 3000,
        fee: -18,
        net: -2982,
        refs: { channelTradeNo: '1126092000001', merchantOrderNo: 'A1', merchantRefundNo: 'R1' },
      },
    ]);
    expect(JSON.stringify(rows)).not.toContain('622202');
    expect(await refusalOf({ name: 'x.txt', content })).toMatchObject({ code: 'STATEMENT_ACCOUNT_UNKNOWN' });
  });
});

describe('the statement of 乐刷', () => {
  it('has titles in BT, values in BV, a star for none', async () => {
    const content = gbk(
      [
        'BT|商户号|订单号|交易时间|交易金额|手续费|资金流向|交易类型|卡类型|终端号|参考号|原订单号',
        'BV|8100000001|L1|2026-09-20 10:00:00|22500|135|进账|消费|借记卡|10000001|260920123456|*',
        'BV|8100000001|L2|2026-09-20 11:00:00|500|3|退款|*|*|*|*|L1',
        'BV|8100000001|L3|2026-09-20 12:00:00|500|0|冻结|*|*|*|*|*',
      ].join('\n'),
    );
    const { rows, faults } = await readAll({ name: '8000_trade_new_20260920.txt', content });
    expect(rows).toMatchObject([
      { key: 'payment.L1', amount: 22_500, fee: 135, refs: { rrn: '260920123456' } },
      { key: 'refund.L2', direction: 'out', amount: 500, fee: -3, refs: { channelTradeNo: 'L1', channelRefundNo: 'L2' } },
    ]);
    expect(faults).toMatchObject([{ line: 4, code: 'ROW_KIND_UNKNOWN' }]);
  });
});

describe('a fee', () => {
  it.each([
    ['in', 10_000, 60, 9940, 60, 9940],
    ['in', 10_000, -60, 9940, 60, 9940],
    ['out', 2000, 12, 1988, -12, -1988],
    ['out', -2000, -12, -1988, -12, -1988],
    ['out', 2000, 10, 2010, 10, -2010],
    ['in', 10_000, 60, 9000, 60, 9000],
    ['in', 10_000, 0, undefined, 0, undefined],
  ] as const)('%s of %p, printed %p with net %p, is %p', (direction, amount, fee, net, charged, signedNet) => {
    expect(feeAndNet({ direction, amount, fee, net })).toEqual({
      fee: charged,
      ...(signedNet !== undefined && { net: signedNet }),
    });
  });
});
