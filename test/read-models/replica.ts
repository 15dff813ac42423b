import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { EmbeddedPostgres } from '#postgres';
import { execute } from '#postgres/testing';

/** A PostgreSQL and one that follows it by streaming replication, both of their own. */
export interface Replicated {
  readonly primaryUrl: string;
  readonly replicaUrl: string;
  /** The replica takes nothing in until it is told to go on: it lags. */
  pause(): Promise<void>;
  goOn(): Promise<void>;
  stop(): Promise<void>;
}

/** The replica begins as a copy of the primary's folder while it is down; from there it streams. */
export async function replicated(): Promise<Replicated> {
  const [first, second] = [await folderFor('primary'), await folderFor('replica')];
  await (await EmbeddedPostgres.start({ folder: first })).stop();
  await promisify(execFile)('cp', ['-a', `${first}/.`, second]);
  const primary = await EmbeddedPostgres.start({ folder: first });
  const { hostname, port, username, password } = new URL(primary.adminUrl);
  const data = join(second, 'postgres', 'data');
  const follows = `host=${hostname} port=${port} user=${username} password=${password}`;
  await appendFile(join(data, 'postgresql.auto.conf'), `primary_conninfo = '${follows}'\n`);
  await writeFile(join(data, 'standby.signal'), '');
  const replica = await EmbeddedPostgres.start({ folder: second });
  return {
    primaryUrl: primary.url,
    replicaUrl: replica.url,
    pause: () => execute(replica.adminUrl, 'select pg_wal_replay_pause()'),
    goOn: () => execute(replica.adminUrl, 'select pg_wal_replay_resume()'),
    stop: async () => {
      await replica.stop();
      await primary.stop();
      for (const folder of [first, second]) await rm(folder, { recursive: true, force: true });
    },
  };
}

const folderFor = (what: string): Promise<string> => mkdtemp(join(tmpdir(), `hezhang-test-${String(process.pid)}-${what}-`));
