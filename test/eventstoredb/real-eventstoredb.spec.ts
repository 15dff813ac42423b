import { spawnSync } from 'node:child_process';
import { GenericContainer, Wait } from 'testcontainers';
import { EventStoreDbEventLog } from '#event-log';
import { EVENTSTOREDB, eventLogContract } from '#event-log/testing';

/** A server of its own, with nothing in it but what these tests write. */
const GIVEN = process.env['EVENTSTORE_TEST_URL'];
const IMAGE = 'eventstore/eventstore:23.10-jammy';
const PORT = 2113;

/** Pulling an image takes its time. */
jest.setTimeout(300_000);

interface RealServer {
  readonly url: string;
  stop(): Promise<unknown>;
}

async function startContainer(): Promise<RealServer> {
  const container = await new GenericContainer(IMAGE)
    .withCommand(['--insecure', '--mem-db'])
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
    .start();
  const url = `esdb://${container.getHost()}:${String(container.getMappedPort(PORT))}?tls=false`;
  return { url, stop: () => container.stop() };
}

/** Asked in a process of its own: whether tests run or are skipped must be known before the first of them. */
function dockerAnswers(): boolean {
  const ask = "require('testcontainers').getContainerRuntimeClient().then(() => process.exit(0), () => process.exit(1))";
  return spawnSync(process.execPath, ['-e', ask]).status === 0;
}

const startServer = GIVEN !== undefined ? () => Promise.resolve({ url: GIVEN, stop: () => Promise.resolve() }) : startContainer;

if (GIVEN !== undefined || dockerAnswers()) {
  eventLogContract(
    `EventStoreDbEventLog on a real EventStoreDB (${GIVEN ?? IMAGE})`,
    async () => {
      const server = await startServer();
      const log = await EventStoreDbEventLog.open({ connectionString: server.url });
      return {
        log,
        clear: async () => {
          await log.close();
          await server.stop();
        },
      };
    },
    { ...EVENTSTOREDB, startsEmpty: GIVEN === undefined },
  );
} else {
  const why = 'skipped, no EVENTSTORE_TEST_URL and no Docker engine';
  process.stderr.write(`real EventStoreDB: ${why}\n`);
  describe('real EventStoreDB', () => {
    it.skip(why, () => undefined);
  });
}
