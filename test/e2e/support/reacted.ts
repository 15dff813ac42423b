import { Client } from 'pg';
import { eventually } from './eventually.js';
import type { RunningLedger } from './running-ledger.js';

/** The position at which a ledger stands still: every reaction has seen all of the log, and none of them wrote to it meanwhile. */
export async function reactedTo({ admin, databaseUrl }: RunningLedger): Promise<string> {
  const database = new Client({ connectionString: databaseUrl });
  await database.connect();
  const head = async (): Promise<string> => ((await admin.get('/v1/events?limit=1000')).body as { position: string }).position;
  try {
    return await eventually(async () => {
      const before = await head();
      const { rows } = await database.query<{ position: string }>('select position from projections.reactions');
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ position }) => position < before)).toEqual([]);
      expect(await head()).toBe(before);
      return before;
    });
  } finally {
    await database.end();
  }
}
