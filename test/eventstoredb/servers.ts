import { spawnSync } from 'node:child_process';
import { GenericContainer, Wait, type StartedTestContainer } from 'testcontainers';

/** A server, or a cluster of them, with nothing in it but what these tests write. */
export interface RealServer {
  readonly url: string;
  stop(): Promise<unknown>;
}

/** Asked in a process of its own: whether tests run or are skipped must be known before the first of them. */
export function dockerAnswers(): boolean {
  const ask = "require('testcontainers').getContainerRuntimeClient().then(() => process.exit(0), () => process.exit(1))";
  return spawnSync(process.execPath, ['-e', ask]).status === 0;
}

export const PORT = 2113;

/** Tests where an engine answers; elsewhere one that says by name that they were skipped. */
export function whereDockerAnswers(name: string, isThere: boolean, tests: () => void): void {
  if (isThere) {
    tests();
    return;
  }
  const why = 'skipped, there is no Docker engine';
  process.stderr.write(`${name}: ${why}\n`);
  describe(name, () => {
    it.skip(why, () => undefined);
  });
}

/** The oldest server that is supported, and the one that docker/compose.cluster.yml runs. */
export const EVENTSTORE_IMAGE = 'eventstore/eventstore:23.10.8-bookworm-slim';

/** The newest has the same settings under another prefix. */
export const SINGLE_NODES = [
  { image: EVENTSTORE_IMAGE, prefix: 'EVENTSTORE' },
  { image: 'kurrentplatform/kurrentdb:26.1.2', prefix: 'KURRENTDB' },
] as const;

export async function startNode({ image, prefix }: (typeof SINGLE_NODES)[number]): Promise<RealServer> {
  const container = await new GenericContainer(image)
    .withEnvironment({ [`${prefix}_INSECURE`]: 'true', [`${prefix}_MEM_DB`]: 'true', [`${prefix}_RUN_PROJECTIONS`]: 'None' })
    .withExposedPorts(PORT)
    .withWaitStrategy(Wait.forHttp('/health/live', PORT).forStatusCode(204))
    .start();
  return { url: `esdb://${addressOf(container)}?tls=false`, stop: () => container.stop() };
}

const addressOf = (container: StartedTestContainer): string =>
  `${container.getHost()}:${String(container.getMappedPort(PORT))}`;
