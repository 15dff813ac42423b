import { createHash } from 'node:crypto';
import type { Instant } from '#kernel';
import type { Inbox } from './inbox.js';
import type { NewNotice } from './notice.js';

export interface InboxUnderTest {
  /** Fresh and empty. */
  readonly inbox: Inbox;
  /** Closes it and clears away what it stood on. */
  clear(): Promise<void>;
}

const notice = (text: string, more: Partial<NewNotice> = {}): NewNotice => ({
  channel: 'pos',
  source: '898100012340001/POS00001',
  actor: 'key:k1',
  receivedAt: '2026-09-21T02:13:20.123Z' as Instant,
  raw: Buffer.from(text),
  sanitised: false,
  ...more,
});

/** What every inbox keeps, whatever it stands on. Call it inside a spec. */
export function inboxContract(name: string, open: () => Promise<InboxUnderTest>): void {
  describe(`${name} as an inbox`, () => {
    let under: InboxUnderTest;
    const theInbox = (): Inbox => under.inbox;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(async () => {
      await under.clear();
    });
    keeping(theInbox);
    settling(theInbox);
    listing(theInbox);
  });
}

function keeping(theInbox: () => Inbox): void {
  it('shows a notice to the byte, with its digest and without an outcome', async () => {
    const bytes = Buffer.from([0x7b, 0x00, 0xff, 0x7d]);
    const kept = await theInbox().keep(notice('', { raw: bytes, externalId: 'm-1' }));
    expect(kept).toMatchObject({ known: false, settled: null, channel: 'pos', actor: 'key:k1' });
    const shown = await theInbox().show(kept.id);
    expect(shown?.raw.equals(bytes)).toBe(true);
    expect(shown).toMatchObject({
      id: kept.id,
      externalId: 'm-1',
      receivedAt: '2026-09-21T02:13:20.123Z',
      digest: createHash('sha256').update(bytes).digest('hex'),
      evidence: null,
      sanitised: false,
    });
    expect(await theInbox().show('ntc_00000000-0000-8000-8000-000000000000')).toBeUndefined();
  });

  it('keeps the same message of the same source once, told by its bytes', async () => {
    const [first, again, other, elsewhere] = await Promise.all([
      theInbox().keep(notice('{"a":1}')),
      theInbox().keep(notice('{"a":1}', { actor: 'key:k2' })),
      theInbox().keep(notice('{"a":2}')),
      theInbox().keep(notice('{"a":1}', { source: 'x' })),
    ]);
    expect([first, again, other, elsewhere].map(({ known }) => known)).toEqual([false, true, false, false]);
    expect(again).toMatchObject({ id: first.id, number: first.number, actor: 'key:k1' });
    await theInbox().settle(first.number, { outcome: 'parked', reason: 'UNKNOWN_TERMINAL' });
    const later = await theInbox().keep(notice('{"a":1}'));
    expect(later).toMatchObject({
      known: true,
      number: first.number,
      settled: { outcome: 'parked', reason: 'UNKNOWN_TERMINAL' },
    });
    expect((await theInbox().list({ limit: 10 })).notices).toHaveLength(3);
  });

  it('keeps the whole signed body as evidence: of one message in brackets, or as given', async () => {
    const alone = await theInbox().keep(notice('{"a":1}', { evidence: { signature: 's1' } }));
    const body = Buffer.from('[{"a":2}, {"a":3}]');
    const pair = await Promise.all(
      ['{"a":2}', '{"a":3}'].map((text) => theInbox().keep(notice(text, { evidence: { signature: 's2', body } }))),
    );
    const bodies = await Promise.all(
      [alone, ...pair].map(async ({ id }) => (await theInbox().show(id))?.evidence?.body.toString()),
    );
    expect(bodies).toEqual(['[{"a":1}]', body.toString(), body.toString()]);
  });

  it('keeps many that come at once, each once', async () => {
    const texts = Array.from({ length: 700 }, (_, index) => `{"n":${String(index % 500)}}`);
    const kept = await Promise.all(texts.map((text) => theInbox().keep(notice(text))));
    expect(new Set(kept.map(({ number }) => number)).size).toBe(500);
    expect(kept.filter(({ known }) => known)).toHaveLength(200);
  });
}

