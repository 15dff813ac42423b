import { setTimeout as sleep } from 'node:timers/promises';
import { EventStoreDbEventLog } from '#event-log';
import { EVENTSTOREDB, eventLogContract, everything, keepWriting, newEvents, newStream } from '#event-log/testing';
import { eventually } from '../e2e/support/eventually.js';
import { startCluster, type RealCluster } from './cluster.js';
import { dockerAnswers, whereDockerAnswers } from './servers.js';

/** Pulling images and an election take their time. */
jest.setTimeout(600_000);

const NAME = 'EventStoreDbEventLog on a real cluster';
const WRITERS = 16;
const ELECTION_WITHIN_MS = 60_000;

whereDockerAnswers(NAME, dockerAnswers(), () => {
  eventLogContract(
    NAME,
    async () => {
      const cluster = await startCluster();
      const log = await EventStoreDbEventLog.open({ connectionString: cluster.url });
      const clear = async (): Promise<void> => {
        await log.close();
        await cluster.stop();
      };
      return { log, clear };
    },
    { ...EVENTSTOREDB, startsEmpty: true },
  );

  describe(`${NAME}, node by node`, () => {
    let cluster: RealCluster;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    afterAll(() => cluster.stop());

    it('appends and reads through whichever node it is pointed at', async () => {
      for (const connectionString of cluster.nodes) {
        const log = await EventStoreDbEventLog.open({ connectionString });
        const stream = newStream();
        expect(await log.append(stream, 'no_stream', newEvents(2))).toMatchObject({ ok: true, revision: 1 });
        expect(await log.readStream(stream)).toHaveLength(2);
        await log.close();
      }
    });

    it('loses and doubles nothing where the leader is killed under load, and goes on', async () => {
      const log = await EventStoreDbEventLog.open({ connectionString: cluster.url }, { outageAfterMs: ELECTION_WITHIN_MS });
      const before = (await everything(log)).map(({ id }) => id);
      const writing = keepWriting(log, WRITERS);
      await sleep(1_000);
      await cluster.killLeader();
      const atKill = writing.acknowledged;
      // More than what was under way may have brought.
      await eventually(
        () => (writing.acknowledged > atKill + 10 * WRITERS ? Promise.resolve() : Promise.reject(new Error('nothing goes on'))),
        ELECTION_WITHIN_MS,
      );
      const acknowledged = await writing.stop();
      const stored = (await everything(log)).map(({ id }) => id);
      expect(stored.toSorted()).toEqual([...before, ...acknowledged].toSorted());
      await log.close();
    });
  });
});
