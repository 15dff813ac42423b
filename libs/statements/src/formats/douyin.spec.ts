import { factOf, readAll, refusalOf, zipOf } from '../reading/testing.js';
import type { ReadLine } from '../row.js';

const HEADER =
  '动账时间,动账流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,商品名称,达人ID,达人名称,订单类型,订单实付应结,运费实付,实际平台补贴_运费,实际平台补贴,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴,订单退款,平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成,是否免佣,免佣金额,商户主体名称,备注';

/** A row by column, what is not given a dash or nothing. */
const rowOf = (values: Readonly<Record<string, string>>): string =>
  HEADER.split(',')
    .map((name) => values[name] ?? '-')
    .join(',');
const SETTLED = {
  动账时间: '2026-09-20 10:00:00',
  动账流水号: "'7420000000000000001",
  动账方向: '入账',
  动账金额: '91.71',
  动账账户: '聚合账户',
  动账场景: '货款结算',
  子订单号: "'6920000000000000002",
  订单号: "'6920000000000000001",
  商品名称: '"苹果, 红富士\n5kg ""脆"""',
  达人名称: '王五',
  订单实付应结: '129.90',
  运费实付: '0.00',
  实际平台补贴: '8.00',
  订单退款: '-30.00',
  平台服务费: '-5.40',
  佣金: '-10.79',
  商户主体名称: '某某公司',
};
const REFUNDED = {
  ...SETTLED,
  动账流水号: "'7420000000000000002",
  动账方向: '出账',
  动账金额: '-18.80',
  动账场景: '已退款',
  商品名称: '苹果',
  订单实付应结: '0.00',
  实际平台补贴: '0.00',
  订单退款: '-20.00',
  平台服务费: '1.20',
  佣金: '0.00',
};
const WITHDRAWN = {
  动账时间: '2026-09-20 12:00:00',
  动账流水号: "'7420000000000000003",
  动账方向: '出账',
  动账金额: '-500.00',
  动账场景: '提现',
};
const file = (...rows: readonly Readonly<Record<string, string>>[]): string =>
  `\ufeff${[HEADER.replace('动账流水号', '动帐流水号'), ...rows.map(rowOf)].join('\r\n')}\r\n`;

describe('the settlement export of Douyin', () => {
  it('becomes the rows that the API would have given, fees as they stand', async () => {
    const { head, lines, faults } = await readAll({
      name: '1790000000_货款结算.csv',
      content: file({ ...SETTLED, 动账金额: '91.71' }, REFUNDED, WITHDRAWN),
    });
    expect(faults).toEqual([]);
    expect(head).toEqual({ format: 'douyin-settle', channel: 'douyin', exportedAt: '2026-09-21T14:13:20.000Z' });
    expect(lines.map(({ line }) => line)).toEqual([2, 4, 5]);
    expect(factOf(lines[0])).toMatchObject({
      of: 'settle-row',
      row: {
        request_no: '7420000000000000001',
        settle_time: '2026-09-20 10:00:00',
        shop_order_id: '6920000000000000001',
        order_id: '6920000000000000002',
        trade_type: 0,
        total_income: 10_790,
        total_outcome: -1619,
        settle_amount: 9171,
        platform_coupon: 800,
        platform_service_fee: -540,
        commission: -1079,
      },
    });
    expect(factOf(lines[1])).toMatchObject({
      of: 'settle-row',
      row: { trade_type: 1, total_income: -2000, settle_amount: -1880 },
    });
    expect(factOf(lines[2])).toMatchObject({
      of: 'account-item',
      row: { account_trade_no: '7420000000000000003', fund_flow: 1, account_amount: -50_000, trans_scene: '提现' },
    });
    expect(JSON.stringify(lines)).not.toMatch(/王五|某某公司|苹果/);
  });

  it('must add up row by row', async () => {
    const { faults, lines } = await readAll({ name: 'a.csv', content: file({ ...SETTLED, 佣金: '-10.78' }, REFUNDED) });
    expect(faults).toMatchObject([{ line: 2, code: 'ROW_DOES_NOT_ADD_UP' }]);
    expect(lines).toHaveLength(2);
  });

  it('is refused where a spreadsheet has saved it again, wherever that shows', async () => {
    const content = file(REFUNDED, { ...REFUNDED, 动账时间: '2026/9/10 8:00' });
    const refusal = await refusalOf({ name: 'a.csv', content });
    expect(refusal).toMatchObject({
      code: 'STATEMENT_DATES_DAMAGED',
      says: expect.stringContaining('Line 3, 动账时间') as string,
    });
  });
});

describe('the account export of Douyin', () => {
  const TITLE = '动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注';
  const IN = "'7420000000000000001,'6920000000000000001,'6920000000000000002,2026-09-20 10:00:00,收入,91.71,货款结算,1091.71,";
  const OUT = "'7420000000000000003,-,-,2026-09-20 12:00:00,支出,-500.00,提现,591.71,";

  it('is read out of its zip, one file an account, and its balance chains', async () => {
    const content = zipOf([
      { name: '动账明细 - 聚合账户.csv', content: Buffer.from(`\ufeff${TITLE}\n${IN}\n${OUT}\n`), flags: 2048 },
      {
        name: '动账明细 - 微信.csv',
        content: Buffer.from(`\ufeff${TITLE}\n${IN}\n${OUT.replace('591.71', '591.70')}\n`),
        flags: 2048,
      },
    ]);
    const { lines, trailers } = await readAll({ name: 'a.zip', content });
    const moved = (line: ReadLine): unknown[] => ['account_type', 'account_amount'].map((name) => factOf(line)?.row[name]);
    expect(lines.map((line) => [line.line, ...moved(line)])).toEqual([
      [2, 4, 9171],
      [3, 4, -50_000],
      [5, 1, 9171],
      [6, 1, -50_000],
    ]);
    expect(factOf(lines[1])).toMatchObject({ of: 'account-item', row: { fund_flow: 1, shop_order_id: '0', order_id: '0' } });
    expect(trailers).toEqual([{ of: '账户余额 line 3', told: 59_170, rows: 59_171 }]);
  });
});
