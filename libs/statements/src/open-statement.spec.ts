import { createHash } from 'node:crypto';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { LIMITS } from './reading/limits.js';
import { gbk, readAll, refusalOf, withStatement, zipOf } from './reading/testing.js';

const HEADER = '交易时间,商户号,特约商户号,微信订单号,商户订单号,交易状态,应结订单金额,手续费,商品名称';
const row = (number: number, name = '苹果'): string =>
  `\`2026-09-20 10:11:12,\`1900000109,\`0,\`420000${String(number)},\`A${String(number)},\`SUCCESS,\`129.90,\`0.78000,\`${name}`;
const BILL = [HEADER, row(1), row(2), '总交易单数,应结订单总金额', '`2,`259.80', ''].join('\n');
const name = 'a.csv';

describe('what a file comes in', () => {
  it.each([
    ['nothing', Buffer.from(BILL)],
    ['gzip', gzipSync(BILL)],
    [
      'zip',
      zipOf([
        { name: 'a/b.csv', content: Buffer.from(BILL) },
        { name: 'a/', content: Buffer.alloc(0) },
      ]),
    ],
  ])('%s changes nothing', async (_, content) => {
    const { rows, trailers } = await readAll({ name, content });
    expect(rows.map(({ key }) => key)).toEqual(['payment.4200001', 'payment.4200002']);
    expect(trailers).toEqual([]);
  });

  const whole = zipOf([{ name: 'a.csv', content: Buffer.from(BILL) }]);
  it.each([
    ['nothing at all', Buffer.alloc(0), 'STATEMENT_EMPTY'],
    ['a zip of nothing', zipOf([]), 'STATEMENT_EMPTY'],
    ['an encrypted zip', zipOf([{ name: 'a.csv', content: Buffer.from(BILL), flags: 1 }]), 'STATEMENT_ENCRYPTED'],
    ['a zip cut off', whole.subarray(0, whole.length - 30), 'STATEMENT_BROKEN'],
    ['a zip with a wrong checksum', zipOf([{ name: 'a.csv', content: Buffer.from(BILL), crc: 1 }]), 'STATEMENT_BROKEN'],
    ['a gzip cut off', gzipSync(BILL).subarray(0, 60), 'STATEMENT_BROKEN'],
    ['a zip in a zip', zipOf([{ name: 'b.zip', content: whole }]), 'STATEMENT_NESTED'],
    ['a gzip in a gzip', gzipSync(gzipSync(BILL)), 'STATEMENT_NESTED'],
    ['an image', Buffer.from('89504e470d0a1a0a0000000d49484452000000ff0000', 'hex'), 'STATEMENT_FORMAT_UNKNOWN'],
    ['a letter', Buffer.from('Dear Sirs,\n\n"please find'), 'STATEMENT_FORMAT_UNKNOWN'],
    ['a header alone, of another world', Buffer.from('id,name\n1,2\n'), 'STATEMENT_FORMAT_UNKNOWN'],
    ['a bomb', gzipSync(Buffer.alloc(2 ** 25)), 'STATEMENT_TOO_LARGE'],
  ])('%s is refused', async (_, content, code) => {
    expect(await refusalOf({ name, content })).toMatchObject({ code });
  });

  it('is refused beyond its limits, packed or not', async () => {
    const limits = { ...LIMITS, bytes: 400 };
    const plain = Buffer.from([HEADER, ...Array.from({ length: 9 }, () => row(1))].join('\n'));
    const packed = gzipSync(plain);
    expect(packed.length).toBeLessThan(400);
    expect(await refusalOf({ name, content: plain, limits })).toMatchObject({ code: 'STATEMENT_TOO_LARGE' });
    expect(await refusalOf({ name, content: packed, limits })).toMatchObject({ code: 'STATEMENT_TOO_LARGE' });
    const many = zipOf([1, 2, 3].map((number) => ({ name: String(number), content: Buffer.from(BILL) })));
    expect(await refusalOf({ name, content: many, limits: { ...LIMITS, entries: 2 } })).toMatchObject({
      code: 'STATEMENT_TOO_LARGE',
    });
  });

  it('shows an entry that nobody can read, and reads its neighbours', async () => {
    const readme = Buffer.from('hello');
    const content = zipOf([
      { name: 'a.csv', content: Buffer.from(BILL) },
      { name: gbk('说明.txt'), content: readme },
      { name: 'c.csv', content: Buffer.from(BILL) },
    ]);
    const { rows, faults, lines } = await readAll({ name, content });
    expect(rows).toHaveLength(4);
    expect(faults).toEqual([
      { line: 6, code: 'ENTRY_UNKNOWN', says: 'an entry of the archive is of no known format: 说明.txt' },
    ]);
    expect(lines[2]?.digest).toBe(createHash('sha256').update(readme).digest('hex'));
    expect(lines.map(({ line }) => line)).toEqual([2, 3, 6, 8, 9]);
  });

  it('holds statements of one party', async () => {
    const leshua = gbk('BT|商户号|订单号|交易时间|交易金额|手续费|资金流向\n');
    const content = zipOf([
      { name: 'a', content: Buffer.from(BILL) },
      { name: 'b', content: leshua },
    ]);
    expect(await refusalOf({ name, content })).toMatchObject({ code: 'STATEMENT_MIXED' });
  });
});

