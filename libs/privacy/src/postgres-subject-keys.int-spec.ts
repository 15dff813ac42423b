import { migrate, openPool } from '#postgres';
import { testDatabase } from '#postgres/testing';
import { Persons } from './persons.js';
import { PRIVACY_MIGRATIONS, PostgresSubjectKeys } from './postgres-subject-keys.js';
import { subjectKeysContract } from './subject-keys.contract.js';

async function open() {
  const database = await testDatabase();
  const pool = openPool(database.url, { durable: true });
  await migrate(pool, PRIVACY_MIGRATIONS);
  const clear = async (): Promise<void> => {
    await pool.end();
    await database.drop();
  };
  return { pool, keys: new PostgresSubjectKeys(pool), clear };
}

subjectKeysContract('PostgreSQL', open);

it('two processes seal one person alike, and neither sees the other forget late where it reads', async () => {
  const { keys, clear, pool } = await open();
  try {
    const [one, other] = [new Persons(keys, Buffer.alloc(32, 1)), new Persons(keys, Buffer.alloc(32, 1))];
    const telling = { person: { kind: 'account', id: 'oUpF8uMuAJO' }, field: 'payer', text: 'oUpF8uMuAJO' } as const;
    const [[first], [second]] = await Promise.all([one.seal([telling]), other.seal([telling])]);
    expect(first).toEqual(second);
    if (!first) throw new Error('sealed one');
    expect(await other.open([{ ...first, field: 'payer' }])).toEqual(['oUpF8uMuAJO']);
    await one.destroy([first.subject]);
    expect(await other.open([{ ...first, field: 'payer' }])).toEqual([undefined]);
    const { rows } = await pool.query<{ all: string }>('select subject_keys::text as all from privacy.subject_keys');
    expect(rows.map(({ all }) => all.startsWith(`(${first.subject},,`))).toEqual([true]);
  } finally {
    await clear();
  }
});
