import { CommandHandling, EventCodec, MemoryEventLog, START } from '#event-log';
import { Outage, instant, rejecter, type BusinessDate, type Instant } from '#kernel';
import type { BillKind } from './domain/bills.data.js';
import { Fetcher } from './fetcher.js';
import { FETCH_EVENTS, MISSING_BILL_EVENTS } from './fetches.feature.js';
import { FetchRefusal, type Found, type SpooledFile } from './sources/source.js';
import type { Schedule, WantedBill } from './store/fetch-store.js';
import { MemoryFetchStore } from './store/memory-fetch-store.js';

const MINUTE = 60_000;
const FILE: SpooledFile = { path: 'p', sha256: 'ab', bytes: 1 };
const refuse = rejecter({ STATEMENT_FORMAT_UNKNOWN: { kind: 'unprocessable', says: 'no' } });
const day = (text: string): BusinessDate => text as BusinessDate;

class Stand {
  atMs = Date.parse('2026-09-21T09:00:00+08:00');
  readonly store = new MemoryFetchStore();
  readonly log = new MemoryEventLog();
  readonly asked: string[] = [];
  readonly imported: string[] = [];
  readonly discarded: SpooledFile[] = [];
  readonly faults: unknown[] = [];
  answer: (bill: WantedBill) => Found | Error = () => ({ status: 'file', file: FILE });
  importing: () => { rows: number } | ReturnType<typeof refuse> = () => ({ rows: 2 });
  private fetcher = this.restarted();

  /** As a new process: nothing is left but what is durable. */
  restarted(): Fetcher {
    const handling = new CommandHandling(this.log, EventCodec.of(FETCH_EVENTS, MISSING_BILL_EVENTS));
    const source = (bill: WantedBill): Promise<Found> => {
      this.asked.push(`${bill.bill} ${bill.day}`);
      const found = this.answer(bill);
      return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
    };
    const deps = {
      handling,
      store: this.store,
      sources: new Proxy({} as Readonly<Record<BillKind, typeof source>>, { get: () => source }),
      importFile: ({ name }: { readonly name: string }) => {
        this.imported.push(name);
        return Promise.resolve(this.importing());
      },
      discard: (file: SpooledFile) => Promise.resolve(void this.discarded.push(file)),
    };
    const time = { nowMs: () => this.atMs, random: () => 1, sleep: () => Promise.resolve() };
    this.fetcher = new Fetcher(deps, { time, onFailure: (error) => this.faults.push(error) });
    return this.fetcher;
  }

  round(): Promise<number> {
    return this.fetcher.round(new AbortController().signal);
  }

  /** Rounds, minute by minute. */
  async pass(minutes: number): Promise<void> {
    for (let passed = 0; passed < minutes; passed += 1) {
      await this.round();
      this.atMs += MINUTE;
    }
    await this.round();
  }

  now = (): Instant => instant(this.atMs);

  states = async (): Promise<string[]> =>
    (await this.store.bills({ merchantId: 'm1', from: day('2026-01-01'), to: day('2026-12-31') })).map(
      ({ bill, day: on, state, code }) => [bill, on, state, ...(code === null ? [] : [code])].join(' '),
    );

  events = async (): Promise<string[]> => {
    const types: string[] = [];
    for await (const { events } of this.log.readAll(START)) types.push(...events.map(({ type }) => type));
    return types;
  };
}

const on = (bill: BillKind, from: string): Schedule => ({
  bill,
  account: '1900000109',
  merchantId: 'm1',
  state: 'on',
  from: day(from),
});

