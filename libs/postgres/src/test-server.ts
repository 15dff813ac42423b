import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './embedded/postmaster-file.js';
import { EmbeddedPostgres } from './embedded/supervisor.js';
import { execute, type DatabaseServer } from './testing.js';

export interface TestServer {
  stop(): Promise<void>;
}

/**
 * The one PostgreSQL of a test run, announced to the test processes in HEZHANG_TEST_SERVER: the one TEST_DATABASE_URL
 * names, or a container (HEZHANG_TEST_POSTGRES=container), or an embedded one with fsync on.
 */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given) return announce({ admin: given, role: given }, () => Promise.resolve());
  if (process.env['HEZHANG_TEST_POSTGRES'] === 'container') return startContainer();
  return startEmbedded();
}

/** Several specs at once have several ledgers each, with some fifty connections. */
const CONNECTIONS = 400;

const FOLDER = /^hezhang-test-(\d+)-/;

async function startEmbedded(): Promise<TestServer> {
  await clearLeftovers();
  const folder = await mkdtemp(join(tmpdir(), `hezhang-test-${String(process.pid)}-`));
  const embedded = await EmbeddedPostgres.start({ folder, connections: CONNECTIONS });
  return announce({ admin: embedded.adminUrl, role: embedded.url }, async () => {
    await embedded.stop();
    await rm(folder, { recursive: true, force: true });
  });
}

/** Stops and removes what test runs that were killed have left; what belongs to another account stays. */
async function clearLeftovers(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const owner = FOLDER.exec(name)?.[1];
    if (owner === undefined || isAlive(Number(owner))) continue;
    const folder = join(tmpdir(), name);
    try {
      await (await EmbeddedPostgres.start({ folder })).stop();
      await rm(folder, { recursive: true, force: true });
    } catch {
      continue;
    }
  }
}

/** The image's own role is a superuser, so the tests get one that is not. */
async function startContainer(): Promise<TestServer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer('postgres:18-alpine')
    .withCommand(['postgres', '-c', `max_connections=${String(CONNECTIONS)}`])
    .start();
  const admin = container.getConnectionUri();
  const role = new URL(admin);
  [role.username, role.password] = ['hezhang', 'hezhang'];
  await execute(admin, "create role hezhang login password 'hezhang'");
  return announce({ admin, role: role.href }, async () => {
    await container.stop();
  });
}

function announce(server: DatabaseServer, stop: () => Promise<void>): TestServer {
  process.env['HEZHANG_TEST_SERVER'] = JSON.stringify(server);
  return { stop };
}
