import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GenericContainer, Network, Wait, getContainerRuntimeClient, type StartedTestContainer } from 'testcontainers';
import { freePort } from '../e2e/support/child-ledger.js';
import { eventually } from '../e2e/support/eventually.js';
import { EVENTSTORE_IMAGE, PORT, type RealServer } from './servers.js';

export interface RealCluster extends RealServer {
  /** A connection string for each node alone: whoever asks one that does not lead is sent to the leader. */
  readonly nodes: readonly string[];
  /** With SIGKILL. Answers when its process is gone, not when there is another leader. */
  killLeader(): Promise<void>;
}

const GENERATOR_IMAGE = 'eventstore/es-gencert-cli:1.0.2';
const NAMES = ['node1', 'node2', 'node3'] as const;
const STARTS_WITHIN_MS = 180_000;
const LEADS_WITHIN_MS = 60_000;

/** Of the node: what it shows to others, and what the authority signed. */
interface Certificates {
  readonly authority: string;
  readonly nodes: readonly { readonly certificate: string; readonly key: string }[];
}

/**
 * Three nodes with TLS and users, as docker/compose.cluster.yml has them and for its reasons: `--insecure` would leave untried
 * what a ledger in production depends on, the authority's file and the administrator who may read $all. The engine must be
 * on this machine: clients are sent to `localhost`.
 */
export async function startCluster(): Promise<RealCluster> {
  const network = await new Network().start();
  const folder = await mkdtemp(join(tmpdir(), 'hezhang-cluster-'));
  const certificates = await makeCertificates();
  const authority = join(folder, 'ca.crt');
  await writeFile(authority, certificates.authority);
  const ports = await Promise.all(NAMES.map(freePort));
  const containers = await Promise.all(
    NAMES.map((name, index) => {
      const files = filesOf(certificates, index);
      return node(name, ports[index] ?? '')
        .withNetwork(network)
        .withCopyContentToContainer(files)
        .start();
    }),
  );
  const urlOf = (hosts: string): string => `esdb://admin:changeit@${hosts}?tls=true&tlsCAFile=${authority}`;
  const hosts = ports.map((port) => `localhost:${port}`);
  await eventually(() => leaderOf(containers), LEADS_WITHIN_MS);
  return {
    url: urlOf(hosts.join()),
    nodes: hosts.map(urlOf),
    killLeader: async () => {
      const leader = await leaderOf(containers);
      const { container } = await getContainerRuntimeClient();
      await container.getById(leader.getId()).kill();
    },
    stop: async () => {
      await Promise.all(containers.map((container) => container.stop()));
      await network.stop();
      await rm(folder, { recursive: true });
    },
  };
}

const node = (name: string, port: string): GenericContainer =>
  new GenericContainer(EVENTSTORE_IMAGE)
    .withNetworkAliases(name)
    .withExposedPorts({ container: PORT, host: Number(port) })
    .withEnvironment({
      EVENTSTORE_CLUSTER_SIZE: String(NAMES.length),
      EVENTSTORE_DISCOVER_VIA_DNS: 'false',
      EVENTSTORE_GOSSIP_SEED: NAMES.filter((other) => other !== name)
        .map((other) => `${other}:${String(PORT)}`)
        .join(),
      EVENTSTORE_NODE_IP: '0.0.0.0',
      EVENTSTORE_REPLICATION_IP: '0.0.0.0',
      EVENTSTORE_NODE_HOST_ADVERTISE_AS: name,
      EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS: name,
      EVENTSTORE_ADVERTISE_HOST_TO_CLIENT_AS: 'localhost',
      EVENTSTORE_ADVERTISE_NODE_PORT_TO_CLIENT_AS: port,
      EVENTSTORE_CERTIFICATE_FILE: '/certificates/node.crt',
      EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE: '/certificates/node.key',
      EVENTSTORE_TRUSTED_ROOT_CERTIFICATES_PATH: '/trusted',
      EVENTSTORE_RUN_PROJECTIONS: 'None',
    })
    .withWaitStrategy(Wait.forHttp('/health/live', PORT).usingTls().allowInsecure().forStatusCode(204))
    .withStartupTimeout(STARTS_WITHIN_MS);

const filesOf = ({ authority, nodes }: Certificates, index: number): { content: string; target: string }[] => [
  { content: authority, target: '/trusted/ca.crt' },
  { content: nodes[index]?.certificate ?? '', target: '/certificates/node.crt' },
  { content: nodes[index]?.key ?? '', target: '/certificates/node.key' },
];

async function makeCertificates(): Promise<Certificates> {
  const generator = await new GenericContainer(GENERATOR_IMAGE)
    .withEntrypoint(['bash', '-c', 'sleep 600'])
    .withUser('0:0')
    .start();
  const run = async (command: string): Promise<string> => {
    const { exitCode, stdout, output } = await generator.exec(['bash', '-c', command]);
    if (exitCode !== 0) throw new Error(`${command}: ${output}`);
    return stdout;
  };
  try {
    await run('es-gencert-cli create-ca -out /tmp/ca');
    const signed = '-ca-certificate /tmp/ca/ca.crt -ca-key /tmp/ca/ca.key -ip-addresses 127.0.0.1';
    const nodes: { certificate: string; key: string }[] = [];
    for (const name of NAMES) {
      await run(`es-gencert-cli create-node ${signed} -out /tmp/${name} -dns-names localhost,${name}`);
      nodes.push({ certificate: await run(`cat /tmp/${name}/node.crt`), key: await run(`cat /tmp/${name}/node.key`) });
    }
    return { authority: await run('cat /tmp/ca/ca.crt'), nodes };
  } finally {
    await generator.stop();
  }
}

/** Asks each node what it takes itself for. @throws where none leads */
async function leaderOf(containers: readonly StartedTestContainer[]): Promise<StartedTestContainer> {
  const ask = ['curl', '--fail', '--silent', '--insecure', `https://localhost:${String(PORT)}/info`];
  for (const container of containers) {
    const { stdout } = await container.exec(ask).catch(() => ({ stdout: '' }));
    if (/"state"\s*:\s*"leader"/i.test(stdout)) return container;
  }
  throw new Error('no node leads');
}
