import { rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';
import { findBinaries } from './binaries.js';
import { dataFolderOf, ensureCluster, type Cluster } from './cluster.js';
import { adminUrl, ensureCredentials, readCredentials, roleUrl, type Address, type Credentials } from './credentials.js';
import { freePort, launch } from './launch.js';
import { postmasterFile, readPostmaster, runsOn, type Postmaster } from './postmaster-file.js';
import { postgresUser } from './process-user.js';

/** Any number: the session lock that says which process looks after this PostgreSQL. It ends with the process. */
const GUARD_LOCK = 4_725_001;
const LAUNCH_TRIES = 5;
const STOP_WITHIN_MS = 60_000;
const RECOVER_PAUSE_MS = 200;
const HOST = '127.0.0.1';

export interface EmbeddedOptions {
  /** The ledger's data folder (`./var`); PostgreSQL lives in `postgres/` inside it. */
  readonly folder: string;
  /** Hears about restarts; a person should see it. */
  readonly onNotice?: (line: string) => void;
}

/** Another living process looks after the PostgreSQL in this folder. */
export class FolderInUse extends Error {
  override readonly name = 'FolderInUse';
}

/**
 * A PostgreSQL of our own: started here, taken over when a killed predecessor left it running, started again when it dies
 * while we live, stopped last. Its address stays the same for as long as we live.
 */
export class EmbeddedPostgres {
  private guard: Client | undefined;
  private postmaster: Postmaster | undefined;
  private recovering: Promise<void> = Promise.resolve();
  private stopping: Promise<void> | undefined;
  private launched = false;

  private constructor(
    private readonly cluster: Cluster,
    private readonly credentials: Credentials,
    private readonly onNotice: (line: string) => void,
  ) {}

  static async start({ folder, onNotice }: EmbeddedOptions): Promise<EmbeddedPostgres> {
    const home = resolve(folder);
    const credentials = await ensureCredentials(home);
    const clusterFolder = join(home, 'postgres');
    const user = await postgresUser(join(clusterFolder, 'data'));
    const cluster: Cluster = { folder: clusterFolder, binaries: await findBinaries(user), user };
    await ensureCluster(cluster, credentials);
    const embedded = new EmbeddedPostgres(cluster, credentials, onNotice ?? (() => undefined));
    try {
      await embedded.takeCharge();
    } catch (error) {
      if (embedded.launched && !(error instanceof FolderInUse)) await embedded.stop();
      throw error;
    }
    return embedded;
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

  /** Ends every session and stops PostgreSQL cleanly. Call it last; calling it again waits for the same stop. */
  stop(): Promise<void> {
    this.stopping ??= this.shutDown();
    return this.stopping;
  }

  private address(): Address {
    if (!this.postmaster) throw new Error('PostgreSQL is not running');
    return { host: HOST, port: this.postmaster.port };
  }

  private async takeCharge(): Promise<void> {
    this.postmaster = (await this.alreadyRunning()) ?? (await this.launchAnew());
    this.guard = await this.takeGuard();
    await setUp(this.guard, this.credentials);
  }

  /** A PostgreSQL that outlived its Node, once it is ready; undefined when there is none. */
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
      await sleep(RECOVER_PAUSE_MS * tries);
      const other = await this.alreadyRunning();
      if (other) return other;
    }
  }

  private async takeGuard(): Promise<Client> {
    const guard = new Client({ connectionString: this.adminUrl, connectionTimeoutMillis: 10_000, keepAlive: true });
    // Without a listener an error on an idle connection would end the process; `end` follows it.
    guard.on('error', () => undefined);
    await guard.connect();
    const { rows } = await guard.query<{ taken: boolean }>('select pg_try_advisory_lock($1) as taken', [GUARD_LOCK]);
    if (rows[0]?.taken !== true) {
      await guard.end();
      throw new FolderInUse(`Another Hezhang is running on the data folder ${this.cluster.folder}.`);
    }
    guard.once('end', () => {
      if (!this.stopping) this.recovering = this.recover();
    });
    return guard;
  }

  private async recover(): Promise<void> {
    this.onNotice('PostgreSQL went away; starting it again');
    while (!this.stopping) {
      try {
        await this.takeCharge();
        this.onNotice('PostgreSQL is back');
        return;
      } catch (error) {
        this.onNotice(`PostgreSQL does not start: ${error instanceof Error ? error.message : String(error)}`);
        await sleep(RECOVER_PAUSE_MS * 5);
      }
    }
  }

  private async shutDown(): Promise<void> {
    await this.recovering;
    await this.guard?.end().catch(() => undefined);
    const folder = dataFolderOf(this.cluster);
    const running = await readPostmaster(folder);
    if (!running || !(await runsOn(folder, running.pid))) return;
    // SIGINT is PostgreSQL's fast shutdown: sessions are ended, everything is flushed.
    process.kill(running.pid, 'SIGINT');
    const deadline = Date.now() + STOP_WITHIN_MS;
    while ((await readPostmaster(folder))?.pid === running.pid && (await runsOn(folder, running.pid))) {
      if (Date.now() > deadline) throw new Error('PostgreSQL did not stop; it is still running.');
      await sleep(20);
    }
  }
}

async function setUp(admin: Client, { role, password, database }: Credentials): Promise<void> {
  const roles = await admin.query('select 1 from pg_roles where rolname = $1', [role]);
  if (roles.rowCount === 0) {
    await admin.query(`create role ${escapeIdentifier(role)} login password ${escapeLiteral(password)}`);
  }
  const databases = await admin.query('select 1 from pg_database where datname = $1', [database]);
  if (databases.rowCount === 0) {
    await admin.query(`create database ${escapeIdentifier(database)} owner ${escapeIdentifier(role)}`);
  }
}

/** Where the PostgreSQL of a data folder answers now, for a command beside the running server; undefined when it is down. */
export async function runningEmbedded(folder: string): Promise<string | undefined> {
  const home = resolve(folder);
  const credentials = await readCredentials(home);
  const dataFolder = join(home, 'postgres', 'data');
  const postmaster = await readPostmaster(dataFolder);
  if (!credentials || !postmaster?.ready || !(await runsOn(dataFolder, postmaster.pid))) return undefined;
  return roleUrl(credentials, { host: HOST, port: postmaster.port });
}
