import { setTimeout as sleep } from 'node:timers/promises';
import { status } from '@grpc/grpc-js';
import { Outage } from '#kernel';
import { followed } from '../contract/following.contract.js';
import { keepWriting } from '../contract/keep-writing.js';
import { expectInOrder } from '../contract/log-traits.js';
import { everything, newEvent, newEvents, newStream } from '../contract/new-events.js';
import { START } from '../event-log.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { EventStoreDouble } from './testing/event-store-double.js';

describe('EventStoreDbEventLog in outages', () => {
  let double: EventStoreDouble;
  let log: EventStoreDbEventLog;
  const logs: EventStoreDbEventLog[] = [];
  const open = async (options: Parameters<typeof EventStoreDbEventLog.open>[1] = {}): Promise<EventStoreDbEventLog> => {
    const opened = await EventStoreDbEventLog.open({ connectionString: double.url }, options);
    logs.push(opened);
    return opened;
  };
  beforeEach(async () => {
    double = await EventStoreDouble.start();
    log = await open({ outageAfterMs: 60_000, answerWithinMs: 1_000 });
  });
  afterEach(async () => {
    await Promise.all(logs.splice(0).map((opened) => opened.close()));
    double.goDown();
  });

  const idsStored = async (): Promise<string[]> => (await everything(log)).map(({ id }) => id);

  it('stores every acknowledged append exactly once, however often calls are dropped in the middle', async () => {
    const following = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const { events } of log.subscribeAll(START, { signal: following.signal }))
        seen.push(...events.map(({ id }) => id));
    })();
    const writing = keepWriting(log, 64);
    for (let cut = 0; cut < 24; cut += 1) {
      await sleep(20 + 3 * cut);
      double.faults.loseAnswers = cut % 3;
      double.faults.loseRequests = cut % 2;
      if (cut % 6 === 5) {
        double.goDown();
        await sleep(50);
        await double.comeUp();
      } else {
        double.dropCalls(cut % 2 === 0 ? status.CANCELLED : status.UNAVAILABLE);
      }
    }
    const acknowledged = await writing.stop();
    const events = await everything(log);
    expectInOrder(events);
    const stored = events.map(({ id }) => id);
    expect(stored.toSorted()).toEqual(acknowledged.toSorted());
    while (seen.length < stored.length) await sleep(20);
    following.abort();
    await reading;
    expect(seen).toEqual(stored);
  });

  it('finds out what became of appends whose answer is lost', async () => {
    const stream = newStream();
    await log.append(stream, 'no_stream', newEvents(1));
    double.faults.loseAnswers = 2;
    const results = await Promise.all([
      log.append(stream, 0, newEvents(2)),
      log.append(stream, 2, newEvents(1)),
      log.append(stream, 2, newEvents(1)),
      ...Array.from({ length: 200 }, () => log.append(newStream(), 'no_stream', newEvents(1))),
    ]);
    expect(double.faults.loseAnswers).toBe(0);
    expect(results.slice(0, 3)).toMatchObject([{ ok: true, revision: 2 }, { ok: true, revision: 3 }, { reason: 'conflict' }]);
    expect(results.slice(3).filter(({ ok }) => ok)).toHaveLength(200);
    expect(new Set(await idsStored()).size).toBe(204);
    expect(await idsStored()).toHaveLength(204);
  });

  it('sends appends that never arrived again in their order', async () => {
    const stream = newStream();
    double.faults.loseRequests = 3;
    const results = await Promise.all([
      log.append(stream, 'no_stream', newEvents(2)),
      log.append(stream, 1, newEvents(1)),
      log.append(stream, 2, newEvents(1)),
    ]);
    expect(double.faults.loseRequests).toBe(0);
    expect(results).toMatchObject([{ revision: 1 }, { revision: 2 }, { revision: 3 }]);
  });

  it('asks again where the server drops an append without a word, as it does with a retry that is not replicated yet', async () => {
    double.faults.ignoreAppends = 1;
    expect(await log.append(newStream(), 'no_stream', newEvents(2))).toMatchObject({ ok: true, revision: 1 });
    expect(double.faults.ignoreAppends).toBe(0);
    expect(await idsStored()).toHaveLength(2);
  });

  it.each<[string, (away: EventStoreDouble) => void]>([
    ['is not there', (away) => away.goDown()],
    ['says that it is unavailable', (away) => away.beUnavailable()],
    ['falls silent', (away) => void (away.faults.silent = true)],
  ])('says Outage when the server %s for too long, and works again when it is back', async (_, goAway) => {
    const impatient = await open({ outageAfterMs: 800, answerWithinMs: 300 });
    const stream = newStream();
    await impatient.append(newStream(), 'no_stream', newEvents(1));
    goAway(double);
    const append = newEvents(1);
    const asked = [
      impatient.append(stream, 'no_stream', append),
      impatient.readStream(stream),
      impatient.head(),
      everything(impatient),
    ];
    for (const result of await Promise.allSettled(asked)) {
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(Outage) as unknown });
    }
    Object.assign(double.faults, { unavailable: false, silent: false });
    double.goDown();
    await double.comeUp();
    expect(await impatient.append(stream, 'no_stream', append)).toMatchObject({ ok: true, revision: 0 });
    expect(await impatient.readStream(stream)).toHaveLength(1);
  });

  it('keeps a subscription through an outage of any length', async () => {
    const reading = followed(log, START, 3);
    await log.append(newStream(), 'no_stream', newEvents(2));
    double.goDown();
    await sleep(1_500);
    await double.comeUp();
    double.beUnavailable();
    await sleep(300);
    double.faults.unavailable = false;
    expect(await log.append(newStream(), 'no_stream', newEvents(1))).toMatchObject({ ok: true });
    expectInOrder(await reading);
    expect(await reading).toHaveLength(3);
  });

  it('ends a subscription that is aborted while the server is away', async () => {
    const stop = new AbortController();
    const batches = log.subscribeAll(START, { signal: stop.signal })[Symbol.asyncIterator]();
    await batches.next();
    double.goDown();
    const next = batches.next();
    await sleep(200);
    stop.abort();
    expect(await next).toMatchObject({ done: true });
  });

  it('takes only so many waiting appends while the server is away', async () => {
    const small = await open({ outageAfterMs: 500, answerWithinMs: 300, queueBytes: 50_000 });
    double.goDown();
    const event = (): ReturnType<typeof newEvent> => newEvent('', { data: new Uint8Array(9_900) });
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => small.append(newStream(), 'no_stream', [event()])),
    );
    const reasons = results.map((result) => (result.status === 'rejected' ? String(result.reason) : 'stored'));
    expect(reasons.filter((reason) => reason.includes('faster'))).toHaveLength(3);
    expect(reasons.filter((reason) => reason.includes('away'))).toHaveLength(5);
  });

  it('finds the leader by gossip, also where the first looks for it failed', async () => {
    const connectionString = `${double.discoveredUrl}&maxDiscoverAttempts=2&discoveryInterval=20`;
    const discovering = await EventStoreDbEventLog.open({ connectionString }, { outageAfterMs: 60_000 });
    logs.push(discovering);
    double.goDown();
    const append = discovering.append(newStream(), 'no_stream', newEvents(1));
    await sleep(1_000);
    await double.comeUp();
    expect(await append).toMatchObject({ ok: true, revision: 0 });
  });

  it('is not opened on a server that is not there', async () => {
    double.goDown();
    await expect(open({ outageAfterMs: 300 })).rejects.toThrow(Outage);
  });

  it('does not let the broken stream of one client spoil the appends of another', async () => {
    const other = await EventStoreDouble.start();
    const elsewhere = await EventStoreDbEventLog.open({ connectionString: other.url });
    logs.push(elsewhere);
    await Promise.all([log, elsewhere].map((each) => each.append(newStream(), 'no_stream', newEvents(1))));
    other.faults.holdAnswers = true;
    const stream = newStream();
    const held = elsewhere.append(stream, 'no_stream', newEvents(2));
    while (other.store.stream(stream).length === 0) await sleep(5);
    double.dropCalls(status.UNAVAILABLE);
    await sleep(50);
    other.releaseAnswers();
    expect(await held).toMatchObject({ ok: true, revision: 1 });
    expect(await elsewhere.readStream(stream)).toHaveLength(2);
    expect(await log.append(newStream(), 'no_stream', newEvents(1))).toMatchObject({ ok: true });
    other.goDown();
  });

  it('survives when the stream of appends breaks while it is full', async () => {
    const patient = await open();
    await patient.append(newStream(), 'no_stream', newEvents(1));
    const large = (): ReturnType<typeof newEvent> => newEvent('', { data: new Uint8Array(900_000) });
    const appends = Array.from({ length: 50 }, () => patient.append(newStream(), 'no_stream', [large()]));
    while (double.store.records.length < 6) await sleep(1);
    double.dropCalls(status.UNAVAILABLE);
    expect((await Promise.all(appends)).filter(({ ok }) => ok)).toHaveLength(50);
    expect(new Set(await idsStored()).size).toBe(51);
  });
});
