import { resolve } from 'node:path';
import { SIGNING_KEY, witnessKeyFrom, type TimestampAuthority, type WitnessPlace } from '#audit';
import { ALIPAY_GATEWAY, ALLINPAY_GATEWAY, LIFE_GATEWAY, WECHAT_GATEWAY, type GatewayUrls } from '#fetches';
import { DOUYIN_GATEWAY, MINI_APP_SETTINGS, type MiniAppSettings } from '#channels';
import { oidcOf, type OidcSettings } from './oidc/oidc.settings.js';
import { Refusal, httpUrl, seconds, secondsOrNone, serviceUrl, shortName, type Environment, type Read } from './setting.js';

export type { Environment } from './setting.js';

/** What the process was told, decoded once at start and passed down. Nothing else reads the environment. */
export interface Config {
  /** Address to listen on. */
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Absolute path of the folder that holds keys and the embedded PostgreSQL. */
  readonly dataFolder: string;
  /** Your own PostgreSQL; absent: the embedded one. */
  readonly databaseUrl?: string;
  /** A replica of it that answers queries; absent: it answers them itself. */
  readonly queryDatabaseUrl?: string;
  /** EventStoreDB that holds the log; absent: PostgreSQL does. Read models are on PostgreSQL in any case. */
  readonly eventStoreUrl?: string;
  /** Absent: made on first start and kept in the data folder. */
  readonly adminKey?: string;
  /** 32 bytes that seal secrets. Absent: made on first start and kept in the data folder. */
  readonly masterKey?: Buffer;
  readonly logLevel: LogLevel;
  /** Gateway of the Douyin shop platform, without a slash at its end; only shops that are set to be pulled are asked about. */
  readonly douyinGateway: string;
  /** Gateways that bills are fetched from, without a slash at their ends; only accounts that are set to be fetched are asked about. */
  readonly billGateways: Omit<GatewayUrls, 'douyin'>;
  /** Hosts, with all below them, that links to bills may lead to by https, beside those that ship. */
  readonly billHosts: readonly string[];
  /** Whether projections and reactions run inside the server. `off` where a projector process of its own does it. */
  readonly projector: 'on' | 'off';
  /** Where a projector process of its own tells how it is; 0 takes any free port. */
  readonly projectorPort: number;
  /** Seconds that a signed time of an acquirer may be off; empty: as each adapter has it. */
  readonly signatureWindowS: { readonly lakala?: number };
  /** How callbacks of Douyin mini-apps are answered. */
  readonly miniApps: MiniAppSettings;
  /** The largest file of a statement that is taken, as it is sent. */
  readonly statementLimitBytes: number;
  readonly exports: ExportSettings;
  readonly audit: AuditSettings;
  readonly console: ConsoleSettings;
  /** Who vouches for people; absent: they sign in with a key alone. */
  readonly oidc?: OidcSettings;
}

export interface ConsoleSettings {
  /** Absolute path of the folder of the built console; where it holds none, none is served. */
  readonly folder: string;
  /** What this installation is called, for people; absent: nobody said. */
  readonly environment?: string;
}

export interface AuditSettings {
  /** What signs checkpoints. Absent: made on first start and kept in the data folder. */
  readonly key?: string;
  /** Signs beside it while a key is being replaced. */
  readonly oldKey?: string;
  /** Shortest time between two checkpoints. */
  readonly everyMs: number;
  /** Who is asked to cosign them; none: nobody is. */
  readonly witnesses: readonly WitnessPlace[];
  /** Who is asked for time-stamps of them (RFC 3161); absent: nobody is. */
  readonly authority?: TimestampAuthority;
  /** Absolute path of a PEM file that `verify` holds time-stamps against. */
  readonly authorityCaFile?: string;
}

export interface ExportSettings {
  /** Absolute path of a JSON file with a chart of accounts; absent: the one that ships. */
  readonly chartFile?: string;
  /** Exports that are made at once, at most: each holds a connection and a snapshot. */
  readonly atOnce: number;
  /** How long one may take until its last byte was taken. */
  readonly withinMs: number;
}

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** All that is wrong with the settings, in one line for a person. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(readonly problems: readonly string[]) {
    super(`The settings are not valid: ${problems.join('; ')}.`);
  }
}

const ADMIN_KEY_MIN_LENGTH = 16;
const STATEMENT_LIMIT_MB = 256;
const CHECKPOINT_S = 10;
const TIMESTAMP_H = 24;
const HOUR_MS = 3_600_000;

