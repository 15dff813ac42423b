import { composeFaults } from './compose-rules.js';
import { COMPOSE_FILES, composeOf, interpolated, textOf, versionOf, yamlOf, type Compose, type Service } from './files.js';

const cluster = composeOf('compose.cluster.yml');

describe.each(COMPOSE_FILES)('%s', (path) => {
  it('has pinned images, confined processes, health checks, known settings and files that are there', () => {
    expect(composeFaults(composeOf(path))).toEqual([]);
  });

  it('uses every volume that it declares', () => {
    const { services, volumes = {} } = composeOf(path);
    const used = new Set(Object.values(services).flatMap(({ volumes: of = [] }) => of.map((volume) => volume.split(':')[0])));
    expect(Object.keys(volumes).filter((name) => !used.has(name))).toEqual([]);
  });
});

describe('the rules for Compose files catch', () => {
  const planted = (name: string, change: Service): string[] => {
    const { services, ...rest } = cluster;
    const compose: Compose = { ...rest, services: { ...services, [name]: { ...services[name], ...change } } };
    return composeFaults(compose);
  };
  const environmentOf = (name: string, more: object): Service => ({
    environment: { ...cluster.services[name]?.environment, ...(more as Record<string, string>) },
  });

  it.each<[string, string, Service]>([
    ['an image of no version', 'proxy', { image: 'haproxy' }],
    ['the latest image', 'grafana', { image: 'grafana/grafana:latest' }],
    ['another version of ours', 'server1', { image: 'hezhang:9.9.9' }],
    ['a root that can be written', 'server1', { read_only: false }],
    ['capabilities', 'projector1', { cap_drop: [] }],
    ['root', 'proxy', { user: '0:0' }],
    ['a projector that is asked at the server’s port', 'projector1', { healthcheck: { test: ['CMD', 'node', 'healthy.mjs'] } }],
    ['a setting that nobody reads', 'server2', environmentOf('server2', { HEZHANG_PROJECTR: 'off' })],
    ['a server that projects too', 'server2', environmentOf('server2', { HEZHANG_PROJECTOR: 'on' })],
    ['a host that is not there', 'server2', environmentOf('server2', { DATABASE_URL: 'postgres://a:b@nowhere:5432/x' })],
    ['a file that is not there', 'proxy', { volumes: ['./haproxy.cfg:/x:ro'] }],
    ['a volume that is not declared', 'server1', { volumes: ['keys:/data'] }],
    ['checkpoints that go with their container', 'projector1', { volumes: ['trusted:/trusted:ro'] }],
    ['a port that is open to all', 'proxy', { ports: ['3000:3000'] }],
  ])('%s', (_, name, change) => {
    expect(planted(name, change)).toHaveLength(1);
  });

  it('projectors that sign with keys of their own', () => {
    expect(planted('projector2', environmentOf('projector2', { HEZHANG_AUDIT_KEY: '' }))).toEqual([
      'projector1: signs with a key of its own',
      'projector2: signs with a key of its own',
    ]);
  });

  it('a service without a health check', () => {
    const { healthcheck: _, ...unchecked } = cluster.services['postgres-replica'] ?? {};
    expect(composeFaults({ ...cluster, services: { ...cluster.services, other: unchecked } })).toEqual([
      'other: has no health check',
    ]);
  });
});

