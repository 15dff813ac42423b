import { EventStoreDbEventLog } from '#event-log';
import { EVENTSTOREDB, eventLogContract, type LogUnderTest } from '#event-log/testing';
import { SINGLE_NODES, dockerAnswers, startNode, whereDockerAnswers, type RealServer } from './servers.js';

/** A server of its own, with nothing in it but what these tests write. */
const GIVEN = process.env['EVENTSTORE_TEST_URL'];

/** Pulling an image takes its time. */
jest.setTimeout(300_000);

async function logOn(server: RealServer): Promise<LogUnderTest> {
  const log = await EventStoreDbEventLog.open({ connectionString: server.url });
  const clear = async (): Promise<void> => {
    await log.close();
    await server.stop();
  };
  return { log, clear };
}

const nameOn = (where: string): string => `EventStoreDbEventLog on a real server (${where})`;

if (GIVEN !== undefined) {
  const given = { url: GIVEN, stop: () => Promise.resolve() };
  eventLogContract(nameOn(GIVEN), () => logOn(given), { ...EVENTSTOREDB, startsEmpty: false });
} else {
  const isThere = dockerAnswers();
  for (const node of SINGLE_NODES) {
    const name = nameOn(node.image);
    whereDockerAnswers(name, isThere, () =>
      eventLogContract(name, async () => logOn(await startNode(node)), { ...EVENTSTOREDB, startsEmpty: true }),
    );
  }
}