describe('fetching', () => {
  let stand: Stand;
  beforeEach(() => {
    stand = new Stand();
  });

  it('asks for the bill of yesterday from ten in the morning on, and for days that are missing before', async () => {
    await stand.store.schedule(on('wechat-trades', '2026-09-18'));
    await stand.round();
    expect(stand.asked).toEqual(['wechat-trades 2026-09-18', 'wechat-trades 2026-09-19']);
    await stand.pass(61);
    expect(stand.asked).toHaveLength(3);
    expect(await stand.states()).toEqual([
      'wechat-trades 2026-09-20 fetched',
      'wechat-trades 2026-09-19 fetched',
      'wechat-trades 2026-09-18 fetched',
    ]);
    expect(stand.imported[0]).toBe('1900000109_wechat-trades_2026-09-18');
    expect(stand.discarded).toHaveLength(3);
    expect(await stand.events()).toEqual([]);
  });

  it('waits longer each time for a bill that is not there, and says in the evening that it is overdue', async () => {
    await stand.store.schedule(on('wechat-trades', '2026-09-20'));
    stand.answer = () => ({ status: 'absent', code: 'STATEMENT_CREATING' });
    await stand.pass(9 * 60 - 1);
    // At 10:00, then after 5, 10, 20, 40 minutes, then each hour.
    expect(stand.asked).toHaveLength(11);
    expect(await stand.events()).toEqual([]);
    await stand.pass(2);
    expect(await stand.events()).toEqual(['StatementOverdue']);
    stand.answer = () => ({ status: 'file', file: FILE });
    await stand.pass(61);
    expect(await stand.states()).toEqual(['wechat-trades 2026-09-20 fetched']);
    expect(await stand.events()).toEqual(['StatementOverdue', 'StatementNoLongerMissing']);
  });

  it('takes no bill for no trade once that is certain', async () => {
    await stand.store.schedule(on('alipay-trades', '2026-09-20'));
    stand.answer = () => ({ status: 'empty' });
    await stand.pass(5 * 60 + 59);
    expect(await stand.states()).toEqual(['alipay-trades 2026-09-20 due NOT_THERE_YET']);
    await stand.pass(62);
    expect(await stand.states()).toEqual(['alipay-trades 2026-09-20 empty']);
  });

  it('leaves a gateway alone that is away, and the others not', async () => {
    stand.atMs = Date.parse('2026-09-21T11:00:00+08:00');
    for (const bill of ['wechat-trades', 'wechat-funds', 'alipay-trades'] as const)
      await stand.store.schedule(on(bill, '2026-09-19'));
    stand.answer = ({ bill }) => (bill.startsWith('wechat') ? new Outage('away') : { status: 'file', file: FILE });
    await stand.round();
    expect(stand.asked.filter((each) => each.startsWith('wechat'))).toHaveLength(1);
    expect(stand.asked.filter((each) => each.startsWith('alipay'))).toHaveLength(2);
    expect((await stand.states()).filter((each) => each.endsWith('due OUTAGE'))).toHaveLength(4);
    stand.answer = () => ({ status: 'file', file: FILE });
    stand.atMs += 2_000;
    await stand.round();
    expect((await stand.states()).filter((each) => each.endsWith('fetched'))).toHaveLength(6);
  });

  it('keeps the number of a file that is being made, over a restart too', async () => {
    await stand.store.schedule(on('douyin-settle', '2026-09-19'));
    const seen: (string | null)[] = [];
    stand.answer = ({ ticket }) => {
      seen.push(ticket);
      if (ticket === null) return { status: 'making', code: 'FILE_BEING_MADE', ticket: 'DL1' };
      return seen.length < 4 ? { status: 'making', code: 'FILE_BEING_MADE', ticket } : { status: 'file', file: FILE };
    };
    await stand.round();
    stand.restarted();
    await stand.pass(3);
    expect(seen).toEqual([null, 'DL1', 'DL1', 'DL1']);
    expect(await stand.states()).toEqual(['douyin-settle 2026-09-19 fetched']);
  });

  it('shows what the channel or the import refuses, and tries that seldom', async () => {
    await stand.store.schedule(on('wechat-trades', '2026-09-19'));
    stand.answer = () => new FetchRefusal('NO_AUTH');
    await stand.pass(5);
    expect(await stand.states()).toEqual(['wechat-trades 2026-09-19 due NO_AUTH']);
    expect(stand.asked).toHaveLength(1);
    stand.answer = () => ({ status: 'file', file: FILE });
    stand.importing = () => refuse('STATEMENT_FORMAT_UNKNOWN');
    await stand.pass(6);
    expect(await stand.states()).toEqual(['wechat-trades 2026-09-19 due STATEMENT_FORMAT_UNKNOWN']);
    expect(stand.discarded).toHaveLength(1);
    expect(stand.faults).toEqual([]);
  });

  it('reports what is our own fault, and goes on', async () => {
    await stand.store.schedule(on('wechat-trades', '2026-09-19'));
    stand.answer = () => new TypeError('ours');
    await stand.round();
    expect(stand.faults).toHaveLength(1);
    expect(await stand.states()).toEqual(['wechat-trades 2026-09-19 due FAULT']);
  });
});
