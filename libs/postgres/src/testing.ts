import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A PostgreSQL to make databases on. */
export interface DatabaseServer {
  /** May create databases. */
  readonly admin: string;
  /** Whom they shall belong to. */
  readonly role: string;
}

/** A fresh, empty database; unless another server is named, on the one PostgreSQL of this test run (`test/setup` starts it). */
export async function testDatabase({ admin, role }: DatabaseServer = ofThisRun()): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  const owner = escapeIdentifier(decodeURIComponent(new URL(role).username));
  await execute(admin, `create database ${name} owner ${owner} template template0`);
  const url = new URL(role);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(admin, `drop database if exists ${name} with (force)`) };
}

function ofThisRun(): DatabaseServer {
  const server = process.env['HEZHANG_TEST_SERVER'];
  if (server) return JSON.parse(server) as DatabaseServer;
  throw new Error('no test PostgreSQL: only integration and e2e specs (*.int-spec.ts, *.e2e-spec.ts) have one');
}

/** One statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
