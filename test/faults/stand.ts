import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '#postgres';
import { execute, testDatabase, type TestDatabase } from '#postgres/testing';
import { freePort } from '../e2e/support/child-ledger.js';
import { eventually } from '../e2e/support/eventually.js';
import { CuttingProxy } from './cutting-proxy.js';
import { KeptProcess } from './kept-process.js';
import type { Till } from './load.js';
import { logOnEventStoreDb, logOnPostgres, type LogName, type StandLog } from './stand-log.js';

const ADMIN_KEY = 'faults-admin-key-0123456789';
const TERMINAL = { merchantNo: '898100012340001', terminalNo: 'POS00001' } as const;
const READY_WITHIN_MS = 90_000;
const PROJECTORS = 2;

export interface StandOptions {
  /** Name of a fault to plant into the ledger's processes. */
  readonly plant?: string;
  /** Folder for PostgreSQL; a new one below `var` unless said. */
  readonly folder?: string;
  readonly log?: LogName;
}

/** A ledger to be ill-treated: PostgreSQL, the log, a server, two projectors, and what they all connect through. */
export class Stand {
  readonly till: Till;
  /** Checkpoints as they were when all was quiet. */
  readonly signed: string[] = [];

  private constructor(
    readonly postgres: EmbeddedPostgres,
    readonly database: TestDatabase,
    readonly log: StandLog,
    readonly proxy: CuttingProxy,
    readonly server: KeptProcess,
    readonly projectors: readonly KeptProcess[],
    private readonly url: string,
    readonly folder: string,
  ) {
    this.till = { url, adminKey: ADMIN_KEY, ...TERMINAL };
  }

  static async open({ plant = '', folder, log: logName = 'postgres' }: StandOptions = {}): Promise<Stand> {
    // Beside the ledger's data: a temporary folder may be in memory, and nothing would be durable.
    const home = folder ?? (await newFolder());
    await mkdir(home, { recursive: true, mode: 0o700 });
    guard(home);
    const postgres = await EmbeddedPostgres.start({ folder: home });
    const database = await testDatabase({ admin: postgres.adminUrl, role: postgres.url });
    const log = logName === 'postgres' ? logOnPostgres(database.url) : await logOnEventStoreDb(home, plant);
    const proxy = await CuttingProxy.before(database.url);
    const port = await freePort();
    const own = { HEZHANG_DATA: home, HEZHANG_ADMIN_KEY: ADMIN_KEY, HEZHANG_PLANT: plant, HEZHANG_CHECKPOINT_S: '1' };
    const common = { DATABASE_URL: proxy.url, ...own, ...log.settings };
    const server = new KeptProcess(['apps/cli/src/main.ts', 'start'], { ...common, PORT: port, HEZHANG_PROJECTOR: 'off' });
    const projectors: KeptProcess[] = [];
    for (let count = 0; count < PROJECTORS; count += 1)
      projectors.push(new KeptProcess(['apps/projector/src/main.ts'], { ...common, HEZHANG_PROJECTOR_PORT: await freePort() }));
    const stand = new Stand(postgres, database, log, proxy, server, projectors, `http://127.0.0.1:${port}`, home);
    try {
      await stand.comeUp();
      return stand;
    } catch (error) {
      await stand.close();
      throw error;
    }
  }

  /** When PostgreSQL takes a new connection and then the server answers that it is ready: old ones may outlive a killed postmaster. */
  async ready(): Promise<void> {
    const deadline = Date.now() + READY_WITHIN_MS;
    while (!(await this.takesConnections()) || !(await this.isReady())) {
      if (Date.now() > deadline) throw new Error(`the server does not come back: ${this.server.lastWords}`);
      await sleep(25);
    }
  }

  async get<T>(path: string): Promise<T> {
    const response = await fetch(this.url + path, { headers: { authorization: `Bearer ${ADMIN_KEY}` } });
    if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
    return (await response.json()) as T;
  }

  /** Past the proxy, as the superuser. */
  asSuperuser(sql: string): Promise<void> {
    const url = new URL(this.postgres.adminUrl);
    url.pathname = new URL(this.database.url).pathname;
    return execute(url.href, sql);
  }

  async close(): Promise<void> {
    await Promise.all([this.server, ...this.projectors].map((each) => each.stop()));
    this.proxy.close();
    await this.log.close();
    await this.postgres.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async comeUp(): Promise<void> {
    this.server.start();
    await this.ready();
    for (const projector of this.projectors) projector.start();
    await this.setUp();
  }

  private takesConnections(): Promise<boolean> {
    return this.asSuperuser('select 1').then(
      () => true,
      () => false,
    );
  }

  private isReady(): Promise<boolean> {
    return fetch(`${this.url}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    );
  }

  private async setUp(): Promise<void> {
    await this.post('', { id: 'm1', name: '茶铺', cutOff: '23:00' });
    await this.post('/m1/stores', { id: 's1', name: '一店' });
    await this.post('/m1/terminals', {
      ...TERMINAL,
      storeId: 's1',
      acquirer: 'unionpay',
      model: 'A920',
      key: 'a-terminal-key-that-nobody-uses-here',
    });
  }

  /** A ledger with a planted fault may not know yet what it has just acknowledged. */
  private post(path: string, body: object): Promise<void> {
    const headers = { authorization: `Bearer ${ADMIN_KEY}`, 'content-type': 'application/json' };
    return eventually(async () => {
      const response = await fetch(`${this.url}/v1/merchants${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
      if (!response.ok) throw new Error(`${path}: ${await response.text()}`);
    });
  }
}

async function newFolder(): Promise<string> {
  await mkdir('var', { recursive: true });
  return mkdtemp(join(resolve('var'), 'faults-'));
}

/** In a session of its own, so that what ends the harness at a terminal does not end the guard first. */
function guard(folder: string): void {
  spawn(process.execPath, ['test/faults/guard.mjs', folder, String(process.pid)], { detached: true, stdio: 'ignore' }).unref();
}
