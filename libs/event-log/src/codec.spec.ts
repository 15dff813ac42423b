import { Fault, type Instant } from '#kernel';
import { EventCodec, deterministicId, type EventSchemas, type MetadataOf } from './codec.js';
import { isEventType } from './append-rules.js';
import type { NewEvent, RecordedEvent } from './event-log.js';

const metadata: MetadataOf = { commandId: 'c1', correlationId: 'r1', actor: 'key:k1' };
const stored = (event: NewEvent, given: Partial<RecordedEvent> = {}): RecordedEvent => ({
  ...event,
  position: '0000000000000001',
  stream: 'thing-1',
  revision: 0,
  recordedAt: '2026-09-21T02:13:20.000Z' as Instant,
  ...given,
});

describe('EventCodec', () => {
  const codec = new EventCodec({ Opened: { version: 1 }, Closed: { version: 1 } });
  const [opened] = codec.encode('thing-1', [{ type: 'Opened', data: { amount: 12990, name: '茶铺' } }], metadata);

  it('brings back what it wrote', () => {
    expect(opened && codec.decode(stored(opened))).toEqual({
      position: '0000000000000001',
      stream: 'thing-1',
      revision: 0,
      id: opened?.id,
      type: 'Opened',
      data: { amount: 12990, name: '茶铺' },
      metadata: { v: 1, ...metadata },
      recordedAt: '2026-09-21T02:13:20.000Z',
    });
  });

  it('writes plain JSON, readable without this code', () => {
    expect(Buffer.from(opened?.data ?? []).toString()).toBe('{"amount":12990,"name":"茶铺"}');
    expect(opened?.contentType).toBe('application/json');
  });

  it.each<[string, Partial<RecordedEvent>]>([
    ['a type', { type: 'Burnt' }],
    ['a type that every object seems to have', { type: 'constructor' }],
    ['a version newer than the code', { metadata: Buffer.from('{"v":2}') }],
    ['no version', { metadata: Buffer.from('{}') }],
  ])('stops at %s that it does not know', (_, given) => {
    expect(() => opened && codec.decode(stored(opened, given))).toThrow(Fault);
  });

  it('stops at data that is no UTF-8 and at data that is no JSON', () => {
    expect(() => opened && codec.decode(stored(opened, { data: Buffer.from([0x22, 0xff, 0x22]) }))).toThrow();
    expect(() => opened && codec.decode(stored(opened, { data: Buffer.from('{') }))).toThrow();
  });

  it('does not write a type that it does not know', () => {
    expect(() => codec.encode('thing-1', [{ type: 'Burnt', data: {} }], metadata)).toThrow('unknown event type Burnt');
  });

  it('joins the types of features, each of which has one owner', () => {
    expect(EventCodec.of({ A: { version: 1 } }, { B: { version: 2 } }).types).toEqual(['A', 'B']);
    expect(() => EventCodec.of({ A: { version: 1 } }, { A: { version: 1 } })).toThrow('two features claim the event type A');
  });
});

describe('An older version', () => {
  const schemas: EventSchemas = {
    Opened: {
      version: 3,
      upcast: {
        1: (data) => ({ ...(data as object), channel: 'unionpay' }),
        2: (data) => ({ ...(data as object), upcasts: `${JSON.stringify(data)} → 3` }),
      },
    },
  };
  const [old] = new EventCodec({ Opened: { version: 1 } }).encode(
    'thing-1',
    [{ type: 'Opened', data: { amount: 1 } }],
    metadata,
  );

  it('is brought up step by step when read', () => {
    expect(old && new EventCodec(schemas).decode(stored(old)).data).toEqual({
      amount: 1,
      channel: 'unionpay',
      upcasts: '{"amount":1,"channel":"unionpay"} → 3',
    });
  });

  it('is told from the newest by its first bytes', () => {
    const newest = new EventCodec(schemas).encode('thing-1', [{ type: 'Opened', data: {} }], metadata)[0];
    expect(newest && new EventCodec(schemas).isNewest(stored(newest))).toBe(true);
    expect(old && new EventCodec(schemas).isNewest(stored(old))).toBe(false);
    expect(newest && new EventCodec({ Opened: { version: 30 } }).isNewest(stored(newest))).toBe(false);
  });

  it('stops the reader when a step is missing', () => {
    const gap: EventSchemas = { Opened: { version: 3, upcast: { 1: (data) => data } } };
    expect(() => old && new EventCodec(gap).decode(stored(old))).toThrow('no upcast of Opened from version 2');
  });
});

describe('Ids of events', () => {
  const codec = new EventCodec({ Opened: { version: 1 }, Closed: { version: 1 } });
  const idsOf = (stream: string, commandId: string, types: string[], amount = 1): string[] =>
    codec
      .encode(
        stream,
        types.map((type) => ({ type, data: { amount } })),
        { ...metadata, commandId },
      )
      .map(({ id }) => id);

  it('are the same for the same command, content and stream, whatever else travels along', () => {
    const [one] = codec.encode('thing-1', [{ type: 'Opened', data: { amount: 1 } }], metadata);
    const [other] = codec.encode('thing-1', [{ type: 'Opened', data: { amount: 1 } }], { ...metadata, correlationId: 'r2' });
    expect(other?.id).toBe(one?.id);
  });

  it('differ by stream, command, place, type and content', () => {
    const all = [
      ...idsOf('thing-1', 'c1', ['Opened', 'Opened']),
      ...idsOf('thing-2', 'c1', ['Opened']),
      ...idsOf('thing-1', 'c2', ['Opened']),
      ...idsOf('thing-1', 'c1', ['Closed']),
      ...idsOf('thing-1', 'c1', ['Opened'], 2),
    ];
    expect(new Set(all).size).toBe(6);
  });

  it('are UUIDs of version 8, of their parts and not of their seams', () => {
    expect(deterministicId('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(deterministicId('ab', 'c')).not.toBe(deterministicId('a', 'bc'));
    expect(deterministicId('1:a')).not.toBe(deterministicId('', 'a'));
    expect(deterministicId('茶')).toBe(deterministicId(Buffer.from('茶')));
    // printf '3:茶2:ab1:c' | sha256sum
    expect(deterministicId('茶', Buffer.from('ab'), 'c')).toBe('e546a5fc-1033-86a3-bbcd-e045951d37bf');
  });
});

describe('Types of events', () => {
  it.each(['PaymentCaptured', 'a', 'A.b-c_d1'])('%s is one', (type) => {
    expect(isEventType(type)).toBe(true);
  });
  it.each(['', '1a', '$metadata', 'a b', 'a\n', 'ä', 'x'.repeat(129)])('%j is none', (type) => {
    expect(isEventType(type)).toBe(false);
  });
});
