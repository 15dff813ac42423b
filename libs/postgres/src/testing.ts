import { randomBytes } from 'node:crypto';
import { Client, escapeIdentifier } from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A fresh, empty database on the one PostgreSQL of this test run (`test/setup` starts it). */
export async function testDatabase(): Promise<TestDatabase> {
  const server = process.env['HEZHANG_TEST_SERVER'];
  if (!server) throw new Error('no test PostgreSQL: only integration and e2e specs (*.int-spec.ts, *.e2e-spec.ts) have one');
  const { admin, role } = JSON.parse(server) as { admin: string; role: string };
  const name = `test_${randomBytes(8).toString('hex')}`;
  const owner = escapeIdentifier(decodeURIComponent(new URL(role).username));
  await execute(admin, `create database ${name} owner ${owner} template template0`);
  const url = new URL(role);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(admin, `drop database if exists ${name} with (force)`) };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
