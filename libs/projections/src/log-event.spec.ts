import { EventCodec, type RecordedEvent } from '#event-log';
import type { Instant } from '#kernel';
import { LogEvent, entriesOf, entriesStretch, standingOf, standingStretch } from './log-event.js';

const bytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const codec = new EventCodec({ Paid: { version: 2, upcast: { 1: (data) => ({ ...(data as object), entries: ['upcast'] }) } } });
const ENTRIES = [{ kind: 'sale', lines: [{ account: '资产:银行', side: 'debit', amount: 5 }] }];

const recorded = (data: unknown, v = 2): RecordedEvent => ({
  position: '1',
  stream: 's',
  revision: 0,
  id: 'i',
  type: 'Paid',
  contentType: 'application/json',
  data: bytes(data),
  metadata: bytes({ v, commandId: 'c' }),
  recordedAt: '2026-09-21T00:00:00.000Z' as Instant,
});

describe('the entries of an event', () => {
  it('come out of their own stretch of the bytes', () => {
    expect(entriesStretch(bytes({ fact: { key: 'k' }, rules: 1, entries: ENTRIES, standing: {} }))).toEqual(ENTRIES);
    expect(entriesStretch(bytes({ fact: {}, rules: 12, entries: [], standing: {} }))).toEqual([]);
  });

  it('are found among texts that look like them', () => {
    const fact = { note: ',"entries":[1],"standing":{', list: ['},"rules":1,"entries":[2],', 'x,'], key: '\\' };
    expect(entriesStretch(bytes({ fact, rules: 1, entries: ENTRIES, standing: fact }))).toEqual(ENTRIES);
  });

  it('are not taken out of bytes that are laid out otherwise', () => {
    const others = [
      { name: 'a store' },
      { rules: 1, entries: ENTRIES, standing: {}, fact: {} },
      { fact: { a: 1, entries: [1], standing: 2 }, rules: 1, entries: ENTRIES, standing: {} },
      { fact: {}, entries: ENTRIES, rules: 1, standing: {} },
      { fact: {}, rules: 1, entries: ENTRIES },
    ];
    for (const data of others) {
      expect(entriesStretch(bytes(data))).toBeUndefined();
      const { entries = [] } = data as { entries?: unknown[] };
      expect(entriesOf(new LogEvent(recorded(data), codec))).toEqual(entries);
    }
  });

  it('are those of the newest version', () => {
    const data = { fact: {}, rules: 1, entries: ENTRIES, standing: {} };
    expect(entriesOf(new LogEvent(recorded(data), codec))).toEqual(ENTRIES);
    expect(entriesOf(new LogEvent(recorded(data, 1), codec))).toEqual(['upcast']);
    expect(() => entriesOf(new LogEvent(recorded(data, 3), codec))).toThrow('newer than this code');
  });

  it('of a plain event are in its data', () => {
    expect(entriesOf({ ...codec.decode(recorded({ entries: ENTRIES })) })).toEqual(ENTRIES);
    expect(entriesOf({ ...codec.decode(recorded({})) })).toEqual([]);
  });
});

describe('the standing of an event', () => {
  it('comes out of its own stretch of the bytes, also among texts that look like it', () => {
    const standing = { status: 'paid', note: ',"entries":[1],"standing":{"a":1}}' };
    const fact = { note: '},"rules":1,"entries":[2],"standing":{' };
    const data = { fact, rules: 1, entries: ENTRIES, standing };
    expect(standingStretch(bytes(data))).toEqual(standing);
    expect(standingOf(new LogEvent(recorded(data), codec))).toEqual(standing);
  });

  it('is not taken out of bytes that are laid out otherwise', () => {
    const standing = { status: 'paid' };
    const others = [
      { standing, rules: 1, entries: ENTRIES, fact: {} },
      { fact: {}, rules: 1, entries: ENTRIES, standing, more: 1 },
      { fact: {}, rules: 1, entries: [{ kind: 'sale', standing: 1 }], standing },
    ];
    for (const data of others) {
      expect(standingStretch(bytes(data))).toBeUndefined();
      expect(standingOf(new LogEvent(recorded(data), codec))).toEqual(standing);
    }
  });

  it('is that of the newest version; who passes over an event meets what no code knows all the same', () => {
    const data = { fact: {}, rules: 1, entries: ENTRIES, standing: 1 };
    expect(() => standingOf(new LogEvent(recorded(data, 3), codec))).toThrow('newer than this code');
    expect(() => new LogEvent(recorded(data, 3), codec).assertKnown()).toThrow('newer than this code');
    expect(() => new LogEvent(recorded(data, 1), codec).assertKnown()).not.toThrow();
  });
});

describe('an event of the log', () => {
  it('decodes to what the codec decodes', () => {
    const event = recorded({ fact: { key: 'k' }, rules: 1, entries: ENTRIES, standing: { status: 'paid' } });
    const lazy = new LogEvent(event, codec);
    const { position, stream, revision, id, type, data, metadata, recordedAt } = lazy;
    expect({ position, stream, revision, id, type, data, metadata, recordedAt }).toEqual(codec.decode(event));
    expect(lazy.entries).toEqual(ENTRIES);
  });
});
