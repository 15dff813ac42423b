import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { ofPath } from '../cannot-start.js';
import { ensureDataFolder } from '../data-folder.js';
import { findBinaries } from './binaries.js';
import { dataFolderOf, ensureCluster, type Cluster } from './cluster.js';
import { adminUrl, ensureCredentials, roleUrl, type Address, type Credentials } from './credentials.js';
import { freePort, launch } from './launch.js';
import { postmasterFile, readPostmaster, runsOn, type Postmaster } from './postmaster-file.js';
import { postgresUser } from './process-user.js';

/** Any numbers. Every process that uses this PostgreSQL shares the first lock for as long as its session lasts. */
const USERS_LOCK = 4_725_001;
const SET_UP_LOCK = 4_725_003;
const LAUNCH_TRIES = 5;
const START_WITHIN_MS = 10_000;
const STOP_WITHIN_MS = 60_000;
const PAUSE_MS = 200;
const HOST = '127.0.0.1';
const CONNECTIONS = 100;

export interface EmbeddedOptions {
  /** The ledger's data folder (`./var`); PostgreSQL lives in `postgres/` inside it. */
  readonly folder: string;
  /** Connections that PostgreSQL takes at most, where we are the one who starts it; 100 unless said. */
  readonly connections?: number;
  /** Hears about restarts; a person should see it. */
  readonly onNotice?: (line: string) => void;
}

/**
 * A PostgreSQL of our own: started here, taken over when a killed predecessor left it running, started again when it dies
 * while we live, stopped last. Its address stays the same for as long as we live.
 *
 * Several processes may use one folder (a second server, a command beside it): each starts PostgreSQL when it is down, and
 * the last one to end stops it.
 */
export class EmbeddedPostgres {
  private static readonly running = new Set<EmbeddedPostgres>();
  private guard: Client | undefined;
  private launched = false;
  private postmaster: Postmaster | undefined;
  private recovering: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  private constructor(
    private readonly cluster: Cluster,
    private readonly credentials: Credentials,
    private readonly onNotice: (line: string) => void,
  ) {}

  /** @throws CannotStart where a person has to mend something first */
  static async start({
    folder,
    connections = CONNECTIONS,
    onNotice = () => undefined,
  }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const home = resolve(folder);
    try {
      await ensureDataFolder(home);
      const credentials = await ensureCredentials(home);
      const embedded = new EmbeddedPostgres(await clusterIn(home, credentials, connections), credentials, onNotice);
      EmbeddedPostgres.running.add(embedded);
      await embedded.comeUp();
      return embedded;
    } catch (error) {
      throw ofPath(error, (error as NodeJS.ErrnoException).path ?? home);
    }
  }

  /** Stops all that this process uses, as `stop` does: for an end that nobody planned. */
  static async stopAll(): Promise<void> {
    await Promise.allSettled([...EmbeddedPostgres.running].map((each) => each.stop()));
  }

  /** Logs in as the ledger's own role, which is not a superuser. */
  get url(): string {
    return roleUrl(this.credentials, this.address());
  }

  /** Logs in as the superuser: for setting up databases in tests. */
  get adminUrl(): string {
    return adminUrl(this.credentials, this.address());
  }

  /** Process id of the postmaster now. */
  get pid(): number | undefined {
    return this.postmaster?.pid;
  }

  /** Stops PostgreSQL cleanly unless another process uses it. Call it last; calling it again waits for the same stop. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown().finally(() => EmbeddedPostgres.running.delete(this));
    return this.stopping;
  }

  private address(): Address {
    if (!this.postmaster) throw new Error('PostgreSQL is not running');
    return { host: HOST, port: this.postmaster.port };
  }

  /** What we find may be about to stop: then it is tried again. */
  private async comeUp(): Promise<void> {
    const deadline = Date.now() + START_WITHIN_MS;
    for (;;) {
      try {
        this.postmaster = (await this.alreadyRunning()) ?? (await this.launchAnew());
        await this.standGuard();
        return;
      } catch (error) {
        if (Date.now() > deadline || !passes(error)) {
          await this.stop();
          throw error;
        }
      }
      await sleep(PAUSE_MS);
    }
  }

