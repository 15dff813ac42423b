import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStatement, type ReadLine, type StatementRow } from '#statements';
import { tellStory } from '../story.js';
import { MAPPINGS } from './mapped.js';
import type { StatementFile } from './statement-file.js';

interface Read {
  readonly file: StatementFile;
  readonly format: string;
  readonly rows: readonly StatementRow[];
  readonly faults: readonly ReadLine[];
  readonly trailers: readonly unknown[];
}

/** As the ledger reads it. */
async function read(file: StatementFile): Promise<Read> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-statement-'));
  const path = join(folder, 'file');
  await writeFile(path, file.content);
  try {
    const opened = await openStatement({ name: file.name, path }, MAPPINGS);
    if (!opened.ok) throw new Error(`${file.name}: ${opened.refusal.code} ${opened.refusal.says}`);
    const lines: ReadLine[] = [];
    for await (const batch of opened.value.lines()) lines.push(...batch);
    const rows = lines.flatMap((line) => ('row' in line ? line.row : []));
    const { format } = opened.value.head;
    const { trailers } = opened.value.end();
    await opened.value.close();
    return { file, format, rows, faults: lines.filter((line) => 'fault' in line), trailers };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const signed = (rows: readonly StatementRow[]): number =>
  rows.reduce((sum, { amount, direction }) => sum + (direction === 'in' ? amount : -amount), 0);

describe('the statements of the next day', () => {
  const story = tellStory(7, 60);
  const { files, planted } = story.statements;
  let all: readonly Read[];
  const of = (channel: string, book: StatementRow['book'] = 'trades'): StatementRow[] =>
    all.flatMap(({ rows }) => rows.filter((row) => row.channel === channel && row.book === book));

  beforeAll(async () => {
    all = await Promise.all(files.map(read));
  });

  it('are read to the last line, as what they are', () => {
    for (const { file, format, rows, faults, trailers } of all) {
      expect([file.name, format, rows.length, faults, trailers]).toEqual([file.name, file.format, file.rows, [], []]);
    }
    expect(new Set(files.map(({ format }) => format))).toEqual(
      new Set([
        'wechat-trades',
        'wechat-funds',
        'alipay-trades',
        'alipay-funds',
        'unionpay-zm',
        'allinpay-cashier',
        'jdpay-trades',
        'shouqianba-trades',
        'demo-lakala-trades',
        'demo-bank-account',
      ]),
    );
  });

  it('are the same to the byte for the same seed and size', () => {
    expect(tellStory(7, 60).statements).toEqual(story.statements);
    expect(tellStory(8, 60).statements).not.toEqual(story.statements);
  });

  it('name each row once', () => {
    const keys = all.flatMap(({ rows }) =>
      rows.map(({ channel, book, account, key }) => [channel, book, account, key].join('/')),
    );
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('come to what terminals and acquirers told, but for what was planted', () => {
    const told = [...story.payments, ...story.noticed].reduce((sum, { captured, refunded }) => sum + captured - refunded, 0);
    const trades = ['wechat', 'alipay', 'unionpay', 'lakala', 'jdpay', 'shouqianba', 'allinpay'].flatMap((channel) =>
      of(channel),
    );
    const moved = planted
      .filter((each) => each.class !== 'fee' && each.class !== 'net')
      .reduce((sum, { amount }) => sum + amount, 0);
    const late = planted.find(({ outcome }) => outcome === 'suspended');
    expect(late?.amount).toBeLessThan(0);
    expect(signed(trades)).toBe(told + moved);
  });

  it('tell payouts that the bank credits, but for what was planted', () => {
    const payouts = [...of('wechat', 'funds'), ...of('alipay', 'funds')].filter(({ kind }) => kind === 'payout');
    const credits = of('bank', 'bank').map(({ amount }) => amount);
    expect(payouts.length).toBeGreaterThan(1);
    for (const { amount } of payouts) expect(credits).toContain(amount);
  });

  it('have a fault of every class, each in a row of its own', () => {
    expect(new Set(planted.map((each) => each.class ?? each.outcome))).toEqual(
      new Set(['surplus', 'shortage', 'amount', 'status', 'fee', 'date', 'duplicate', 'net', 'suspended', 'proposed']),
    );
    const places = planted.map(({ where }) => where.tradeNo);
    expect(new Set(places).size).toBe(places.length);
  });

  it('are told by the smallest of stories, too', async () => {
    for (const file of tellStory(3, 1).statements.files) expect((await read(file)).faults).toEqual([]);
  });
});
