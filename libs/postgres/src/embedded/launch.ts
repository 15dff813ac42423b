import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { dataArgument, dataFolderOf, POSTGRES_ENV, type Cluster } from './cluster.js';
import { readPostmaster, type Postmaster } from './postmaster-file.js';

/** Durability settings (fsync, synchronous_commit, full_page_writes) stay at PostgreSQL's safe defaults. */
const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '256MB',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'on',
  log_filename: 'postgres-%a.log',
  log_rotation_age: '1d',
  log_truncate_on_rotation: 'on',
};

const READY_WITHIN_MS = 60_000;
const POLL_MS = 15;

/** Spawns PostgreSQL, in its own session so that Ctrl-C at the terminal does not reach it, and waits until it answers. */
export async function launch(cluster: Cluster, port: number): Promise<Postmaster> {
  const exited = spawnPostgres(cluster, port);
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const postmaster = await readPostmaster(dataFolderOf(cluster));
    if (postmaster?.ready && postmaster.pid === exited.pid) return postmaster;
    if (exited.reason !== undefined) throw new Error(`PostgreSQL did not start: ${exited.reason}\n${await startLog(cluster)}`);
    await sleep(POLL_MS);
  }
  throw new Error(`PostgreSQL was not ready within ${String(READY_WITHIN_MS / 1000)} s.\n${await startLog(cluster)}`);
}

interface Exit {
  readonly pid: number | undefined;
  reason?: string;
}

function spawnPostgres(cluster: Cluster, port: number): Exit {
  const { binaries, user, connections } = cluster;
  const dataFolder = dataFolderOf(cluster);
  const own = { port: String(port), max_connections: String(connections) };
  const settings = Object.entries({ ...SETTINGS, ...own }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const log = openSync(logFile(cluster), 'w', 0o600);
  const child = spawn(binaries.postgres, ['-D', dataArgument(cluster, dataFolder), ...settings], {
    cwd: dataFolder,
    detached: true,
    stdio: ['ignore', log, log],
    env: POSTGRES_ENV,
    ...(user && { uid: user.uid, gid: user.gid }),
  });
  closeSync(log);
  child.unref();
  const exit: Exit = { pid: child.pid };
  child.once('error', (error) => (exit.reason = error.message));
  child.once('exit', (code, signal) => (exit.reason = `it ended with ${signal ?? `exit code ${String(code)}`}`));
  return exit;
}

const logFile = (cluster: Cluster): string => join(cluster.folder, 'start.log');
const startLog = (cluster: Cluster): Promise<string> => readFile(logFile(cluster), 'utf8').catch(() => '');

/** A port that nobody listens on now. Somebody may take it before PostgreSQL does: the caller tries again. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address && typeof address === 'object') resolve(address.port);
        else reject(new Error('no free port'));
      });
    });
  });
}
