import { hkdfSync } from 'node:crypto';
import type { Logger } from 'pino';
import { INBOX_MIGRATIONS, PULL_MIGRATIONS, PostgresInbox, type Inbox, type PullStore, type Pulls } from '#channels';
import { PaymentRequestQueries } from '#collections';
import type { EventLog } from '#event-log';
import type { Chart } from '#exports';
import { FETCH_MIGRATIONS, type Fetches } from '#fetches';
import { MoneyTerms } from '#fees';
import { MerchantSetup, type OpenHolds } from '#merchants';
import { PaymentQueries } from '#payments';
import { PRIVACY_MIGRATIONS, Persons, PostgresSubjectKeys } from '#privacy';
import type { PastLog } from '#projections';
import type { Reconciler } from '#reconciliation';
import { openPool, type Migration } from '#postgres';
import { openCore, type Core, type Pool } from '../../projector/src/core.js';
import type { Sealing } from '../../projector/src/sealing.js';
import { handleMoney } from '../../projector/src/features.js';
import { ProjectorThread } from '../../projector/src/projector-thread.js';
import { reconcilerOf } from '../../projector/src/reconciling.js';
import { AuditQueries, Certificates, PostgresTreeStore } from '#audit';
import { AccessLog } from './audit/access-log.js';
import { sealingOf } from './audit/sealing-of.js';
import { choresOf, type Chore, type OnFailure } from './chores.js';
import type { ChannelParts } from './channels/channel-door.js';
import { PaymentRequests } from './collections/payment-requests.js';
import { TerminalInbox } from './collections/terminal-inbox.js';
import type { Config } from './config.js';
import { chartOf } from './exports/chart-file.js';
import { ExportDesk } from './exports/export-desk.js';
import { EventFeed } from './events/event-feed.js';
import { IDEMPOTENCY_MIGRATIONS, IdempotencyKeys } from './idempotency/postgres-idempotency-keys.js';
import type { InstallationKeys } from './key-files.js';
import { API_KEY_MIGRATIONS, ApiKeys } from './keys/postgres-api-keys.js';
import { MeteredEventLog } from './operations/metered-event-log.js';
import { Metrics } from './operations/metrics.js';
import { watchStanding } from './operations/standing-metrics.js';
import { Readiness } from './operations/readiness.js';
import { PaymentInstructions } from './payments/instructions.js';
import { Rebuilds } from './projections/rebuilds.js';
import { notingParked } from './worklist/parked-notices.js';
import { fetchingOf } from './fetches/fetching.js';
import type { OidcSettings } from './oidc/oidc.settings.js';
import { OidcSignIn, clientSecretOf } from './oidc/sign-in.js';
import { PEOPLE_MIGRATIONS, People } from './sessions/postgres-people.js';
import { SESSION_MIGRATIONS, Sessions } from './sessions/postgres-sessions.js';
import { pullingOf } from './pulls/pulling.js';
import { statementsOf, type StatementParts } from './statements/importing.js';
import { VIEW_MIGRATIONS, Views } from './views/postgres-views.js';

/** Everything below HTTP, made once and handed up. */
export interface Ledger extends Core, StatementParts {
  readonly edgePool: Pool;
  readonly persons: Persons;
  readonly setup: MerchantSetup;
  readonly moneyTerms: MoneyTerms;
  readonly instructions: PaymentInstructions;
  readonly paymentRequests: PaymentRequests;
  readonly requestQueries: PaymentRequestQueries;
  readonly terminalInbox: TerminalInbox;
  readonly reconciler: Reconciler;
  readonly keys: ApiKeys;
  readonly sessions: Sessions;
  readonly people: People;
  /** Undefined where no provider is set. */
  readonly oidc: OidcSignIn | undefined;
  /** What callers look at again and again. */
  readonly views: Views;
  /** What this installation is called, for people; undefined where nobody said. */
  readonly environment: string | undefined;
  readonly idempotency: IdempotencyKeys;
  readonly channels: ChannelParts;
  readonly inbox: Inbox;
  /** What is done again and again beside the API. */
  readonly chores: readonly Chore[];
  readonly pulls: Pulls;
  readonly fetches: Fetches;
  readonly rebuilds: Rebuilds;
  readonly audit: AuditQueries;
  /** Who looked. */
  readonly access: AccessLog;
  readonly feed: EventFeed;
  /** The log, for who asks how things stood. */
  readonly past: PastLog;
  readonly exports: { readonly desk: ExportDesk; readonly chart: Chart };
  readonly metrics: Metrics;
  readonly readiness: Readiness;
  /** Undefined where a process of its own does this. */
  readonly projector: ProjectorThread | undefined;
}

