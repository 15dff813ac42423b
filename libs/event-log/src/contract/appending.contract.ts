import { randomUUID } from 'node:crypto';
import { Fault } from '#kernel';
import { APPEND_LIMIT_BYTES, appendBytes } from '../append-rules.js';
import type { EventLog, ExpectedRevision, NewEvent } from '../event-log.js';
import type { LogTraits } from './log-traits.js';
import { contentOf, everything, newEvent, newEvents, newStream } from './new-events.js';

export function appendingContract(theLog: () => EventLog, traits: LogTraits): void {
  let log: EventLog;
  beforeAll(() => {
    log = theLog();
  });

  const streamOf = async (events: readonly NewEvent[]): Promise<string> => {
    const stream = newStream();
    if (events.length > 0) expect(await log.append(stream, 'no_stream', events)).toMatchObject({ ok: true });
    return stream;
  };

  describe('expected revision', () => {
    it.each<[string, ExpectedRevision, number]>([
      ['no stream, and there is none', 'no_stream', 0],
      ['the first revision of one', 0, 1],
      ['the last of several', 2, 3],
    ])('accepts %s', async (_, expected, present) => {
      const stream = await streamOf(newEvents(present));
      const head = await log.head();
      const events = newEvents(2);
      const result = await log.append(stream, expected, events);
      expect(result).toEqual({ ok: true, revision: present + 1, position: await log.head() });
      expect((await everything(log, head)).map(contentOf)).toEqual(events.map(contentOf));
    });

    it.each<[string, ExpectedRevision, number, ExpectedRevision]>([
      ['a revision of a stream that is not there', 0, 0, 'no_stream'],
      ['no stream where there is one', 'no_stream', 1, 0],
      ['no stream where there is a longer one', 'no_stream', 3, 2],
      ['a revision that others have passed', 0, 3, 2],
      ['a revision that is yet to come', 3, 3, 2],
      ['a revision far off', 2_000_000_000, 1, 0],
    ])('answers a conflict to %s, and writes nothing', async (_, expected, present, actual) => {
      const stream = await streamOf(newEvents(present));
      const head = await log.head();
      expect(await log.append(stream, expected, newEvents(2))).toEqual({ ok: false, reason: 'conflict', actual });
      expect(await log.head()).toBe(head);
      expect(await log.readStream(stream)).toHaveLength(present);
    });
  });

  describe('retry', () => {
    it('gives a stored append the same answer again and stores it once', async () => {
      const stream = newStream();
      const [first, second, third] = [newEvents(1), newEvents(3), newEvents(2)];
      const appends = async (): Promise<unknown[]> => [
        await log.append(stream, 'no_stream', first),
        await log.append(stream, 0, second),
        await log.append(stream, 3, third),
      ];
      const answers = await appends();
      expect(await appends()).toEqual(answers);
      expect((await log.readStream(stream)).map(contentOf)).toEqual([...first, ...second, ...third].map(contentOf));
    });

    it('stores an append once when it is sent twice at the same time', async () => {
      const stream = newStream();
      const events = newEvents(2);
      const [one, other] = await Promise.all([
        log.append(stream, 'no_stream', events),
        log.append(stream, 'no_stream', events),
      ]);
      expect(one).toMatchObject({ ok: true, revision: 1 });
      expect(other).toEqual(one);
      expect(await log.readStream(stream)).toHaveLength(2);
    });

    it('knows an id however its letters are written', async () => {
      const stream = newStream();
      const event = newEvent('', { id: randomUUID().toUpperCase() });
      const stored = await log.append(stream, 'no_stream', [event]);
      expect(await log.append(stream, 'no_stream', [{ ...event, id: event.id.toLowerCase() }])).toEqual(stored);
    });

    it('accepts other metadata: a retry travels under another correlation', async () => {
      const event = newEvent();
      const stream = await streamOf([event]);
      const again = { ...event, metadata: Buffer.from('{"v":1,"correlationId":"another"}') };
      expect(await log.append(stream, 'no_stream', [again])).toMatchObject({ ok: true, revision: 0 });
    });

    it.each<[string, Partial<NewEvent>]>([
      ['other data', { data: Buffer.from('{"text":"other"}') }],
      ['another type', { type: 'OtherThingHappened' }],
      ['another content type', { contentType: 'application/octet-stream' }],
    ])('refuses %s under ids that are stored', async (_, other) => {
      const [first, second] = [newEvent('a'), newEvent('b')];
      const stream = await streamOf([first, second]);
      const answer = { ok: false, reason: 'id_reused', actual: 1 };
      expect(await log.append(stream, 'no_stream', [first, { ...second, ...other }])).toEqual(answer);
      expect((await log.readStream(stream)).map(contentOf)).toEqual([first, second].map(contentOf));
    });

    it('is none when only some ids are the same, or when more was asked for than is stored', async () => {
      const [first, second] = [newEvent('a'), newEvent('b')];
      const stream = await streamOf([first, second]);
      const conflict = { ok: false, reason: 'conflict', actual: 1 };
      expect(await log.append(stream, 'no_stream', [first, newEvent('b')])).toEqual(conflict);
      expect(await log.append(stream, 'no_stream', [newEvent('a'), second])).toEqual(conflict);
      expect(await log.append(stream, 'no_stream', [first, second, newEvent('c')])).toEqual(conflict);
    });

    it('is none at another revision: the same id then is one more event', async () => {
      const event = newEvent();
      const stream = await streamOf([event]);
      expect(await log.append(stream, 0, [event])).toMatchObject({ ok: true, revision: 1 });
    });
  });

  describe('appends at the same time', () => {
    it('to one stream see each other, in the order they were made', async () => {
      const stream = newStream();
      const results = await Promise.all([
        log.append(stream, 'no_stream', newEvents(2)),
        log.append(stream, 1, newEvents(1)),
        log.append(stream, 1, newEvents(1)),
        log.append(stream, 2, newEvents(3)),
        log.append(newStream(), 'no_stream', newEvents(1)),
      ]);
      expect(results.map((result) => (result.ok ? result.revision : result.reason))).toEqual([1, 2, 'conflict', 5, 0]);
      expect((await log.readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3, 4, 5]);
    });

    it('do not suffer from those among them that conflict or can not be stored', async () => {
      const before = await log.head();
      const taken = await streamOf(newEvents(2));
      const good = Array.from({ length: 300 }, () => ({ stream: newStream(), events: newEvents(2) }));
      const bad: Promise<unknown>[] = [];
      const stored = good.map(({ stream, events }, index) => {
        if (index % 100 === 50) bad.push(log.append(taken, 0, newEvents(3)), log.append(taken, 'no_stream', []).catch(String));
        return log.append(stream, 'no_stream', events);
      });
      expect(new Set((await Promise.all(stored)).map(({ ok }) => ok))).toEqual(new Set([true]));
      expect(await Promise.all(bad)).toHaveLength(6);
      expect(await log.readStream(taken)).toHaveLength(2);
      const events = await everything(log, before);
      expect(events).toHaveLength(602);
      const contents = new Map(
        Map.groupBy(
          events.map((event) => ({ event, stream: event.stream })),
          ({ stream }) => stream,
        ),
      );
      for (const { stream, events: appended } of good) {
        expect(contents.get(stream)?.map(({ event }) => contentOf(event))).toEqual(appended.map(contentOf));
      }
    });
  });

  describe('content', () => {
    it('comes back to the byte', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
      const events: NewEvent[] = [
        newEvent('', { data: bytes, metadata: bytes.toReversed(), contentType: 'application/octet-stream' }),
        newEvent('', { data: new Uint8Array(), metadata: new Uint8Array() }),
        newEvent('', { data: Buffer.from('{ "b":1.0,"a":"退款 \\u0000 \u{1F4B0}" }\n') }),
        newEvent('', { data: Buffer.from([0xff, 0xfe, 0x00, 0x5c, 0x78]), type: 'x'.repeat(128) }),
      ];
      const stream = await streamOf(events);
      expect((await log.readStream(stream)).map(contentOf)).toEqual(events.map(contentOf));
      const [head, ...inAll] = (await everything(log)).filter((event) => event.stream === stream);
      expect([head, ...inAll].flatMap((event) => (event ? [contentOf(event)] : []))).toEqual(events.map(contentOf));
    });

    it('stays as it was when the caller uses its bytes again', async () => {
      const data = Buffer.from('{"text":"before"}');
      const stream = await streamOf([newEvent('', { data })]);
      data.fill(0);
      expect(Buffer.from((await log.readStream(stream))[0]?.data ?? []).toString()).toBe('{"text":"before"}');
    });

    it('is accepted just below 1 MiB, and refused at it', async () => {
      const rest = APPEND_LIMIT_BYTES - appendBytes([newEvent('', { data: new Uint8Array() })]);
      const below = newEvent('', { data: new Uint8Array(rest - 1).fill(7) });
      const stream = await streamOf([below]);
      const [stored] = await log.readStream(stream);
      expect(Buffer.compare(stored?.data ?? new Uint8Array(), below.data)).toBe(0);
      await expect(log.append(stream, 0, [newEvent('', { data: new Uint8Array(rest) })])).rejects.toThrow(Fault);
      const halves = [new Uint8Array(rest / 2), new Uint8Array(rest / 2)].map((data) => newEvent('', { data }));
      await expect(log.append(stream, 0, halves)).rejects.toThrow('1 MiB');
    });
  });

  describe('what is no append', () => {
    const streams = [
      '',
      'a b',
      ' a',
      '-a',
      '$all',
      '$ce-order',
      '.a',
      'a/b',
      "a';drop",
      'a\u0000',
      'a\n',
      'ä',
      '订单',
      'a'.repeat(252),
    ];
    it.each(streams)('a stream named %j is a fault', async (name) => {
      await expect(log.append(name, 'no_stream', newEvents(1))).rejects.toThrow(Fault);
    });

    (traits.startsEmpty ? it : it.skip).each(['a', '0', 'order-douyin-4781234567890123456', 'pay_1.2@3:4-5', 'a'.repeat(251)])(
      '%s is a stream',
      async (name) => {
        expect(await log.append(name, 'no_stream', newEvents(1))).toMatchObject({ ok: true });
        expect(await log.readStream(name)).toHaveLength(1);
      },
    );

    it.each<[string, () => [ExpectedRevision, NewEvent[]]]>([
      ['no events', () => ['no_stream', []]],
      ['an id that is no UUID', () => ['no_stream', [newEvent('', { id: 'abc' })]]],
      ['a type with a space', () => ['no_stream', [newEvent('', { type: 'Thing happened' })]]],
      ['a type of the store itself', () => ['no_stream', [newEvent('', { type: '$metadata' })]]],
      ['a negative revision', () => [-1, newEvents(1)]],
      ['a fraction of a revision', () => [0.5, newEvents(1)]],
      ['a revision that is no number', () => [NaN, newEvents(1)]],
      ['a revision beyond 32 bits', () => [2_147_483_647, newEvents(1)]],
    ])('%s is a fault', async (_, append) => {
      await expect(log.append(newStream(), ...append())).rejects.toThrow(Fault);
    });
  });
}
