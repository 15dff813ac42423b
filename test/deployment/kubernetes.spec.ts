import { decodeConfig, ConfigError } from '../../apps/server/src/config.js';
import { SAMPLE_AUDIT_KEY, filesIn, knownSettings, manifestsOf, versionOf, yamlOf, type Manifest } from './files.js';

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string };
}
interface Container {
  readonly image: string;
  readonly command?: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly startupProbe: Probe;
  readonly readinessProbe: Probe;
  readonly livenessProbe: Probe;
  readonly securityContext: object;
  readonly resources: { readonly requests: object; readonly limits: object };
  readonly envFrom: readonly Readonly<Record<string, { readonly name: string }>>[];
  readonly volumeMounts: readonly { readonly name: string }[];
}
interface Deployment {
  readonly replicas: number;
  readonly template: {
    readonly metadata: { readonly labels: Labels; readonly annotations: Labels };
    readonly spec: {
      readonly enableServiceLinks: boolean;
      readonly securityContext: object;
      readonly containers: readonly [Container];
      readonly volumes: readonly { readonly name: string }[];
    };
  };
}
type Labels = Readonly<Record<string, string>>;

interface Kustomization {
  readonly resources: readonly string[];
  readonly images: readonly { readonly name: string; readonly newTag: string }[];
  readonly configMapGenerator: readonly { readonly name: string; readonly literals: readonly string[] }[];
}

const EXAMPLE = 'secret.example.yml';
const NAME = 'app.kubernetes.io/name';
const kustomization = yamlOf('kubernetes/kustomization.yml') as Kustomization;
const manifests = manifestsOf(kustomization.resources.map((path) => `kubernetes/${path}`));
const example = manifestsOf([`kubernetes/${EXAMPLE}`]);
const settings = Object.fromEntries(
  (kustomization.configMapGenerator[0]?.literals ?? []).map((literal) => literal.split('=') as [string, string]),
);
const secrets = example.find(({ metadata }) => metadata.name === 'hezhang-secrets')?.stringData ?? {};
const specOf = (kind: string, name: string): unknown =>
  manifests.find((each) => each.kind === kind && each.metadata.name === name)?.spec;

describe('the kustomization', () => {
  it('names every manifest but the example of secrets, and pins the image', () => {
    const others = ['kustomization.yml', EXAMPLE];
    expect(filesIn('kubernetes').filter((file) => !others.includes(file))).toEqual([...kustomization.resources].sort());
    expect(kustomization.images).toEqual([{ name: 'hezhang', newTag: versionOf('project') }]);
  });

  it('makes no secret', () => {
    expect(manifests.filter(({ kind }: Manifest) => kind === 'Secret')).toEqual([]);
  });

  it('knows only settings that are read', () => {
    const names = [...Object.keys(settings), ...Object.keys(secrets)];
    expect(names.filter((name) => !knownSettings().has(name))).toEqual([]);
  });

  it('brings settings that are accepted with secrets of one’s own, and refused with those of the example', () => {
    const own = {
      HEZHANG_ADMIN_KEY: 'sixteen-or-more-characters',
      HEZHANG_MASTER_KEY: 'ab'.repeat(32),
      HEZHANG_AUDIT_KEY: SAMPLE_AUDIT_KEY,
    };
    expect(decodeConfig({ ...settings, ...secrets, ...own })).toMatchObject({ projector: 'off', host: '0.0.0.0' });
    expect(() => decodeConfig({ ...settings, ...secrets })).toThrow(ConfigError);
  });
});

it('checkpoints of both projectors are filed on one volume, by one key', () => {
  const { template } = specOf('Deployment', 'hezhang-projector') as Deployment;
  const [container] = template.spec.containers;
  expect(container.volumeMounts).toContainEqual({ name: 'checkpoints', mountPath: '/data/checkpoints' });
  expect(template.spec.volumes).toContainEqual({
    name: 'checkpoints',
    persistentVolumeClaim: { claimName: 'hezhang-checkpoints' },
  });
  expect(specOf('PersistentVolumeClaim', 'hezhang-checkpoints')).toMatchObject({ accessModes: ['ReadWriteMany'] });
  expect(Object.keys(secrets)).toContain('HEZHANG_AUDIT_KEY');
});

