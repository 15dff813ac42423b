import { setTimeout as sleep } from 'node:timers/promises';
import { followed } from '../contract/following.contract.js';
import { keepWriting } from '../contract/keep-writing.js';
import { everything, newEvents, newStream } from '../contract/new-events.js';
import { START } from '../event-log.js';
import { EventStoreDbEventLog } from './eventstoredb-event-log.js';
import { EventStoreDouble } from './testing/event-store-double.js';

describe('EventStoreDbEventLog on several nodes', () => {
  let one: EventStoreDouble;
  let two: EventStoreDouble;
  let log: EventStoreDbEventLog;
  const open = async (connectionString: string): Promise<EventStoreDbEventLog> =>
    EventStoreDbEventLog.open({ connectionString }, { outageAfterMs: 60_000, answerWithinMs: 1_000 });
  beforeEach(async () => {
    one = await EventStoreDouble.start();
    two = await EventStoreDouble.start({ besides: one });
  });
  afterEach(async () => {
    await log.close();
    one.goDown();
    two.goDown();
  });

  const lead = (leader: EventStoreDouble): void => {
    for (const node of [one, two]) node.faults.leader = node === leader ? undefined : leader.node;
  };
  const cluster = (): string => one.url.replace('?', `,${two.node.host}:${String(two.node.port)}?`);

  it('goes to the leader that a node sends it to, for all that a command stands on', async () => {
    lead(two);
    log = await open(one.url);
    const stream = newStream();
    expect(await log.append(stream, 'no_stream', newEvents(2))).toMatchObject({ ok: true, revision: 1 });
    expect(await log.readStream(stream)).toHaveLength(2);
    expect(await log.head()).toBe((await everything(log)).at(-1)?.position);
  });

  it('follows on a node that does not lead', async () => {
    lead(two);
    log = await open(one.url);
    const reading = followed(log, START, 2);
    await log.append(newStream(), 'no_stream', newEvents(2));
    expect(await reading).toHaveLength(2);
    expect(two.askedOfAnyNode).toEqual([]);
    expect(one.askedOfAnyNode).toEqual(['subscribe']);
  });

  it.each<[string, (old: EventStoreDouble) => void]>([
    ['stays and says so', () => undefined],
    ['is gone', (old) => old.goDown()],
  ])('stores each append once while the lead changes hands and who had it %s', async (_, leave) => {
    lead(one);
    log = await open(cluster());
    const writing = keepWriting(log, 16);
    const eachWrote = async (): Promise<void> => {
      const enough = writing.acknowledged + 32;
      while (writing.acknowledged < enough) await sleep(5);
    };
    for (const leader of [two, one, two]) {
      await eachWrote();
      one.faults.loseAnswers = two.faults.loseAnswers = 1;
      lead(leader);
    }
    leave(one);
    await eachWrote();
    const acknowledged = await writing.stop();
    const stored = (await everything(log)).map(({ id }) => id);
    expect(stored.toSorted()).toEqual(acknowledged.toSorted());
  });

  it.each(['notReady', 'timeOut'] as const)('asks again where the leader answers %s, and stores once', async (fault) => {
    lead(one);
    log = await open(cluster());
    one.faults[fault] = 3;
    const stream = newStream();
    const results = await Promise.all([
      log.append(stream, 'no_stream', newEvents(2)),
      log.append(stream, 1, newEvents(1)),
      log.append(newStream(), 'no_stream', newEvents(1)),
    ]);
    expect(one.faults[fault]).toBe(0);
    expect(results).toMatchObject([{ revision: 1 }, { revision: 2 }, { revision: 0 }]);
    expect(await everything(log)).toHaveLength(4);
  });
});
