import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Fault } from '#kernel';
import { followed } from '../contract/following.contract.js';
import { expectInOrder } from '../contract/log-traits.js';
import { collected, everything, newEvent, newEvents, newStream } from '../contract/new-events.js';
import { START, type Batch } from '../event-log.js';
import { openEventStoreDbClient } from './eventstoredb-client.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { logPositionOf, positionOf } from './log-position.js';
import { systemEvent } from './testing/double-store.js';
import { EventStoreDouble } from './testing/event-store-double.js';

describe('EventStoreDbEventLog', () => {
  let double: EventStoreDouble;
  let log: EventStoreDbEventLog;
  beforeEach(async () => {
    double = await EventStoreDouble.start();
    log = await EventStoreDbEventLog.open({ connectionString: double.url });
  });
  afterEach(async () => {
    await log.close();
    double.goDown();
  });

  const reopened = (): Promise<EventStoreDbEventLog> => EventStoreDbEventLog.open({ connectionString: double.url });
  const links = (count: number): void => {
    double.store.write(
      '$ce-thing',
      Array.from({ length: count }, (_, index) => systemEvent('$>', `${String(index)}@thing`)),
    );
  };

  it('looks up where an append stands when the answer does not say', async () => {
    const stream = newStream();
    double.faults.leaveOutPosition = 1_000;
    const result = await log.append(stream, 'no_stream', newEvents(2));
    expect(double.faults.leaveOutPosition).toBe(999);
    expect(result).toEqual({ ok: true, revision: 1, position: await log.head() });
  });

  it('reads nothing where an append is stored', async () => {
    await log.append(newStream(), 'no_stream', newEvents(1));
    const before = double.reads.sent;
    const stream = newStream();
    const events = newEvents(3);
    await log.append(stream, 'no_stream', events);
    await log.append(stream, 'no_stream', events);
    expect(double.reads.sent).toBe(before);
  });

  it('asks the leader for whatever a command stands on; anybody may be followed', async () => {
    const stream = newStream();
    await log.append(stream, 'no_stream', newEvents(1));
    await log.append(stream, 'no_stream', newEvents(1));
    await Promise.all([log.readStream(stream), log.head(), everything(log)]);
    expect(new Set(double.askedOfAnyNode)).toEqual(new Set(['subscribe']));
  });

  describe('and what the store writes for itself', () => {
    it('shows none of it, and passes it over to the head', async () => {
      double.faults.links = true;
      const stream = newStream();
      await log.append(stream, 'no_stream', newEvents(20));
      const stored = await log.append(stream, 19, newEvents(1));
      links(3_000);
      expect(stored).toMatchObject({ ok: true, position: await log.head() });
      const events = await everything(log);
      expect(events.map(({ revision }) => revision)).toEqual(Array.from({ length: 21 }, (_, index) => index));
      expect(events.at(-1)?.position).toBe(await log.head());
    });

    it('is at the start where nothing else was ever written', async () => {
      links(1_200);
      expect(await log.head()).toBe(START);
      expect(await collected(log.readAll(START))).toEqual([{ events: [], checkpoint: START, caughtUp: true }]);
    });

    it('keeps a subscriber moving over long stretches, across a lost connection', async () => {
      links(5_000);
      const stop = new AbortController();
      const batches: Batch[] = [];
      for await (const batch of log.subscribeAll(START, { signal: stop.signal })) {
        batches.push(batch);
        if (batch.events.length > 0) stop.abort();
        else if (batch.caughtUp) {
          double.dropCalls();
          await log.append(newStream(), 'no_stream', newEvents(1));
        }
      }
      const [first] = batches;
      expect(first).toMatchObject({ events: [], caughtUp: false });
      expect(logPositionOf(first?.checkpoint ?? '')?.commit).toBe(double.store.records[999]?.position);
      expect(double.reads.subscribedAfter).toBe(double.store.records[4_999]?.position);
      expect(batches.flatMap(({ events }) => events)).toHaveLength(1);
      const checkpoints = batches.map(({ checkpoint }) => checkpoint);
      expect(checkpoints).toEqual(checkpoints.toSorted());
    });
  });

  it('makes the server wait for a slow reader, and gives it everything in the end', async () => {
    const [count, bytes] = [4_000, 10_000];
    const event = (): ReturnType<typeof newEvent> => newEvent('', { data: new Uint8Array(bytes) });
    for (let sent = 0; sent < count; sent += 50) await log.append(newStream(), 'no_stream', Array.from({ length: 50 }, event));
    const before = double.reads.sent;
    const stop = new AbortController();
    const batches = log.subscribeAll(START, { signal: stop.signal, batchSize: 10 })[Symbol.asyncIterator]();
    const first = await batches.next();
    let ahead = -1;
    while (ahead !== double.reads.sent) {
      ahead = double.reads.sent;
      await sleep(300);
    }
    expect(ahead - before).toBeLessThan(count / 2);
    const seen = [...(first.value as Batch).events];
    while (seen.length < count) seen.push(...((await batches.next()).value as Batch).events);
    stop.abort();
    expectInOrder(seen);
    expect(seen).toHaveLength(count);
  });

  it('keeps its events over a restart of the server', async () => {
    const events = newEvents(3);
    const stream = newStream();
    const stored = await log.append(stream, 'no_stream', events);
    const reading = followed(log, START, 4);
    double.goDown();
    await double.comeUp();
    expect(await log.append(stream, 'no_stream', events)).toEqual(stored);
    await log.append(stream, 2, newEvents(1));
    expectInOrder(await reading);
    expect(await log.readStream(stream)).toHaveLength(4);
  });

  it('stops at an event that somebody else wrote', async () => {
    double.store.write('theirs-1', [
      {
        id: randomUUID(),
        type: 'Theirs',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.from('{}'),
      },
    ]);
    await expect(log.readStream('theirs-1')).rejects.toThrow('an EventStoreDB of its own');
    await expect(everything(log)).rejects.toThrow(Fault);
    await expect(collected(log.subscribeAll(START))).rejects.toThrow(Fault);
  });

  it('takes a refused user for a fault, at once: trying again does not help', async () => {
    double.faults.refusing = true;
    await expect(reopened()).rejects.toThrow(Fault);
    await expect(log.readStream('thing-1')).rejects.toThrow('refuses the user');
    await expect(collected(log.subscribeAll(START))).rejects.toThrow('refuses the user');
    const append = log.append('thing-1', 'no_stream', newEvents(1));
    await expect(append).rejects.toThrow(Fault);
  });

  it('stops at a stream that has lost its beginning', async () => {
    const stream = newStream();
    await log.append(stream, 'no_stream', newEvents(3));
    const truncated = await EventStoreDbEventLog.open(
      { connectionString: double.url },
      {
        openClient: (connectionString) => {
          const client = openEventStoreDbClient(connectionString);
          return Object.assign(Object.create(client) as typeof client, {
            readStream: async (...asked: Parameters<typeof client.readStream>) => (await client.readStream(...asked)).slice(1),
          });
        },
      },
    );
    await expect(truncated.readStream(stream)).rejects.toThrow(`${stream} lacks its revision 0`);
    await truncated.close();
  });

  describe('is not opened on a store that lets events go', () => {
    it.each<[string, string, object]>([
      ['for all streams, by count', '$all', { $maxCount: 10 }],
      ['for all streams of users, by age', '$streams', { $maxAge: 60 }],
      ['by age', 'thing-1', { $maxAge: 60 }],
      ['before a revision', 'thing-1', { $tb: 1 }],
      ['and by a cache of stale reads', 'thing-1', { $cacheControl: 10 }],
    ])('%s', async (_, stream, metadata) => {
      await log.append('thing-1', 'no_stream', newEvents(2));
      double.setMetadata(stream, metadata);
      links(600);
      await log.append('thing-1', 1, newEvents(1));
      await expect(reopened()).rejects.toThrow(`${stream} has ${Object.keys(metadata).join()}`);
    });

    it('in the defaults of the store, which may say who may do what', async () => {
      double.store.write('$settings', [systemEvent('update-default-acl', '{"$userStreamAcl":{"$r":"$all"}}')]);
      await (await reopened()).close();
      double.store.write('$settings', [systemEvent('settings', '{"$maxCount":10}')]);
      await expect(reopened()).rejects.toThrow('$settings has $maxCount');
    });

    it('but on one whose settings say other things, or did so earlier', async () => {
      await log.append('thing-1', 'no_stream', newEvents(2));
      double.setMetadata('thing-1', { $maxCount: 10 });
      double.setMetadata('thing-1', { $acl: { $r: 'ops' } });
      await (await reopened()).close();
    });
  });

  it('orders positions as text', () => {
    const positions = [
      { commit: 9n, prepare: 9n },
      { commit: 10n, prepare: 2n },
      { commit: 10n, prepare: 10n },
      { commit: 2n ** 62n, prepare: 0n },
    ];
    const texts = positions.map(positionOf);
    expect(texts).toEqual(texts.toSorted());
    expect(texts.map(logPositionOf)).toEqual(positions);
    expect(() => logPositionOf('9'.repeat(38))).toThrow(Fault);
  });
});
