import { gbk, readAll, refusalOf, zipOf } from '../reading/testing.js';

const HEADER =
  '支付宝交易号,商户订单号,业务类型,商品名称,创建时间,完成时间,门店编号,门店名称,操作员,终端号,对方账户,订单金额（元）,商家实收（元）,支付宝红包（元）,集分宝（元）,支付宝优惠（元）,商家优惠（元）,券核销金额（元）,券名称,商家红包消费金额（元）,卡消费金额（元）,退款批次号/请求号,服务费（元）,分润（元）,备注';
const cells = (line: string): string =>
  line
    .split(',')
    .map((cell) => `${cell}\t`)
    .join(',');
const TRADE = cells(
  '2026092022001400001000000001,A1,交易,苹果，红富士,2026-09-20 10:00:00,2026-09-20 10:00:05,S1,店,op,T1,*张三(138****0000),100.00,95.00,0.00,0.00,0.00,5.00,0.00,,0.00,0.00,,-0.57,0.00,',
);
const REFUND = cells(
  '2026092022001400001000000001,A1,退款,苹果,2026-09-20 11:00:00,2026-09-20 11:00:05,S1,店,op,T1,*张三(138****0000),-20.00,-19.00,0.00,0.00,0.00,-1.00,0.00,,0.00,0.00,RF-1,0.11,0.00,',
);
const file = (...rows: readonly string[]): string =>
  [
    '#支付宝业务明细查询',
    '#账号：[20881234567890120156]',
    '#起始日期：[2026年09月20日 00:00:00]   终止日期：[2026年09月21日 00:00:00]',
    '#-----------------------------------------业务明细列表----------------------------------------',
    ...rows,
    '#-----------------------------------------业务明细列表结束------------------------------------',
    '#交易合计：1笔，商家实收共95.00元，商家优惠共5.00元',
    '#退款合计：1笔，商家实收退款共-19.00元，商家优惠退款共-1.00元',
    '#导出时间：[2026年09月21日 10:11:12]',
    '',
  ].join('\r\n');
const SUMMARY =
  '#支付宝业务汇总查询\r\n#账号：[2088123456789012]\r\n#---业务汇总列表---\r\n门店编号,门店名称,交易订单总笔数,退款订单总笔数\r\n合计\t,\t,1\t,1\t\r\n#---业务汇总列表结束---\r\n';

describe('the business details of Alipay', () => {
  it('are read out of their zip, names in GBK, the summary skipped', async () => {
    const content = zipOf([
      { name: gbk('20881234567890120156_20260920_业务明细.csv'), content: gbk(file(HEADER, TRADE, REFUND)) },
      { name: gbk('20881234567890120156_20260920_业务明细(汇总).csv'), content: gbk(SUMMARY) },
    ]);
    const { head, rows, faults, trailers } = await readAll({ name: 'a.zip', content });
    expect([faults, trailers]).toEqual([[], []]);
    expect(head).toEqual({
      format: 'alipay-trades',
      channel: 'alipay',
      account: '2088123456789012',
      from: '2026-09-20',
      to: '2026-09-20',
      exportedAt: '2026-09-21T02:11:12.000Z',
    });
    expect(rows[0]).toEqual({
      channel: 'alipay',
      book: 'trades',
      account: '2088123456789012',
      key: 'payment.2026092022001400001000000001',
      kind: 'payment',
      amount: 9500,
      direction: 'in',
      fee: 57,
      occurredAt: '2026-09-20T02:00:05.000Z',
      billDate: '2026-09-20',
      refs: { channelTradeNo: '2026092022001400001000000001', merchantOrderNo: 'A1', terminalNo: 'T1' },
      purpose: '交易',
    });
    expect(rows[1]).toMatchObject({
      key: 'refund.2026092022001400001000000001.RF-1',
      kind: 'refund',
      amount: 1900,
      direction: 'out',
      fee: -11,
      refs: { merchantRefundNo: 'RF-1' },
    });
    expect(JSON.stringify(rows)).not.toMatch(/张三|138|苹果/);
  });

  it('are the same with half-width brackets, without any, and with columns of tomorrow', async () => {
    const written = await readAll({ name: 'a.csv', content: file(HEADER, TRADE) });
    for (const header of [HEADER.replaceAll('（', '(').replaceAll('）', ')'), HEADER.replaceAll('（元）', '')]) {
      const { rows } = await readAll({ name: 'a.csv', content: file(`${header},新栏`, `${TRADE},x\t`) });
      expect(rows).toEqual(written.rows);
    }
  });

  it('may have a request number that no key can hold, and trailers that disagree', async () => {
    const { rows, trailers } = await readAll({ name: 'a.csv', content: file(HEADER, REFUND.replace('RF-1', 'RF|1*')) });
    expect(rows[0]?.key).toMatch(/^refund\.2026092022001400001000000001\.sha256-[0-9a-f]{32}$/);
    expect(trailers).toEqual([
      { of: '交易合计 笔', told: 1, rows: 0 },
      { of: '交易合计', told: 9500, rows: 0 },
    ]);
  });

  it('tell that they were cut off before their trailer', async () => {
    const cut = file(HEADER, TRADE, REFUND);
    const { rows, faults, trailers } = await readAll({ name: 'a.csv', content: cut.slice(0, cut.indexOf(REFUND) + 40) });
    expect(rows).toHaveLength(1);
    expect(faults).toMatchObject([{ line: 7, code: 'COLUMN_COUNT_WRONG' }]);
    expect(trailers).toEqual([{ of: '交易合计 笔', told: 0, rows: 1 }]);
  });

  it('are refused where no line says whose account it is', async () => {
    const content = file(HEADER, TRADE).replace('#账号', '#某某');
    expect(await refusalOf({ name: 'a.csv', content })).toMatchObject({ code: 'STATEMENT_ACCOUNT_UNKNOWN' });
  });
});

describe('the account details of Alipay', () => {
  const FUNDS =
    '账务流水号,业务流水号,商户订单号,商品名称,发生时间,对方账号,收入金额（+元）,支出金额（-元）,账户余额（元）,交易渠道,业务类型,备注';
  const ROWS = [
    '9001,2026092022001400001000000001,A1,苹果,2026-09-20 10:00:05,138****0000,95.00,0.00,195.00,支付宝,在线支付,',
    '9002,2026092022001400001000000001,A1,苹果,2026-09-20 10:00:05,,0.00,-0.57,194.43,支付宝,收费,服务费',
    '9003,7001,,,2026-09-20 12:00:00,,0.00,-100.00,94.43,支付宝,提现,',
  ].map(cells);
  const trailer = ['#支出合计：2笔，共-100.57元', '#收入合计：1笔，共95.00元', '#导出时间：[2026年09月21日 10:11:12]'];
  const content = ['#支付宝账务明细查询', '#账号：[2088123456789012]', FUNDS, ...ROWS, ...trailer].join('\n');

  it('are movements with a balance that chains', async () => {
    const { head, rows, faults, trailers } = await readAll({ name: 'a.csv', content: gbk(content) });
    expect([faults, trailers]).toEqual([[], []]);
    expect(head.format).toBe('alipay-funds');
    expect(rows.map(({ key, kind, direction, amount, balanceAfter }) => [key, kind, direction, amount, balanceAfter])).toEqual([
      ['flow.9001', 'payment', 'in', 9500, 19_500],
      ['flow.9002', 'fee', 'out', 57, 19_443],
      ['flow.9003', 'payout', 'out', 10_000, 9443],
    ]);
  });
});