function settling(theInbox: () => Inbox): void {
  it('gives out what has no outcome and nobody has in hand, in order of arrival, until it has one', async () => {
    const kept = [];
    for (const text of ['1', '2', '3']) kept.push(await theInbox().keep(notice(text)));
    const [one, two, three] = kept.map(({ number }) => number);
    if (one === undefined || two === undefined || three === undefined) throw new Error('kept three');
    expect(await theInbox().open(0, 9)).toEqual([]);
    for (const number of [one, two, three]) theInbox().release(number);
    expect((await theInbox().open(0, 2)).map(({ raw }) => raw.toString())).toEqual(['1', '2']);
    expect((await theInbox().open(two, 2)).map(({ number }) => number)).toEqual([three]);
    theInbox().settleSoon(one, { outcome: 'applied' });
    theInbox().settleSoon(two, { outcome: 'ignored', reason: 'UNKNOWN_TAG' });
    await theInbox().settle(three, { outcome: 'parked', reason: 'FIELDS_INVALID', detail: 'pay_amount' });
    expect(await theInbox().open(0, 10)).toEqual([]);
    const { notices } = await theInbox().list({ limit: 10 });
    expect(notices.map(({ settled }) => settled)).toMatchObject([
      { outcome: 'parked', reason: 'FIELDS_INVALID', detail: 'pay_amount' },
      { outcome: 'ignored', reason: 'UNKNOWN_TAG' },
      { outcome: 'applied' },
    ]);
  });

  it('lets a parked notice be applied, and an applied one never be parked', async () => {
    const { id, number } = await theInbox().keep(notice('1'));
    await theInbox().settle(number, { outcome: 'parked', reason: 'UNKNOWN_SHOP' });
    await theInbox().settle(number, { outcome: 'applied' });
    await theInbox().settle(number, { outcome: 'parked', reason: 'UNKNOWN_SHOP' });
    expect((await theInbox().show(id))?.settled).toMatchObject({ outcome: 'applied' });
  });

  it('writes what was settled soon when it is flushed, and when it closes', async () => {
    const { id, number } = await theInbox().keep(notice('1'));
    theInbox().settleSoon(number, { outcome: 'applied' });
    await theInbox().flush();
    expect((await theInbox().show(id))?.settled).toMatchObject({ outcome: 'applied' });
    await theInbox().close();
  });
}

function listing(theInbox: () => Inbox): void {
  it('tells when a source was last heard of, by whatever door and in whatever order it came', async () => {
    const [early, late] = ['2026-09-20T02:00:00.000Z', '2026-09-22T02:00:00.000Z'] as Instant[];
    if (!early || !late) throw new Error('two moments');
    await theInbox().keep(notice('1', { source: 'a', receivedAt: late }));
    await theInbox().keep(notice('2', { source: 'a', receivedAt: early, channel: 'acquirer' }));
    await theInbox().keep(notice('3', { source: 'b', receivedAt: early }));
    await theInbox().keep(notice('4', { source: 'c', receivedAt: early }));
    const last = await theInbox().lastReceived(['a', 'b', 'nobody']);
    expect([...last].sort()).toEqual([
      ['a', late],
      ['b', early],
    ]);
    expect(await theInbox().lastReceived([])).toEqual(new Map());
  });

  it('lists page by page, newest first, by status', async () => {
    for (let index = 0; index < 7; index += 1) {
      const { number } = await theInbox().keep(notice(String(index)));
      if (index % 2 === 0) await theInbox().settle(number, { outcome: 'parked', reason: 'UNKNOWN_SHOP' });
    }
    const first = await theInbox().list({ status: 'parked', limit: 3 });
    expect(first.notices).toHaveLength(3);
    if (first.next === undefined) throw new Error('a page follows');
    const second = await theInbox().list({ status: 'parked', limit: 3, after: first.next });
    expect(second).toMatchObject({ notices: [{ settled: { outcome: 'parked' } }] });
    expect(second.next).toBeUndefined();
    expect(await theInbox().parked()).toBe(4);
    const numbers = [...first.notices, ...second.notices].map(({ number }) => number);
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a));
    expect((await theInbox().list({ status: 'open', limit: 10 })).notices).toHaveLength(3);
    expect((await theInbox().list({ status: 'applied', limit: 10 })).notices).toEqual([]);
  });
}
