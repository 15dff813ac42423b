import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnsOf, faultsOfMapping, type ColumnMapping } from '../mapping.js';
import { gbk, readAll, refusalOf } from '../reading/testing.js';

const FOLDER = join(process.cwd(), 'libs', 'statements', 'mappings');
const mappingOf = (file: string): ColumnMapping => JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as ColumnMapping;
const SHIPPED = readdirSync(FOLDER);
const BANK = mappingOf('bank-account.json');
const HEADER = '交易日期,交易时间,交易流水号,借方发生额,贷方发生额,账户余额,对方户名,对方账号,摘要';
const ROWS = [
  '2026-09-21,09:00:00,B1,,"1,223.65","11,223.65",某支付公司,6222020000000000123,银联清算',
  '2026-09-21,10:00:00,B2,200.00,,"11,023.65",张三,6222020000000000123,转账 11010119900307001X 13800000000',
];

describe('a statement read by a mapping', () => {
  it.each(SHIPPED)('%s is sound', (file) => {
    expect(faultsOfMapping(mappingOf(file))).toEqual([]);
  });

  it('of a bank has a side for each column, and no numbers of persons in its words', async () => {
    const content = gbk(['账户明细', '打印日期：20260922', HEADER, ...ROWS].join('\r\n'));
    const { head, rows, faults, trailers } = await readAll({ name: 'a.csv', content, mappings: [BANK] });
    expect([faults, trailers]).toEqual([[], []]);
    expect(head).toEqual({ format: 'bank-account', channel: 'bank', account: 'main' });
    expect(rows).toEqual([
      {
        channel: 'bank',
        book: 'bank',
        account: 'main',
        key: 'flow.B1',
        kind: 'bank-credit',
        amount: 122_365,
        direction: 'in',
        occurredAt: '2026-09-21T01:00:00.000Z',
        billDate: '2026-09-21',
        refs: {},
        purpose: '银联清算',
        balanceAfter: 1_122_365,
      },
      expect.objectContaining({ key: 'flow.B2', kind: 'bank-debit', direction: 'out', amount: 20_000, purpose: '转账 * *' }),
    ]);
  });

  it.each(['jdpay-trades.json', 'shouqianba-trades.json'])('%s reads payments and refunds', async (file) => {
    const mapping = mappingOf(file);
    const columns = columnsOf(mapping);
    const [paid, back] = 'kinds' in mapping.amount ? Object.keys(mapping.amount.kinds) : [];
    const isTime = (name: string): boolean => mapping.time.includes(name);
    const row = (number: string, kind: string, amounts: readonly string[]): string =>
      columns
        .map((name) => {
          if ('kind' in mapping.amount && name === mapping.amount.kind) return kind;
          if ('column' in mapping.amount && name === mapping.amount.column) return amounts[0];
          if (name === mapping.columns?.fee) return amounts[1];
          if (name === mapping.columns?.net) return amounts[2];
          if (isTime(name))
            return mapping.time.length === 1 ? '2026-09-20 10:00:00' : name === mapping.time[0] ? '2026-09-20' : '10:00:00';
          return number;
        })
        .join(',');
    const content = [
      columns.join(','),
      row('P1', paid ?? '', ['10.00', '0.06', '9.94']),
      row('R1', '退款', ['-10.00', '-0.06', '-9.94']),
    ].join('\n');
    expect(back).toBeDefined();
    const { rows, faults } = await readAll({ name: 'a.csv', content, mappings: [mapping] });
    expect(faults).toEqual([]);
    expect(rows).toMatchObject([
      { key: 'payment.P1', kind: 'payment', amount: 1000, fee: 6, net: 994, occurredAt: '2026-09-20T02:00:00.000Z' },
      { key: 'refund.R1', kind: 'refund', direction: 'out', amount: 1000, fee: -6, net: -994 },
    ]);
  });

  it('quarantines a kind that the mapping does not have, and a day that is none', async () => {
    const signed: ColumnMapping = {
      ...BANK,
      time: ['交易日期'],
      amount: { signed: '账户余额', positive: 'movement', negative: 'movement' },
    };
    const { rows, faults } = await readAll({
      name: 'a.csv',
      content: [HEADER, ROWS[0], ROWS[1]?.replace('2026-09-21', '2026-09-31'), ROWS[0]?.replace('11,223.65', '112,23.65')].join(
        '\n',
      ),
      mappings: [signed],
    });
    expect(rows).toMatchObject([{ kind: 'movement', occurredAt: '2026-09-20T16:00:00.000Z' }]);
    expect(faults).toMatchObject([
      { line: 3, says: 'not as it should be: 交易日期' },
      { line: 4, says: 'not as it should be: 账户余额' },
    ]);
    const jd = mappingOf('jdpay-trades.json');
    const other = await readAll({
      name: 'a.csv',
      content: `${columnsOf(jd).join(',')}\n${columnsOf(jd)
        .map(() => '1')
        .join(',')}`,
      mappings: [jd],
    });
    expect(other.faults).toMatchObject([{ code: 'ROW_KIND_UNKNOWN' }]);
  });

  it('is refused where the mapping names a column that the file does not have', async () => {
    const mapping: ColumnMapping = { ...BANK, columns: { rrn: '参考号' } };
    expect(await refusalOf({ name: 'a.csv', content: [HEADER, ...ROWS].join('\n'), mappings: [mapping] })).toMatchObject({
      code: 'MAPPING_COLUMN_UNKNOWN',
      says: expect.stringContaining('参考号') as string,
    });
  });

  it.each([
    [[], 'not an object'],
    [{ ...BANK, recognise: [] }, 'recognise'],
    [{ ...BANK, name: 'Bank!' }, 'name'],
    [{ ...BANK, unit: 'dollars' }, 'unit'],
    [{ ...BANK, separator: 'x' }, 'separator'],
    [{ ...BANK, account: { fixed: '张三 1' } }, 'account'],
    [{ ...BANK, amount: { signed: '金额' } }, 'amount'],
    [{ ...BANK, time: ['a', 'b', 'c'] }, 'time'],
    [{ ...BANK, columns: { holder: '对方户名' } }, 'columns.holder'],
    [{ ...BANK, kinds: {} }, 'kinds'],
  ])('is refused with a mapping that is not sound (%#)', async (mapping, path) => {
    expect(faultsOfMapping(mapping)).toEqual([path]);
    expect(await refusalOf({ name: 'a.csv', content: HEADER, mappings: [mapping as unknown as ColumnMapping] })).toEqual({
      code: 'MAPPING_INVALID',
      says: `A mapping is not as it should be: ${path}`,
    });
  });
});