  /** A PostgreSQL that runs on the folder, once it is ready; undefined when there is none. */
  private async alreadyRunning(): Promise<Postmaster | undefined> {
    const folder = dataFolderOf(this.cluster);
    for (;;) {
      const found = await readPostmaster(folder);
      if (!found) return undefined;
      if (!(await runsOn(folder, found.pid))) {
        // PostgreSQL would refuse to start when some other process has the id by now.
        if ((await readPostmaster(folder))?.pid === found.pid) await rm(postmasterFile(folder), { force: true });
        return undefined;
      }
      if (found.ready) return found;
      await sleep(20);
    }
  }

  /**
   * Tries again: the port may be taken in between, another process may start the same folder, and the shared memory of a
   * killed PostgreSQL takes a moment to go.
   */
  private async launchAnew(): Promise<Postmaster> {
    for (let tries = 1; ; tries += 1) {
      try {
        const postmaster = await launch(this.cluster, this.postmaster?.port ?? (await freePort()));
        this.launched = true;
        return postmaster;
      } catch (error) {
        if (tries === LAUNCH_TRIES) throw error;
      }
      await sleep(PAUSE_MS * tries);
      const other = await this.alreadyRunning();
      if (other) return other;
    }
  }

  private async standGuard(): Promise<void> {
    const guard = new Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 10_000, keepAlive: true });
    // Without a listener an error on an idle connection would end the process; `end` follows it.
    guard.on('error', () => undefined);
    await guard.connect();
    this.guard = guard;
    await guard.query('select pg_advisory_lock_shared($1)', [USERS_LOCK]);
    await setUp(guard, this.credentials);
    guard.once('end', () => {
      if (!this.stopping) this.recovering = this.recover();
    });
  }

  private async recover(): Promise<void> {
    this.onNotice('PostgreSQL went away; starting it again');
    while (!this.stopping) {
      try {
        this.postmaster = (await this.alreadyRunning()) ?? (await this.launchAnew());
        await this.standGuard();
        this.onNotice('PostgreSQL is back');
        return;
      } catch (error) {
        this.onNotice(`PostgreSQL does not start: ${error instanceof Error ? error.message : String(error)}`);
        await sleep(PAUSE_MS * 5);
      }
    }
  }

  private async shutDown(): Promise<void> {
    await this.recovering;
    const isLast = this.guard ? await letGo(this.guard) : this.launched;
    if (!isLast) return this.guard?.end().catch(() => undefined);
    const folder = dataFolderOf(this.cluster);
    const running = await readPostmaster(folder);
    if (!running || !(await runsOn(folder, running.pid))) return;
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is flushed. The guard is kept until then.
    process.kill(running.pid, 'SIGINT');
    const deadline = Date.now() + STOP_WITHIN_MS;
    while (await runsOn(folder, running.pid)) {
      if (Date.now() > deadline) throw new Error('PostgreSQL did not stop; it is still running.');
      await sleep(20);
    }
  }
}

async function clusterIn(home: string, credentials: Credentials, connections: number): Promise<Cluster> {
  const folder = join(home, 'postgres');
  const user = await postgresUser(join(folder, 'data'));
  const cluster: Cluster = { folder, binaries: await findBinaries(user), user, connections };
  await ensureCluster(cluster, credentials);
  return cluster;
}

/** Whether nobody else uses PostgreSQL. Of several that let go at once, one is told so. */
async function letGo(guard: Client): Promise<boolean> {
  try {
    await guard.query('select pg_advisory_unlock_shared($1)', [USERS_LOCK]);
    const { rows } = await guard.query<{ alone: boolean }>('select pg_try_advisory_lock($1) as alone', [USERS_LOCK]);
    return rows[0]?.alone === true;
  } catch {
    // It died just now; nothing is left to stop, or what is left runs for nobody we know of.
    return true;
  }
}

/** PostgreSQL is going up or down (SQLSTATE 57P0x), full (53xxx), or not there yet. */
function passes(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(57P0|53|ECONN)/.test(code);
}

async function setUp(guard: Client, { role, password, database }: Credentials): Promise<void> {
  await guard.query('select pg_advisory_lock($1)', [SET_UP_LOCK]);
  const roles = await guard.query('select 1 from pg_roles where rolname = $1', [role]);
  if (roles.rowCount === 0) {
    await guard.query(`create role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`);
  }
  const databases = await guard.query('select 1 from pg_database where datname = $1', [database]);
  if (databases.rowCount === 0) {
    await guard.query(`create database ${escapeIdentifier(database)} owner ${escapeIdentifier(role)} template template0`);
  }
  await guard.query('select pg_advisory_unlock($1)', [SET_UP_LOCK]);
}
