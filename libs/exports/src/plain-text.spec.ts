import fc from 'fast-check';
import { beancount } from './beancount.js';
import { beancountAccount, ledgerAccount } from './beancount-account.js';
import { hledger } from './hledger.js';
import type { ExportedEntry, Journal } from './journal.js';
import type { Made } from './made.js';
import { allOf, readBeancount, readHledger, type ReadJournal } from './testing.js';

const MADE: Made = { what: 'journal', position: '0000000000000009', asOf: 'position', digest: 'cd', query: {} };
const PARENT = 'revenue:offline:tea';
const CHILD = 'revenue:offline:tea:外滩.店';
const CASH = 'assets:clearing:unionpay:POS_1';
const MEMO = 'memo:authorized:1';

const entryOf = (entry: number, businessDate: string, ...lines: readonly [string, number][]): ExportedEntry => ({
  trueDate: entry === 1 ? '2026-11-30' : null,
  position: '0000000000000003',
  event: 'e3',
  type: 'PurchaseRecorded',
  stream: 'payment-1',
  entry,
  kind: 'sale',
  businessDate,
  currency: 'CNY',
  lines: lines.map(([account, amount]) => ({ account, amount })),
});

const account = (name: string, opening: number, closing: number): Journal['accounts'][number] => ({
  account: name,
  currency: 'CNY',
  opening,
  closing,
});

async function* pagesOf(entries: readonly ExportedEntry[]): AsyncGenerator<readonly ExportedEntry[]> {
  yield await Promise.resolve(entries);
}

const journal = (): Journal => ({
  made: MADE,
  accounts: [account(CASH, 100, 450), account(MEMO, 0, 0), account(PARENT, -100, -150), account(CHILD, 0, -300)],
  from: '2026-03-01',
  lastDay: '2026-12-31',
  pages: pagesOf([entryOf(0, '2026-03-01', [CASH, 50], [PARENT, -50]), entryOf(1, '2026-12-31', [CASH, 300], [CHILD, -300])]),
});

const textOf = async (parts: AsyncIterable<string>): Promise<string> => (await allOf(parts)).join('');
const daysOf = ({ transactions }: ReadJournal): string[] => transactions.map(({ day }) => day);

describe('a journal', () => {
  it('for hledger opens, books, and asserts where every account stands', async () => {
    const read = readHledger(await textOf(hledger(journal())));
    expect(daysOf(read)).toEqual(['2026-02-28', '2026-03-01', '2026-12-31', '2026-12-31']);
    expect(read.transactions[1]).toMatchObject({ description: 'PurchaseRecorded | payment-1' });
    expect([...(read.transactions[1]?.tags ?? [])]).toEqual([
      ['position', '0000000000000003'],
      ['event', 'e3'],
      ['entry', '0'],
      ['kind', 'sale'],
    ]);
    expect(read.transactions[2]?.tags.get('true-date')).toBe('2026-11-30');
    expect(read.asserted.get(PARENT)).toBe(-150);
    expect(read.comments).toEqual(['Hezhang journal', 'position 0000000000000009', 'as of position', 'digest sha256:cd']);
  });

  it('for beancount asserts on the morning after, an account with all below it', async () => {
    const text = await textOf(beancount(journal()));
    const read = readBeancount(text);
    expect(daysOf(read)).toEqual(['2026-02-28', '2026-03-01', '2026-12-31']);
    expect(text).toContain('2027-01-01 balance Income:Offline:Tea  -4.50 CNY\n');
    expect(read.asserted.get('Income:Offline:Tea:X0-外滩-x2E-店')).toBe(-300);
    expect(read.transactions[1]?.tags.get('event')).toBe('e3');
    expect(read.transactions.map(({ tags }) => tags.get('true-date'))).toEqual([undefined, undefined, '2026-11-30']);
  });

  it('of an empty book is a journal too', async () => {
    const empty = (): Journal => ({ made: MADE, accounts: [], from: undefined, lastDay: undefined, pages: pagesOf([]) });
    expect(readHledger(await textOf(hledger(empty()))).transactions).toEqual([]);
    expect(readBeancount(await textOf(beancount(empty()))).transactions).toEqual([]);
  });

  it('that does not balance is not taken by the readers of these tests', async () => {
    const off = (): Journal => ({ ...journal(), pages: pagesOf([entryOf(0, '2026-03-01', [CASH, 50], [PARENT, -51])]) });
    await expect(textOf(hledger(off())).then(readHledger)).rejects.toThrow('does not stand at');
    await expect(textOf(beancount(off())).then(readBeancount)).rejects.toThrow('does not stand at');
    const unasserted = async (text: Promise<string>): Promise<string> =>
      (await text)
        .split('\n')
        .filter((line) => !/ = | balance |at the end/.test(line))
        .join('\n');
    expect(readHledger.bind(null, await unasserted(textOf(hledger(off()))))).toThrow('is off by');
    expect(readBeancount.bind(null, await unasserted(textOf(beancount(off()))))).toThrow('is off by');
  });
});

describe('an account for beancount', () => {
  it.each([
    ['assets:receivable:douyin:4463798', 'Assets:Receivable:Douyin:4463798'],
    ['revenue:online:1', 'Income:Online:1'],
    ['memo:instructed-capture:1', 'Equity:X1-memo:Instructed-capture:1'],
    ['expenses:fees:Tea_House:a.b', 'Expenses:Fees:X0-Tea-x5F-House:A-x2E-b'],
    ['assets:bank:外滩', 'Assets:Bank:X0-外滩'],
    ['assets:bank:x0-a-x41-', 'Assets:Bank:X0-x0-a-x2D-x41-'],
  ])('%s is %s, and back', (ours, theirs) => {
    expect(beancountAccount(ours)).toBe(theirs);
    expect(ledgerAccount(theirs)).toBe(ours);
  });

  it('is one that beancount takes, and names one account of ours alone', () => {
    const character = fc.oneof(
      fc.constantFrom('a', 'b', '0', 'X', 'x', '1', '-', '.', '_', ' ', '外', 'É', '😀', 'ß'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    );
    const step = fc.array(character, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('').replaceAll(':', '') || 'a');
    const root = fc.constantFrom('assets', 'liabilities', 'equity', 'revenue', 'expenses', 'memo', 'x');
    fc.assert(
      fc.property(root, fc.array(step, { minLength: 1, maxLength: 4 }), (first, steps) => {
        const ours = [first, ...steps].join(':');
        const theirs = beancountAccount(ours);
        expect(theirs).toMatch(/^(Assets|Liabilities|Equity|Income|Expenses)(:[\p{Lu}\p{Nd}][\p{L}\p{Nd}-]*)+$/u);
        expect(ledgerAccount(theirs)).toBe(ours);
      }),
    );
  });
});
