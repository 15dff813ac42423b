import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { StatementRow } from './row.js';
import { gbk, readAll, withStatement } from './reading/testing.js';

/** Fen as yuan with the given decimals. */
const yuan = (fen: number, decimals = 2): string => {
  const digits = String(Math.abs(fen)).padStart(3, '0');
  return `${fen < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}${'0'.repeat(decimals - 2)}`;
};
const local = (instant: string): string =>
  new Date(Date.parse(instant) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');

const numbers = fc.stringMatching(/^[1-9A-Z][0-9A-Z]{5,27}$/);
const names = fc.string({ unit: fc.constantFrom('苹', '果', ',', '"', ' ', 'a', '，', '(', '1') });
const fen = fc.integer({ min: 1, max: 999_999_999 });
const moments = fc
  .integer({ min: Date.parse('2020-01-01T00:00:00Z') / 1000, max: Date.parse('2030-01-01T00:00:00Z') / 1000 })
  .map((seconds) => new Date(seconds * 1000).toISOString());

const trades = fc.record({
  tradeNo: numbers,
  orderNo: numbers,
  refundNo: numbers,
  amount: fen,
  fee: fen,
  at: moments,
  isRefund: fc.boolean(),
  name: names,
});
type Trade = typeof trades extends fc.Arbitrary<infer T> ? T : never;

/** The row that a trade must be read as. */
const expected = (
  channel: string,
  { tradeNo, orderNo, refundNo, amount, fee, at, isRefund }: Trade,
  key: string,
): Partial<StatementRow> => ({
  channel,
  key,
  kind: isRefund ? 'refund' : 'payment',
  amount,
  direction: isRefund ? 'out' : 'in',
  fee: isRefund ? -fee : fee,
  occurredAt: at,
  billDate: local(at).slice(0, 10),
  refs: expect.objectContaining({
    channelTradeNo: tradeNo,
    merchantOrderNo: orderNo,
    ...(isRefund && { merchantRefundNo: refundNo }),
  }) as StatementRow['refs'],
});

interface Rendering {
  readonly channel: string;
  readonly above: readonly string[];
  readonly cells: (trade: Trade) => Readonly<Record<string, string>>;
  readonly key: (trade: Trade) => string;
  readonly line: (cells: readonly string[]) => string;
}

const WECHAT: Rendering = {
  channel: 'wechat',
  above: [],
  cells: ({ tradeNo, orderNo, refundNo, amount, fee, at, isRefund, name }) => ({
    交易时间: local(at),
    商户号: '1900000109',
    特约商户号: '0',
    微信订单号: tradeNo,
    商户订单号: orderNo,
    交易状态: isRefund ? 'REFUND' : 'SUCCESS',
    应结订单金额: isRefund ? '0.00' : yuan(amount),
    微信退款单号: isRefund ? refundNo : '0',
    商户退款单号: isRefund ? refundNo : '0',
    退款金额: isRefund ? yuan(amount) : '0.00',
    商品名称: name.replaceAll('`', ''),
    手续费: yuan(isRefund ? -fee : fee, 5),
    某新栏: name,
  }),
  key: ({ tradeNo, refundNo, isRefund }) => (isRefund ? `refund.${refundNo}` : `payment.${tradeNo}`),
  line: (cells) => cells.map((cell) => `\`${cell}`).join(','),
};

const ALIPAY: Rendering = {
  channel: 'alipay',
  above: ['#支付宝业务明细查询', '#账号：[2088123456789012]'],
  cells: ({ tradeNo, orderNo, refundNo, amount, fee, at, isRefund, name }) => ({
    支付宝交易号: tradeNo,
    商户订单号: orderNo,
    业务类型: isRefund ? '退款' : '交易',
    商品名称: name,
    创建时间: local(at),
    完成时间: local(at),
    对方账户: '*张三',
    '订单金额（元）': yuan(isRefund ? -amount : amount),
    '商家实收（元）': yuan(isRefund ? -amount : amount),
    '退款批次号/请求号': isRefund ? refundNo : '',
    '服务费（元）': yuan(isRefund ? fee : -fee),
  }),
  key: ({ tradeNo, refundNo, isRefund }) => (isRefund ? `refund.${tradeNo}.${refundNo}` : `payment.${tradeNo}`),
  line: (cells) => cells.map((cell) => `${cell}\t`).join(','),
};

const CASHIER: Rendering = {
  channel: 'allinpay',
  above: [],
  cells: ({ tradeNo, orderNo, refundNo, amount, fee, at, isRefund, name }) => ({
    商户号: '990440148166000',
    终端号: '10000001',
    交易时间: local(at).slice(11),
    交易类型: isRefund ? '退货' : '消费',
    交易金额: yuan(isRefund ? -amount : amount),
    手续费: yuan(fee),
    交易日期: local(at).slice(0, 10),
    交易单号: isRefund ? refundNo : tradeNo,
    原交易单: isRefund ? tradeNo : '',
    订单号: isRefund ? refundNo : orderNo,
    结算金额: yuan(isRefund ? -(amount - fee) : amount - fee),
    商户备注: `"${name.replaceAll('"', '""')}"`,
    持卡人姓名: '张三',
  }),
  key: ({ tradeNo, refundNo, isRefund }) => (isRefund ? `refund.${refundNo}` : `payment.${tradeNo}`),
  line: (cells) => cells.join(','),
};

describe.each([WECHAT, ALIPAY, CASHIER])('a file of $channel rendered from rows', ({ channel, above, cells, key, line }) => {
  it('reads back to the same rows, whatever the order of its columns', async () => {
    const columns = Object.keys(
      cells({
        tradeNo: '',
        orderNo: '',
        refundNo: '',
        amount: 1,
        fee: 1,
        at: '2026-01-01T00:00:00.000Z',
        isRefund: false,
        name: '',
      }),
    );
    const orders = fc.shuffledSubarray(columns, { minLength: columns.length, maxLength: columns.length });
    await fc.assert(
      fc.asyncProperty(
        fc.array(trades, { minLength: 1, maxLength: 12 }),
        orders,
        fc.record({ end: fc.constantFrom('\n', '\r\n'), encode: fc.constantFrom((text: string) => Buffer.from(text), gbk) }),
        async (list, order, { end, encode }) => {
          const lines = list.map((trade) => line(order.map((column) => cells(trade)[column] ?? '')));
          const { rows, faults } = await readAll({
            name: 'a.csv',
            content: encode([...above, order.join(','), ...lines, ''].join(end)),
          });
          expect(faults).toEqual([]);
          const rowsOf = list.map((trade) => {
            const { refs, ...row } = expected(channel, trade, key(trade));
            const isCashierRefund = channel === 'allinpay' && trade.isRefund;
            return isCashierRefund ? row : { ...row, refs };
          });
          expect(rows).toMatchObject(rowsOf);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a file of any bytes', () => {
  const bill = Buffer.from(
    [
      '交易时间,商户号,微信订单号,商户订单号,交易状态,应结订单金额,手续费',
      '`2026-09-20 10:11:12,`1900000109,`42,`A1,`SUCCESS,`129.90,`0.78',
    ].join('\n'),
  );
  const damaged = fc
    .array(fc.tuple(fc.nat(bill.length - 1), fc.nat(255)), { maxLength: 4 })
    .map((strokes) => strokes.reduce((bytes, [at, byte]) => bytes.fill(byte, at, at + 1), Buffer.from(bill)));
  const files = fc.oneof(
    damaged,
    damaged.map((bytes) => gzipSync(bytes)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([Buffer.from('PK\x03\x04'), bytes])),
    fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.concat([gzipSync(bill).subarray(0, 40), bytes])),
  );

  it('is read or refused, and what is read is whole fen', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (content) => {
        const rows = await withStatement({ name: 'a', content }, async (opened) => {
          if ('code' in opened) return [];
          const lines = [];
          for await (const batch of opened.lines()) lines.push(...batch);
          return lines.flatMap((line) => ('row' in line ? line.row : []));
        });
        expect(
          rows.every(({ amount, fee = 0 }) => Number.isSafeInteger(amount) && amount >= 0 && Number.isSafeInteger(fee)),
        ).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});