/** @throws ConfigError that names every setting that is wrong */
export function decodeConfig(environment: Environment): Config {
  const problems: string[] = [];
  const read = <T>(name: string, absent: T, decode: (text: string) => T | Refusal): T => {
    const text = environment[name]?.trim();
    if (text === undefined || text === '') return absent;
    const decoded = decode(text);
    if (!(decoded instanceof Refusal)) return decoded;
    problems.push(`${name} ${decoded.says}`);
    return absent;
  };
  const databaseUrl = read<string | undefined>('DATABASE_URL', undefined, postgresUrl);
  const queryDatabaseUrl = read<string | undefined>('QUERY_DATABASE_URL', undefined, postgresUrl);
  if (queryDatabaseUrl !== undefined && !environment['DATABASE_URL']?.trim())
    problems.push('QUERY_DATABASE_URL needs DATABASE_URL, whose replica it is');
  const eventStoreUrl = read<string | undefined>('EVENTSTORE_URL', undefined, eventStoreConnection);
  const config: Config = {
    host: read('HEZHANG_HOST', '127.0.0.1', (text) => text),
    port: read('PORT', 3000, portNumber),
    dataFolder: resolve(read('HEZHANG_DATA', './var', (text) => text)),
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(queryDatabaseUrl !== undefined && { queryDatabaseUrl }),
    ...(eventStoreUrl !== undefined && { eventStoreUrl }),
    ...keysOf(read),
    douyinGateway: read('HEZHANG_DOUYIN_GATEWAY', DOUYIN_GATEWAY, httpUrl),
    ...billsOf(read),
    logLevel: read<LogLevel>('HEZHANG_LOG', 'warn', oneOf(LOG_LEVELS)),
    projector: read<'on' | 'off'>('HEZHANG_PROJECTOR', 'on', oneOf(['on', 'off'])),
    signatureWindowS: windowsOf(read),
    projectorPort: read('HEZHANG_PROJECTOR_PORT', 3001, portNumber),
    miniApps: miniAppsOf(read),
    statementLimitBytes: read('HEZHANG_STATEMENT_LIMIT_MB', STATEMENT_LIMIT_MB, megabytes) * 2 ** 20,
    exports: exportsOf(read),
    audit: auditOf(read),
    console: consoleOf(read),
    ...oidcOf(read, problems),
  };
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}

function keysOf(read: Read): Pick<Config, 'adminKey' | 'masterKey'> {
  const adminKey = read<string | undefined>('HEZHANG_ADMIN_KEY', undefined, secretText);
  const masterKey = read<Buffer | undefined>('HEZHANG_MASTER_KEY', undefined, keyOf32Bytes);
  return { ...(adminKey !== undefined && { adminKey }), ...(masterKey !== undefined && { masterKey }) };
}

const miniAppsOf = (read: Read): MiniAppSettings => ({
  refundRequests: read('HEZHANG_MINIAPP_REFUNDS', MINI_APP_SETTINGS.refundRequests, oneOf(['accept', 'refuse'])),
  refundPage: read('HEZHANG_MINIAPP_REFUND_PAGE', MINI_APP_SETTINGS.refundPage, pageOfApp),
  windowMs: read('HEZHANG_MINIAPP_WINDOW_S', MINI_APP_SETTINGS.windowMs / 1000, secondsOrNone) * 1000,
});

const billsOf = (read: Read): Pick<Config, 'billGateways' | 'billHosts'> => ({
  billGateways: {
    wechat: read('HEZHANG_WECHAT_GATEWAY', WECHAT_GATEWAY, httpUrl),
    alipay: read('HEZHANG_ALIPAY_GATEWAY', ALIPAY_GATEWAY, httpUrl),
    allinpay: read('HEZHANG_ALLINPAY_GATEWAY', ALLINPAY_GATEWAY, httpUrl),
    life: read('HEZHANG_LIFE_GATEWAY', LIFE_GATEWAY, httpUrl),
  },
  billHosts: read<readonly string[]>('HEZHANG_BILL_HOSTS', [], hostNames),
});

function exportsOf(read: Read): ExportSettings {
  const chartFile = read<string | undefined>('HEZHANG_CHART', undefined, (text) => resolve(text));
  return {
    ...(chartFile !== undefined && { chartFile }),
    atOnce: read('HEZHANG_EXPORTS', 2, exportCount),
    withinMs: read('HEZHANG_EXPORT_S', 600, seconds) * 1000,
  };
}

function windowsOf(read: Read): Config['signatureWindowS'] {
  const lakala = read<number | undefined>('HEZHANG_LAKALA_WINDOW_S', undefined, seconds);
  return lakala === undefined ? {} : { lakala };
}

