import fc from 'fast-check';
import { factOf, readAll, refusalOf } from '../reading/testing.js';

const settleRow = (no: number, more: object = {}): string =>
  JSON.stringify({
    settle_time: '2026-09-20 10:00:00',
    request_no: `74200000000000000${String(no).padStart(2, '0')}`,
    settle_amount: 9171,
    trade_type: 0,
    ...more,
  });
const page = (rows: readonly string[]): string =>
  `{"code":10000,"data":{"code":"100000","data":[${rows.join(',')}],"is_end":0,"next_start_index":"3"}}`;
const numbersIn = async (content: string | Buffer): Promise<unknown[]> =>
  (await readAll({ name: 'a.json', content })).lines.map((line) => factOf(line)?.row['request_no'] ?? line);
const ALL = ['7420000000000000001', '7420000000000000002', '7420000000000000003'];
const ROWS = [1, 2, 3].map((no) => settleRow(no, { remark: '备注 {"request_no": [}' }));

describe('answers of the API of Douyin in a file', () => {
  it.each([
    ['a page', page(ROWS)],
    ['pages one after the other', `${page(ROWS.slice(0, 2))}\n${page(ROWS.slice(2))}`],
    ['a list of pages', `\ufeff[${page(ROWS.slice(0, 1))}, ${page([])},\r\n${page(ROWS.slice(1))}]`],
    [
      'a list of rows, printed for people',
      JSON.stringify(
        ROWS.map((row) => JSON.parse(row) as unknown),
        null,
        2,
      ),
    ],
    ['a row a line', ROWS.join('\n')],
  ])('are read out of %s', async (_what, content) => {
    expect(await numbersIn(content)).toEqual(ALL);
  });

  it('keep each row to the byte, with numbers beyond what a number holds', async () => {
    const row =
      '{ "request_no":"1", "order_id": 6920000000000000002,"settle_amount":1.0,"trade_type":0, "sub":[{"request_no":2}] }';
    const { lines, head } = await readAll({ name: '1790000000.json', content: page([row]) });
    expect(lines).toMatchObject([{ line: 1, fact: { of: 'settle-row', json: row } }]);
    expect(head).toEqual({ format: 'douyin-settle-json', channel: 'douyin', exportedAt: '2026-09-21T14:13:20.000Z' });
  });

  it.each([
    ['douyin-account-json', 'account-item', '{"account_trade_no":"1","fund_flow":0,"account_amount":5}'],
    ['douyin-life-ledger-json', 'life-ledger-row', '{"ledger_id":"1","verify_id":"2","amount":{"pay":5}}'],
  ])('are told apart: %s', async (format, of, row) => {
    const { head, lines } = await readAll({ name: 'a.json', content: `{"data":{"list":[${row}]}}` });
    expect(head.format).toBe(format);
    expect(lines).toMatchObject([{ fact: { of, json: row } }]);
  });

  it.each([
    ['breaks off', page(ROWS).slice(0, -40)],
    ['breaks off within a text', `[${ROWS.join(',')}, {"remark":"`],
    ['has brackets that do not match', `[${ROWS.join(',')}}`],
  ])('are refused where the file %s', async (_what, content) => {
    expect(await refusalOf({ name: 'a.json', content })).toMatchObject({ code: 'STATEMENT_BROKEN' });
  });

  it('put a row aside that is too long, or no JSON between its brackets, and go on', async () => {
    const content = page([settleRow(1, { remark: 'x'.repeat(70_000) }), '{"request_no":"2" "trade_type"}', ROWS[2] ?? '']);
    const { faults, lines } = await readAll({ name: 'a.json', content: `${ROWS[0] ?? ''}\n${content}` });
    expect(faults).toMatchObject([
      { line: 2, code: 'LINE_TOO_LONG' },
      { line: 3, code: 'ROW_INVALID' },
    ]);
    expect(lines.map((line) => factOf(line)?.row['request_no'])).toEqual([ALL[0], undefined, undefined, ALL[2]]);
  });

  it('are read alike however the file is cut and wrapped', async () => {
    const wrapping = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constant(page(ROWS)),
        fc.array(tie('value'), { maxLength: 2 }).map((inner) => `[${inner.join(',')}]`),
        tie('value').map((inner) => `{"x":"\\"{[","data":${inner},"y":{}}`),
      ),
    })).value;
    await fc.assert(
      fc.asyncProperty(wrapping, async (content) => {
        const times = content.split('"is_end"').length - 1;
        fc.pre(times > 0);
        expect(await numbersIn(content)).toEqual(Array.from({ length: times }, () => ALL).flat());
      }),
      { numRuns: 40 },
    );
  });
});