const EDGE_POOL = { max: 6, applicationName: 'hezhang-edge', answerWithinMs: 10_000, durable: true };
/** Schemas of what the API itself keeps. */
export const EDGE_MIGRATIONS: readonly Migration[] = [
  ...API_KEY_MIGRATIONS,
  ...IDEMPOTENCY_MIGRATIONS,
  ...SESSION_MIGRATIONS,
  ...PEOPLE_MIGRATIONS,
  ...VIEW_MIGRATIONS,
  ...INBOX_MIGRATIONS,
  ...PULL_MIGRATIONS,
  ...FETCH_MIGRATIONS,
  ...PRIVACY_MIGRATIONS,
];

/** Connects to a database and makes all that the API needs. Nothing runs yet. */
// eslint-disable-next-line max-lines-per-function -- one line for each thing that is made
export async function openLedger(databaseUrl: string, config: Config, keys: InstallationKeys, log: Logger): Promise<Ledger> {
  const [chart, sealing, secret] = await Promise.all([
    chartOf(config.exports),
    sealingHere(config),
    clientSecretOf(config.oidc),
  ]);
  const metrics = new Metrics();
  const { masterKey } = keys;
  const { dataFolder, queryDatabaseUrl, eventStoreUrl, signatureWindowS, miniApps } = config;
  const places = { databaseUrl, eventStoreUrl, masterKey };
  const core = await openCore({ ...places, queryDatabaseUrl, around: metered(metrics), migrations: EDGE_MIGRATIONS });
  const edgePool = openPool(databaseUrl, EDGE_POOL);
  const inbox = new PostgresInbox(edgePool);
  const onFailure = failed(log);
  const persons = new Persons(new PostgresSubjectKeys(edgePool), masterKey);
  const channels = {
    ...channelsOf(core, inbox, faults(log)),
    persons: sealerOf(edgePool, masterKey),
    signatureWindowS,
    miniApps,
  };
  const rebuilds = new Rebuilds(core);
  const asking = askingOf({ core, channels, persons, pool: edgePool, config, onFailure });
  watchStanding(metrics, { ...core, rebuilds, inbox, pulled: asking.pulled });
  const doors = doorsOf(edgePool, keys, { settings: config.oidc, secret, log });
  const idempotency = new IdempotencyKeys(edgePool, derived(masterKey, 'hezhang idempotency'));
  return {
    ...core,
    edgePool,
    persons,
    metrics,
    channels,
    inbox,
    ...asking.made,
    idempotency,
    setup: new MerchantSetup({ ...core, openHolds: openHoldsOf(core) }),
    moneyTerms: new MoneyTerms(core.handling),
    ...collectionsOf(core),
    reconciler: reconcilerOf(core, dataFolder),
    ...doors,
    environment: config.console.environment,
    rebuilds,
    audit: new AuditQueries(core.log, new PostgresTreeStore(edgePool), new Certificates(edgePool)),
    access: new AccessLog(core.handling, Date.now),
    feed: new EventFeed(core.log, core.codec),
    past: { head: () => core.log.head(), history: (stream) => core.handling.history(stream) },
    exports: { desk: new ExportDesk(core.reader, config.exports), chart },
    readiness: readinessOf(core, doors.sessions),
    projector: sealing && new ProjectorThread({ ...places, dataFolder, sealing }, core.positions, { onFailure }),
    chores: [
      ...choresOf(channels, [idempotency, doors.sessions, doors.people], onFailure),
      ...asking.chores,
      notingParked({ ...core, inbox, onFailure }),
    ],
    close: closing(core, edgePool, inbox, log),
  };
}