describe('how a file is written', () => {
  it.each([
    ['UTF-8', Buffer.from(BILL)],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${BILL}`)],
    ['GB18030, an 㐀 in four bytes', gbk(BILL.replace('苹果', '苹㐀'))],
    ['CRLF', Buffer.from(BILL.replaceAll('\n', '\r\n'))],
  ])('%s reads the same', async (_, content) => {
    const { rows, faults } = await readAll({ name, content });
    expect([rows.length, faults]).toEqual([2, []]);
    expect(rows[0]).toMatchObject({ amount: 12_990, refs: { merchantOrderNo: 'A1' } });
  });

  it('is decided by all of it: one byte that is no UTF-8 near the end makes it GB18030', async () => {
    const many = Array.from({ length: 3000 }, (_, index) => row(index, 'apple'));
    const content = Buffer.concat([gbk([HEADER, ...many, ''].join('\n')), gbk(row(9999))]);
    expect((await readAll({ name, content })).rows).toHaveLength(3001);
  });

  it('may be broken in one line, which harms no other', async () => {
    const content = Buffer.concat([
      Buffer.from(`\ufeff${HEADER}\n${row(1)}\n`),
      Buffer.from([0xff, 0xfe, 0x0a]),
      Buffer.from(row(2)),
    ]);
    const { rows, faults } = await readAll({ name, content });
    expect(rows).toHaveLength(2);
    expect(faults).toMatchObject([{ line: 3, code: 'TEXT_UNREADABLE' }]);
    const long = await readAll({ name, content: [HEADER, row(1, 'x'.repeat(LIMITS.lineBytes)), row(2)].join('\n') });
    expect(long.faults).toMatchObject([{ line: 2, code: 'LINE_TOO_LONG' }]);
    expect(long.rows).toHaveLength(1);
  });

  it('gives each line the digest of its bytes, without its end', async () => {
    const { lines } = await readAll({ name, content: gbk(BILL.replaceAll('\n', '\r\n')) });
    expect(lines[0]?.digest).toBe(
      createHash('sha256')
        .update(gbk(row(1)))
        .digest('hex'),
    );
  });
});

describe('a quoted cell', () => {
  const TITLE = '商户号,终端号,交易时间,交易类型,交易金额,手续费,交易日期,交易单号,订单号,结算金额,商户备注';
  const cashier = (number: number, remark: string): string =>
    `1,2,10:11:12,消费,10.00,0.06,2026-09-20,T${String(number)},A,9.94,${remark}`;

  it('may go over lines, and one that nobody closes harms its own line only', async () => {
    const lines = Array.from({ length: 80 }, (_, index) => cashier(index + 10, 'ok'));
    const content = [TITLE, cashier(1, '"a\r\nb, ""c"""'), cashier(2, '"open'), ...lines].join('\r\n');
    const read = await readAll({ name, content });
    expect(read.rows).toHaveLength(82);
    expect(read.rows[0]?.key).toBe('payment.T1');
    expect(read.lines[0]?.digest).toBe(createHash('sha256').update(cashier(1, '"a\r\nb, ""c"""')).digest('hex'));
    expect(read.lines[2]).toMatchObject({ line: 5, row: { key: 'payment.T10' } });
  });

  it('with a formula is text: a number kept as ="…" is read, a command is no number', async () => {
    const kept = ['="T1"', '=HYPERLINK(1)', '=T3'].map((cell) => cashier(0, 'ok').replace('T0', cell));
    const content = [TITLE, ...kept].join('\n');
    const { rows, faults } = await readAll({ name, content });
    expect(rows.map(({ key }) => key)).toEqual(['payment.T1']);
    const says = 'not as it should be: 交易单号';
    expect(faults).toEqual([3, 4].map((line) => ({ line, code: 'ROW_INVALID', says })));
  });
});

describe('the consumer export of JD', () => {
  it('with refunds inside its amounts is of no known format', async () => {
    const preamble = Array.from({ length: 21 }, (_, index) => `导出信息：${String(index)}`);
    const table = [
      '交易时间,商户名称,交易说明,金额,收/付款方式,交易状态',
      '2026-09-20 10:11:12,某店,苹果,293.10(已全额退款),白条,交易成功',
    ];
    expect(await refusalOf({ name, content: `\ufeff${[...preamble, ...table].join('\r\n')}` })).toMatchObject({
      code: 'STATEMENT_FORMAT_UNKNOWN',
    });
  });
});

describe('an open statement', () => {
  it('reads the same as often as it is asked', async () => {
    const content = BILL.replace('259.80', '259.81');
    await withStatement({ name, content }, async (opened) => {
      if ('code' in opened) throw new Error(opened.code);
      const readings = [];
      for (let time = 0; time < 3; time += 1) {
        const lines = [];
        for await (const batch of opened.lines()) lines.push(...batch);
        readings.push({ lines, ...opened.end() });
      }
      expect(readings[0]).toMatchObject({ lines: [{ line: 2 }, { line: 3 }], trailers: [{ told: 25_981, rows: 25_980 }] });
      expect(readings.slice(1)).toEqual([readings[0], readings[0]]);
    });
  });
});

describe('a large file', () => {
  it('of 200,000 lines is read in batches, in bounded memory', async () => {
    const count = 200_000;
    const block = (from: number): string => Array.from({ length: 1000 }, (_, index) => row(from + index)).join('\n');
    const content = [HEADER, ...Array.from({ length: count / 1000 }, (_, index) => block(index * 1000))].join('\n');
    const file = { name, content: gzipSync(content) };
    await withStatement(file, async (opened) => {
      if ('code' in opened) throw new Error(opened.code);
      let [lines, most, before] = [0, 0, 0];
      for await (const batch of opened.lines()) {
        expect(batch.length).toBeLessThanOrEqual(500);
        lines += batch.length;
        if (lines % 20_000 > 0) continue;
        collectGarbage();
        const { heapUsed, external } = process.memoryUsage();
        before ||= heapUsed + external;
        most = Math.max(most, heapUsed + external - before);
      }
      expect(lines).toBe(count);
      expect(most).toBeLessThan(8 * 2 ** 20);
    });
  }, 300_000);
});

/** A measure of what is held, not of what waits to be collected. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
