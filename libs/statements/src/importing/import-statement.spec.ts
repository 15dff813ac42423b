import { CommandHandling, EventCodec, MemoryEventLog, type StoredEvent } from '#event-log';
import { isRejection, type Sealed } from '#kernel';
import { MemorySubjectKeys, Persons } from '#privacy';
import type { OpenStatement, ReadLine, StatementRefusalCode } from '../row.js';
import { STATEMENT_EVENTS, STATEMENT_ROW_EVENTS, statementRowStream, statementStream } from '../statements.feature.js';
import { MERCHANT_NO, digestOf, linesOf, rowOf, statementOf } from './testing.js';
import type { DouyinRowResult, TakeDouyinRows } from './deps.js';
import { StatementImports, type ImportRequest, type Imported } from './import-statement.js';

const CONTEXT = { correlationId: 'c', actor: 'key:k' } as const;
const row = (key: string, more: object = {}): { row: ReturnType<typeof rowOf> } => ({ row: rowOf({ key, ...more }) });
const BAD = { fault: { code: 'ROW_INVALID', says: '金额' } };
const SETTLED = { fact: { of: 'settle-row', json: '{"request_no":"1"}' } };

describe('the import of a statement', () => {
  let log: MemoryEventLog;
  let handling: CommandHandling;
  let files: Map<string, () => OpenStatement | StatementRefusalCode>;
  let taken: readonly DouyinRowResult[];
  let brought: unknown[];
  let imports: StatementImports;
  const persons = new Persons(new MemorySubjectKeys(), Buffer.alloc(32, 7));

  beforeEach(() => {
    log = new MemoryEventLog();
    files = new Map();
    brought = [];
    restarted();
  });

  /** As after a restart: nothing is remembered but the log. */
  function restarted(): void {
    handling = new CommandHandling(log, EventCodec.of(STATEMENT_EVENTS, STATEMENT_ROW_EVENTS));
    const takeDouyinRows: TakeDouyinRows = (kind, { account, rows }) => {
      brought.push([kind, account, rows.length]);
      return Promise.resolve(taken);
    };
    imports = new StatementImports({
      handling,
      merchants: {
        acquiredMerchant: (merchantNo) =>
          Promise.resolve(merchantNo === MERCHANT_NO ? { merchantNo, merchantId: 'm1', cutOff: '24:00' } : undefined),
        channelAccount: () => Promise.resolve(undefined),
        douyinShop: (shopId) =>
          Promise.resolve(
            shopId === '4463798'
              ? { shopId, merchantId: 'm1', appKey: 'k', storeId: '-', cutOff: '24:00', state: 'live' }
              : undefined,
          ),
      },
      isMerchant: (id) => Promise.resolve(id === 'm1'),
      takeDouyinRows,
      persons,
      masked: (text) => text.replaceAll('6222021234567890128', '***'),
      open: ({ path }) => {
        const opened = files.get(path)?.() ?? 'STATEMENT_FORMAT_UNKNOWN';
        return Promise.resolve(
          typeof opened === 'string' ? { ok: false, refusal: { code: opened, says: 'so' } } : { ok: true, value: opened },
        );
      },
    });
  }

  const file = (name: string, lines: readonly ReadLine[], ...more: [object?, { of: string; told: number; rows: number }[]?]) =>
    files.set(name, () => statementOf(lines, ...more));

  const asked = (name: string, more: Partial<ImportRequest> = {}) =>
    imports.import({
      file: { source: { name, path: name }, id: digestOf(name), bytes: 9 },
      context: CONTEXT,
      ...more,
    });

  async function imported(name: string, more?: Partial<ImportRequest>): Promise<Imported> {
    const result = await asked(name, more);
    if (isRejection(result)) throw new Error(result.code);
    return result;
  }
  const countsOf = ({ statement: { rows, recorded, known, quarantined } }: Imported) => [rows, recorded, known, quarantined];
  const refusalOf = async (name: string, more?: Partial<ImportRequest>) => {
    const result = await asked(name, more);
    return isRejection(result) ? result.code : undefined;
  };
  const eventsOf = async (stream: string): Promise<StoredEvent[]> => handling.history(stream);

  it('records each row, puts bad lines aside, and says how the file ends', async () => {
    file('a.csv', linesOf(row('payment.1'), BAD, row('payment.2'), row('refund.1'), BAD), {}, [
      { of: '总金额', told: 3, rows: 2 },
    ]);
    const result = await imported('a.csv');
    expect(countsOf(result)).toEqual([5, 3, 0, 2]);
    expect(result).toMatchObject({
      before: false,
      statement: {
        merchant: 'm1',
        status: 'imported',
        trailers: [{ of: '总金额', told: 3, rows: 2 }],
        exceptions: ['STATEMENT_LINES_QUARANTINED', 'STATEMENT_TRAILERS_DISAGREE'],
      },
    });
    const events = await eventsOf(statementStream(digestOf('a.csv')));
    expect(events.map(({ type }) => type)).toEqual([
      'StatementOpened',
      'StatementLineQuarantined',
      'StatementLineQuarantined',
      'StatementImported',
    ]);
    expect(events[2]?.data).toMatchObject({ fact: { line: 5, code: 'ROW_INVALID', says: '金额' } });
    expect(result.position).toBe(await log.head());
    expect(await eventsOf(statementRowStream(rowOf({ key: 'payment.2' })))).toHaveLength(1);
  });

  it('of the same bytes again does nothing and answers the first result', async () => {
    file('a.csv', linesOf(row('payment.1'), BAD));
    const first = await imported('a.csv');
    const head = await log.head();
    restarted();
    expect(await imported('a.csv')).toEqual({ ...first, before: true });
    expect(await log.head()).toBe(head);
  });

  it('finds rows of another file known, in whatever order they come', async () => {
    const rows = [row('payment.1'), row('payment.2'), row('payment.3'), row('payment.4')];
    file('a.csv', linesOf(...rows));
    file('b.csv', linesOf(...rows.toReversed(), row('payment.5')));
    await imported('a.csv');
    expect(countsOf(await imported('b.csv'))).toEqual([5, 1, 4, 0]);
  });

  it('goes on where it broke off, with the same result as if it had not', async () => {
    const lines = linesOf(row('payment.1'), BAD, row('payment.2'), row('payment.3'), BAD, row('payment.4'), row('payment.5'));
    let readings = 0;
    const statement = statementOf(lines);
    files.set('a.csv', () => ({
      ...statement,
      async *lines() {
        readings += 1;
        if (readings !== 2) yield* statement.lines();
        else {
          yield await Promise.resolve(lines.slice(0, 5));
          throw new Error('the power is gone');
        }
      },
    }));
    await expect(imported('a.csv')).rejects.toThrow('the power is gone');
    restarted();
    expect(countsOf(await imported('a.csv'))).toEqual([7, 5, 0, 2]);
    const quarantined = (await eventsOf(statementStream(digestOf('a.csv')))).filter(({ type }) => type.includes('Quarantined'));
    expect(quarantined.map(({ data }) => (data as { fact: { line: number } }).fact.line)).toEqual([2, 5]);
  });

  it('is done once where it is asked for twice at one time', async () => {
    file('a.csv', linesOf(row('payment.1'), row('payment.2')));
    const both = await Promise.all([imported('a.csv'), imported('a.csv')]);
    expect(both.map(({ before }) => before)).toEqual([false, true]);
  });

  it('tells how far it is', async () => {
    file('a.csv', linesOf(row('payment.1'), row('payment.2'), row('payment.3'), row('payment.4')));
    const seen: unknown[] = [];
    await imported('a.csv', { onProgress: (progress) => seen.push(progress) });
    expect(seen).toEqual([
      { done: 3, total: 4 },
      { done: 4, total: 4 },
    ]);
  });

  it.each<[string, readonly object[], StatementRefusalCode | 'STATEMENT_OF_ANOTHER_MERCHANT', Partial<ImportRequest>?]>([
    [
      'with one row of a stranger',
      [row('payment.1'), row('payment.2', { account: '1900000999' })],
      'STATEMENT_OF_ANOTHER_MERCHANT',
    ],
    ['of another merchant than is named', [row('payment.1')], 'STATEMENT_OF_ANOTHER_MERCHANT', { merchant: 'm2' }],
    [
      'of a bank, without a merchant',
      [row('flow.1', { channel: 'bank', book: 'bank', account: '6217' })],
      'STATEMENT_OF_ANOTHER_MERCHANT',
    ],
    ['of a shop that nobody names', [SETTLED], 'STATEMENT_ACCOUNT_UNKNOWN'],
    ['of a strange shop', [SETTLED], 'STATEMENT_OF_ANOTHER_MERCHANT', { account: '1' }],
  ])('refuses a file %s and leaves no trace', async (_what, contents, code, more = {}) => {
    file('a.csv', linesOf(...contents));
    const head = await log.head();
    expect(await refusalOf('a.csv', more)).toBe(code);
    expect(await log.head()).toBe(head);
    expect(brought).toEqual([]);
  });

  it('takes a file of a day on which nothing was sold', async () => {
    file('a.csv', []);
    expect(countsOf(await imported('a.csv'))).toEqual([0, 0, 0, 0]);
  });

  it('passes on why a file can not be read', async () => {
    files.set('a.csv', () => 'STATEMENT_ENCRYPTED');
    expect(await refusalOf('a.csv')).toBe('STATEMENT_ENCRYPTED');
  });

  it('takes a bank statement of the merchant that is named', async () => {
    file('a.csv', linesOf(row('flow.1', { channel: 'bank', book: 'bank', account: '6217' })));
    expect(countsOf(await imported('a.csv', { merchant: 'm1' }))).toEqual([1, 1, 0, 0]);
  });

  it('puts aside what no stream can be named after', async () => {
    file('a.csv', linesOf(row('payment.1'), row('payment.商户')));
    expect(countsOf(await imported('a.csv'))).toEqual([2, 1, 0, 1]);
  });

  it('seals who paid beside the row; forgotten and told again, they tell nothing new', async () => {
    const payer = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o';
    const content = { ...row('payment.1'), payer };
    file('first', linesOf(content));
    file('again', linesOf(content, { ...row('payment.2'), payer: '6222021234567890128' }));
    await imported('first');
    const [{ subject } = { subject: '' }] = await persons.subjectsOf({ kind: 'account', id: payer });
    await persons.destroy([subject]);
    expect(countsOf(await imported('again'))).toEqual([2, 1, 1, 0]);
    const streams = ['payment.1', 'payment.2'].map((key) => statementRowStream(rowOf({ key })));
    const events = (await Promise.all(streams.map(eventsOf))).flat();
    const told = events.map(({ data }) => (data as { standing: { payer: Sealed } }).standing.payer);
    expect(await persons.open(told.map((sealed) => ({ ...sealed, field: 'payer' })))).toEqual([undefined, '***']);
  });

  it('keeps no card number of a name', async () => {
    const named = '6222021234567890128.csv';
    file(named, linesOf({ fault: { code: 'ENTRY_UNKNOWN', says: named } }));
    expect(await imported(named)).toMatchObject({ statement: { name: '***.csv' } });
    const events = await eventsOf(statementStream(digestOf(named)));
    expect(events[1]?.data).toMatchObject({ fact: { says: '***.csv' } });
  });

  it('hands rows of a console export to the door for them, and puts aside what it does not take', async () => {
    taken = [{ status: 'recorded' }, { status: 'known' }, { status: 'quarantined', code: 'ROW_DOES_NOT_ADD_UP', says: 'no' }];
    file('a.csv', linesOf(SETTLED, SETTLED, SETTLED), { format: 'douyin-settle', channel: 'douyin' });
    expect(countsOf(await imported('a.csv', { account: '4463798' }))).toEqual([3, 1, 1, 1]);
    expect(brought).toEqual([['settle-row', '4463798', 3]]);
    const events = await eventsOf(statementStream(digestOf('a.csv')));
    expect(events[1]?.data).toMatchObject({ fact: { line: 3, code: 'ROW_DOES_NOT_ADD_UP', says: 'no' } });
  });
});