describe('the cluster', () => {
  const names = Object.keys(cluster.services);
  const targets = /^\s*server \w+ ([\w-]+):(\d+)/gm;
  const proxy = textOf('haproxy/haproxy.cfg');

  it('has three nodes that know each other and have certificates in their names', () => {
    const nodes = names.filter((name) => name.startsWith('eventstore'));
    expect(nodes).toHaveLength(3);
    for (const node of nodes) {
      const { environment = {} } = cluster.services[node] ?? {};
      const others = nodes.filter((other) => other !== node).map((other) => `${other}:2113`);
      expect(environment).toMatchObject({
        EVENTSTORE_CLUSTER_SIZE: 3,
        EVENTSTORE_NODE_HOST_ADVERTISE_AS: node,
        EVENTSTORE_GOSSIP_SEED: others.join(','),
        EVENTSTORE_CERTIFICATE_FILE: `/certificates/${node}/node.crt`,
      });
      expect(environment).not.toHaveProperty('EVENTSTORE_INSECURE');
    }
    expect(textOf('eventstore/make-certificates.sh')).toContain(`for node in ${nodes.join(' ')};`);
    expect(interpolated(cluster.services['server1']?.environment?.['EVENTSTORE_URL'] ?? '')).toContain('?tls=true&');
  });

  it('has a proxy before both servers and before replica and primary', () => {
    const found = [...proxy.matchAll(targets)].map(([, host, port]) => `${host ?? ''}:${port ?? ''}`);
    expect(found).toEqual(['server1:3000', 'server2:3000', 'postgres-replica:5432', 'postgres-primary:5432']);
    expect(proxy).toMatch(/server primary \S+ backup/);
  });

  it('asks read models where the proxy listens, and writes where the primary is', () => {
    const { environment = {} } = cluster.services['server1'] ?? {};
    const asked = new URL(interpolated(environment['QUERY_DATABASE_URL'] ?? ''));
    expect([asked.hostname, proxy.includes(`bind :${asked.port}\n`)]).toEqual(['proxy', true]);
    expect(new URL(interpolated(environment['DATABASE_URL'] ?? '')).hostname).toBe('postgres-primary');
    expect(cluster.services['projector1']?.environment).not.toHaveProperty('QUERY_DATABASE_URL');
  });

  it('is scraped at every server and projector, and Grafana reads what scrapes', () => {
    interface Scraping {
      readonly scrape_configs: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[];
    }
    const { scrape_configs: jobs } = yamlOf('prometheus/prometheus.yml') as Scraping;
    const scraped = jobs.flatMap((job) => job.static_configs.flatMap((config) => config.targets));
    expect(scraped).toEqual(['server1:3000', 'server2:3000', 'projector1:3001', 'projector2:3001']);
    expect(scraped.filter((target) => !cluster.services[target.split(':')[0] ?? ''])).toEqual([]);
    const { datasources } = yamlOf('grafana/provisioning/datasources/prometheus.yml') as { datasources: { url: string }[] };
    expect(datasources[0]?.url).toBe('http://prometheus:9090');
    expect(names).toContain('prometheus');
  });
});

describe('the Dockerfile', () => {
  const lines = textOf('Dockerfile').split('\n');
  const after = (word: string): string[] =>
    lines.flatMap((line) => (line.startsWith(`${word} `) ? [line.slice(word.length + 1)] : []));

  it('builds on the Node that this project pins', () => {
    const bases = after('FROM').map((from) => from.split(' ')[0]);
    expect(new Set(bases)).toEqual(new Set([`node:${versionOf('node')}-bookworm-slim`]));
    expect(bases).toHaveLength(3);
  });

  it('ends as an ordinary user, with a health check and both ports', () => {
    const last = lines.slice(lines.findLastIndex((line) => line.startsWith('FROM ')));
    expect(last).toContain('USER 1000:1000');
    expect(last.filter((line) => line.startsWith('HEALTHCHECK '))).toHaveLength(1);
    expect(after('EXPOSE')).toEqual(['3000 3001']);
  });

  it('is given what it copies', () => {
    const ignored = textOf('Dockerfile.dockerignore').split('\n');
    const copied = after('COPY').filter((copy) => !copy.startsWith('--from'));
    for (const name of new Set(copied.flatMap((copy) => copy.split(' ').slice(0, -1)))) expect(ignored).toContain(`!${name}`);
  });

  it('runs the same major version of PostgreSQL that the tests run', () => {
    const [tested] = versionOf('postgres').split('-');
    expect(`postgres:${tested ?? ''}`).toMatch(new RegExp(`^${cluster.services['postgres-primary']?.image ?? ''}`));
  });
});