describe.each([
  ['hezhang-server', 'PORT', undefined],
  ['hezhang-projector', 'HEZHANG_PROJECTOR_PORT', 'dist/apps/projector/src/main.js'],
])('%s', (name, portSetting, program) => {
  const { replicas, template } = specOf('Deployment', name) as Deployment;
  const [container] = template.spec.containers;
  const [port] = container.ports;
  const labels = template.metadata.labels;

  it('runs twice, from the image, not as root, on a root that is read-only, within bounds', () => {
    expect([replicas, container.image, container.command?.at(-1)]).toEqual([2, 'hezhang', program]);
    expect(template.spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(container.resources).toMatchObject({
      requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
      limits: { memory: expect.any(String) as string },
    });
  });

  it('is asked at the port that it is told to listen on', () => {
    const { startupProbe, readinessProbe, livenessProbe } = container;
    const probes = [startupProbe, readinessProbe, livenessProbe];
    expect(String(port?.containerPort)).toBe(settings[portSetting]);
    expect(template.metadata.annotations['prometheus.io/port']).toBe(settings[portSetting]);
    expect(probes.map(({ httpGet }) => httpGet.port)).toEqual([port?.name, port?.name, port?.name]);
    expect(probes.map(({ httpGet }) => httpGet.path)).toEqual(['/health/live', '/health/ready', '/health/live']);
  });

  it('is told by a map and a secret that are there, and mounts what it has', () => {
    const told = container.envFrom.flatMap((from) => Object.values(from).map((reference) => reference.name));
    expect(told).toEqual([kustomization.configMapGenerator[0]?.name, 'hezhang-secrets']);
    const volumes = template.spec.volumes.map((volume) => volume.name);
    expect(container.volumeMounts.map((mount) => mount.name)).toEqual(volumes);
  });

  it('is told nothing by the links of Services, whose names are those of settings', () => {
    const links = ['hezhang-server', 'hezhang-projector'].map((of) => `${of.replace('-', '_').toUpperCase()}_PORT`);
    expect(links.filter((link) => knownSettings().has(link))).toEqual(['HEZHANG_PROJECTOR_PORT']);
    expect(template.spec.enableServiceLinks).toBe(false);
  });

  it('has a Service, a budget and network rules that mean it', () => {
    const service = specOf('Service', name) as { selector: Labels; ports: { targetPort: string }[] };
    expect([service.selector, service.ports[0]?.targetPort]).toEqual([labels, port?.name]);
    const budget = specOf('PodDisruptionBudget', name) as { maxUnavailable: number; selector: { matchLabels: Labels } };
    expect([budget.maxUnavailable, budget.selector.matchLabels]).toEqual([1, labels]);
    interface Inward {
      readonly podSelector: { readonly matchLabels: Labels };
      readonly ingress: readonly { readonly ports: readonly { readonly port: number }[] }[];
    }
    const inward = specOf('NetworkPolicy', name) as Inward;
    expect(inward.podSelector.matchLabels).toEqual(labels);
    expect(inward.ingress.flatMap(({ ports }) => ports.map((each) => each.port))).toEqual([port?.containerPort]);
  });

  it('may reach the ports that its secrets name', () => {
    interface Outward {
      readonly podSelector: { readonly matchExpressions: readonly { readonly values: readonly string[] }[] };
      readonly egress: readonly { readonly ports: readonly { readonly port: number }[] }[];
    }
    const outward = specOf('NetworkPolicy', 'hezhang-outward') as Outward;
    expect(outward.podSelector.matchExpressions[0]?.values).toContain(labels[NAME]);
    const open = new Set(outward.egress.flatMap(({ ports }) => ports.map((each) => String(each.port))));
    const needed = Object.values(secrets).flatMap((url) => [...url.matchAll(/\.example:(\d+)/g)].map(([, of = '']) => of));
    expect(needed.length).toBeGreaterThan(2);
    expect(needed.filter((each) => !open.has(each))).toEqual([]);
  });
});