function auditOf(read: Read): AuditSettings {
  const key = read<string | undefined>('HEZHANG_AUDIT_KEY', undefined, signingKey);
  const oldKey = read<string | undefined>('HEZHANG_AUDIT_OLD_KEY', undefined, signingKey);
  const url = read<string | undefined>('HEZHANG_TSA_URL', undefined, serviceUrl);
  const timestampMs = read('HEZHANG_TSA_EVERY_H', TIMESTAMP_H, hours) * HOUR_MS;
  const authorityCaFile = read<string | undefined>('HEZHANG_TSA_CA', undefined, (text) => resolve(text));
  return {
    ...(key !== undefined && { key }),
    ...(oldKey !== undefined && { oldKey }),
    everyMs: read('HEZHANG_CHECKPOINT_S', CHECKPOINT_S, seconds) * 1000,
    witnesses: read<readonly WitnessPlace[]>('HEZHANG_WITNESS', [], witnessPlaces),
    ...(url !== undefined && { authority: { url, everyMs: timestampMs } }),
    ...(authorityCaFile !== undefined && { authorityCaFile }),
  };
}

function consoleOf(read: Read): ConsoleSettings {
  const environment = read<string | undefined>('HEZHANG_ENVIRONMENT', undefined, shortName);
  return {
    folder: resolve(read('HEZHANG_CONSOLE', './dist/console', (text) => text)),
    ...(environment !== undefined && { environment }),
  };
}

const portNumber = (text: string): number | Refusal =>
  /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : new Refusal('must be a port number from 0 to 65535');

const hours = (text: string): number | Refusal =>
  /^[1-9]\d{0,3}$/.test(text) ? Number(text) : new Refusal('must be hours from 1 to 9999');

const megabytes = (text: string): number | Refusal =>
  /^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1024 ? Number(text) : new Refusal('must be megabytes from 1 to 1024');
/** Of the eight connections for queries some must be left for queries. */
const exportCount = (text: string): number | Refusal =>
  /^[1-6]$/.test(text) ? Number(text) : new Refusal('must be a number from 1 to 6');

const pageOfApp = (text: string): string | Refusal =>
  /^[A-Za-z0-9_/-]{1,128}$/.test(text) ? text : new Refusal('must be a path in the mini-app like pages/refund/index');

function postgresUrl(text: string): string | Refusal {
  const refusal = new Refusal('must be a URL like postgres://user:password@host:5432/database');
  if (!URL.canParse(text)) return refusal;
  const { protocol, pathname } = new URL(text);
  return ['postgres:', 'postgresql:'].includes(protocol) && pathname.length > 1 ? text : refusal;
}

const eventStoreConnection = (text: string): string | Refusal =>
  /^esdb(\+discover)?:\/\/[^/?\s]+\/?(\?\S*)?$/.test(text)
    ? text
    : new Refusal('must be a connection string like esdb://user:password@host:2113?tls=true or esdb+discover://…');

const secretText = (text: string): string | Refusal =>
  text.length >= ADMIN_KEY_MIN_LENGTH && /^[\x21-\x7e]+$/.test(text)
    ? text
    : new Refusal(`must have at least ${String(ADMIN_KEY_MIN_LENGTH)} printable characters without spaces`);

const keyOf32Bytes = (text: string): Buffer | Refusal =>
  /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : new Refusal('must be 64 hex digits (32 bytes)');

const signingKey = (text: string): string | Refusal =>
  SIGNING_KEY.test(text) ? text : new Refusal('must be a key like PRIVATE+KEY+name+id+base64, as audit.key holds one');

/** `URL KEY`, several separated by commas. */
function witnessPlaces(text: string): readonly WitnessPlace[] | Refusal {
  const refusal = new Refusal('must be a URL and the public key of a witness, like https://host name+id+base64');
  const places: WitnessPlace[] = [];
  for (const place of text.split(',')) {
    const [given = '', key = '', ...more] = place.trim().split(/\s+/);
    const url = httpUrl(given);
    if (url instanceof Refusal || more.length > 0 || !isWitnessKey(key)) return refusal;
    places.push({ url, key });
  }
  return places;
}

function isWitnessKey(text: string): boolean {
  try {
    return witnessKeyFrom(text).text === text;
  } catch {
    return false;
  }
}

function hostNames(text: string): readonly string[] | Refusal {
  const hosts = text.split(',').map((host) => host.trim().toLowerCase());
  const isName = (host: string): boolean => /^(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*$/.test(host);
  return hosts.every(isName) ? hosts : new Refusal('must be names of hosts like files.example.com, separated by commas');
}

const oneOf =
  <T extends string>(allowed: readonly T[]) =>
  (text: string): T | Refusal =>
    allowed.find((value) => value === text) ?? new Refusal(`must be one of ${allowed.join(', ')}`);