function doorsOf(
  pool: Pool,
  { adminKey, masterKey }: InstallationKeys,
  {
    settings,
    secret,
    log,
  }: { readonly settings: OidcSettings | undefined; readonly secret: string | undefined; readonly log: Logger },
): Pick<Ledger, 'keys' | 'sessions' | 'people' | 'views' | 'oidc'> {
  const keys = new ApiKeys(pool, adminKey);
  const sessions = new Sessions(pool, keys, settings !== undefined);
  const people = new People(pool, derived(masterKey, 'hezhang people'));
  const doors = { keys, sessions, people, views: new Views(pool) };
  if (!settings) return { ...doors, oidc: undefined };
  const parts = { settings, key: derived(masterKey, 'hezhang oidc attempts'), people, sessions, log };
  return { ...doors, oidc: new OidcSignIn(parts, secret) };
}

/** A notice is kept, durably and in the same database, before anything is told of who is in it: a key need not be waited for twice. */
const sealerOf = (pool: Pool, masterKey: Buffer): Persons =>
  new Persons(new PostgresSubjectKeys(pool, 'with what follows'), masterKey);

const faults =
  (log: Logger): ChannelParts['report'] =>
  (error) =>
    log.error({ err: error }, 'fault');

interface AskingParts {
  readonly core: Core;
  readonly channels: ChannelParts;
  /** Of rows that are kept as no notice. */
  readonly persons: Persons;
  readonly pool: Pool;
  readonly config: Config;
  readonly onFailure: OnFailure;
}

/** What asks the outside by itself, and what takes the files that it brings. */
function askingOf(parts: AskingParts): {
  readonly made: Pick<Ledger, 'pulls' | 'fetches'> & StatementParts;
  readonly pulled: PullStore;
  readonly chores: readonly Chore[];
} {
  const { pulls, store: pulled, gateway, chore } = pullingOf(parts);
  const statements = statementsOf({ ...parts.core, persons: parts.persons }, parts.channels, parts.config);
  const pullOf = (shopId: string) => pulls.settingOf(shopId);
  const { fetches, chore: fetching } = fetchingOf({ ...parts, ...statements, gateway, pullOf });
  return { made: { pulls, fetches, ...statements }, pulled, chores: [chore, fetching] };
}

const sealingHere = (config: Config): Promise<Sealing> | undefined =>
  config.projector === 'on' ? sealingOf(config) : undefined;

const readinessOf = ({ workPool, log }: Core, sessions: Sessions): Readiness =>
  new Readiness({ database: () => workPool.query('select 1'), log: () => log.head(), sessions: () => sessions.knock() });

const metered =
  (metrics: Metrics) =>
  (inner: EventLog): EventLog =>
    new MeteredEventLog(inner, metrics);

const closing = (core: Core, edgePool: Pool, inbox: Inbox, log: Logger) => async (): Promise<void> => {
  // Outcomes that are lost here are found again by the next sweep.
  await inbox.close().catch((error: unknown) => log.warn({ err: error }, 'outcomes of notices were not written'));
  await Promise.all([core.close(), edgePool.end()]);
};

/** Asks a read model that has seen all that the log holds now. */
const openHoldsOf =
  ({ log, reader }: Core): OpenHolds =>
  async (of) =>
    (await new PaymentQueries(reader).openHolds(of, { minPosition: await log.head() })).data;

const collectionsOf = ({
  handling,
  directory,
  reader,
}: Core): Pick<Ledger, 'instructions' | 'paymentRequests' | 'requestQueries' | 'terminalInbox'> => {
  const requestQueries = new PaymentRequestQueries(reader);
  const paymentRequests = new PaymentRequests(handling, directory, Date.now);
  const instructions = new PaymentInstructions(handling, directory, Date.now);
  return { instructions, paymentRequests, requestQueries, terminalInbox: new TerminalInbox(requestQueries) };
};

const channelsOf = (
  { handling, directory }: Core,
  inbox: Inbox,
  report: ChannelParts['report'],
): Omit<ChannelParts, 'persons'> => ({
  inbox,
  report,
  merchants: directory,
  dispatch: (message, context) => handleMoney(handling, message, context),
});

const failed =
  (log: Logger): OnFailure =>
  (of, error) =>
    log.error({ of, err: error }, 'does not go on; it will be tried again');

const derived = (masterKey: Buffer, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), purpose, 32));
