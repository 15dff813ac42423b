import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '#postgres/testing';
import { decodeConfig } from '../../../apps/server/src/config.js';
import { startServer } from '../../../apps/server/src/start.js';
import { Caller } from './caller.js';
import { storedLog, type StoredLog } from './stored-log.js';

export interface RunningLedger {
  readonly url: string;
  readonly databaseUrl: string;
  readonly dataFolder: string;
  readonly log: StoredLog;
  /** With the admin key. */
  readonly admin: Caller;
  /** Without any key. */
  readonly nobody: Caller;
  /** A caller with a new key of a role. */
  as(role: string): Promise<Caller>;
  /** Stops the server, not its database. */
  stop(): Promise<void>;
  /** Stops everything and removes what it left. */
  end(): Promise<void>;
}

/** The real server on a database of its own, on a free port. */
export async function runLedger(settings: Readonly<Record<string, string>> = {}): Promise<RunningLedger> {
  const [database, log] = await Promise.all([testDatabase(), storedLog()]);
  const dataFolder = await mkdtemp(join(tmpdir(), 'hezhang-e2e-'));
  const common = { PORT: '0', DATABASE_URL: database.url, HEZHANG_DATA: dataFolder, HEZHANG_LOG: 'silent' };
  const environment = { ...common, ...log.settings, ...settings };
  const server = await startServer(decodeConfig(environment));
  const admin = new Caller(server.url, server.adminKey);
  const stop = (): Promise<void> => server.stop();
  return {
    url: server.url,
    databaseUrl: database.url,
    dataFolder,
    log,
    admin,
    nobody: new Caller(server.url),
    as: async (role) => {
      const { body } = await admin.post('/v1/keys', { name: `a ${role}`, role });
      return new Caller(server.url, (body as { key: string }).key);
    },
    stop,
    end: async () => {
      await stop();
      log.end();
      await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
