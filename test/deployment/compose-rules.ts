import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { decodeConfig } from '../../apps/server/src/config.js';
import { DOCKER, interpolated, knownSettings, versionOf, type Compose, type Service } from './files.js';

/** What a rule has against a service. */
type Rule = (name: string, service: Service, compose: Compose) => string[];

const PINNED = /^[a-z0-9./-]+:v?\d+\.\d+[\w.-]*$/;
const RUNS_ONCE = 'no';
/** These write where they please, or start as root and step down. */
const DATABASES = /^(postgres|eventstore\/)/;

const isOurs = ({ image = '' }: Service): boolean => image.startsWith('hezhang:');
const isProjector = ({ command = [] }: Service): boolean => command.some((word) => word.includes('apps/projector'));

const pinned: Rule = (_, { image = 'no image' }) => (PINNED.test(image) ? [] : [`${image} is not pinned`]);

const built: Rule = (_, service) =>
  !isOurs(service) || service.image === `hezhang:${versionOf('project')}` ? [] : ['is not the version of this project'];

const confined: Rule = (_, service) => {
  if (DATABASES.test(service.image ?? '') || service.restart === RUNS_ONCE) return [];
  const { read_only: isReadOnly, cap_drop: dropped = [], security_opt: options = [], user = '' } = service;
  return [
    ...(isReadOnly ? [] : ['may write to its root']),
    ...(dropped.includes('ALL') ? [] : ['keeps capabilities']),
    ...(options.includes('no-new-privileges:true') ? [] : ['may gain privileges']),
    ...(/^(root|0)(:|$)/.test(user) ? ['is root'] : []),
  ];
};

/** The server has the image's own check. */
const checked: Rule = (_, service) => {
  if (service.restart === RUNS_ONCE || (isOurs(service) && !isProjector(service))) return [];
  if (!service.healthcheck) return ['has no health check'];
  const port = String(decodeConfig({}).projectorPort);
  return isProjector(service) && !service.healthcheck.test.includes(port) ? ['is not asked at its port'] : [];
};

const configured: Rule = (_, service, { services }) => {
  if (!isOurs(service)) return [];
  const settings = Object.entries(service.environment ?? {}).map(([name, value]) => [name, interpolated(value)] as const);
  const unknown = settings.filter(([name]) => !knownSettings().has(name)).map(([name]) => `${name} is no setting`);
  const config = decodeConfig(Object.fromEntries(settings));
  const needsOff = !isProjector(service) && Object.values(services).some(isProjector);
  return [
    ...unknown,
    ...(config.databaseUrl === undefined ? ['has no database'] : []),
    ...(needsOff && config.projector === 'on' ? ['projects beside a projector'] : []),
  ];
};

const CHECKPOINTS = ':/data/checkpoints';

/** What seals files its checkpoints on a volume, and signs with the key of whoever sealed before. */
const sealed: Rule = (_, service, { services }) => {
  if (!isProjector(service)) return [];
  const { environment = {}, volumes = [] } = service;
  const keyOf = ({ environment: told = {} }: Service): string => interpolated(told['HEZHANG_AUDIT_KEY'] ?? '');
  const others = Object.values(services).filter((other) => other !== service && isProjector(other));
  const keepsItsKey = others.length === 0 && volumes.some((volume) => volume.endsWith(':/data'));
  return [
    ...(Object.hasOwn(environment, 'HEZHANG_AUDIT_KEY') && Object.hasOwn(environment, 'HEZHANG_WITNESS')
      ? []
      : ['is told of no audit']),
    ...(volumes.some((volume) => volume.endsWith(CHECKPOINTS)) ? [] : ['files checkpoints nowhere']),
    ...(keepsItsKey || (keyOf(service) !== '' && others.every((other) => keyOf(other) === keyOf(service)))
      ? []
      : ['signs with a key of its own']),
  ];
};

const HOSTS = /(?<=@|,)([a-z][\w-]*):\d+/g;

/** Hosts in URLs are services of the file, and so is whatever a service waits for. */
const connected: Rule = (_, { environment = {}, depends_on: needs = {} }, { services }) => {
  const urls = Object.entries(environment).filter(([name]) => name.endsWith('_URL'));
  const hosts = urls.flatMap(([, url]) => [...interpolated(url).matchAll(HOSTS)].map(([, host = '']) => host));
  return [...hosts, ...Object.keys(needs)].filter((host) => !services[host]).map((host) => `${host} is no service`);
};

const mounted: Rule = (_, { volumes = [] }, compose) =>
  volumes.flatMap((volume) => {
    const [from = ''] = volume.split(':');
    const isThere = from.startsWith('.') ? existsSync(join(DOCKER, from)) : Object.hasOwn(compose.volumes ?? {}, from);
    return isThere ? [] : [`${from} is not there`];
  });

const published: Rule = (_, { ports = [] }) =>
  ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${port} is open to the network`);

const RULES = [pinned, built, confined, checked, configured, sealed, connected, mounted, published];

/** What is wrong with a Compose file, by service; nothing where it is as it should be. */
export const composeFaults = (compose: Compose): string[] =>
  Object.entries(compose.services).flatMap(([name, service]) =>
    RULES.flatMap((rule) => rule(name, service, compose)).map((fault) => `${name}: ${fault}`),
  );
