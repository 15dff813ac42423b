import { readDatabase, type ReadDatabase } from '#projections/testing';
import { exportedBy, filled } from '../bench/export-rows.js';

const SMALL = 20_000;
const LARGE = 80_000;
/** Held whole, the rows between the two sizes are well over 80 MB; a page is one or two. */
const GROWTH_MB = 20;
/** Patience: 80,000 lines are read twice by a process that shares its cores. */
const WITHIN_MS = 400_000;

describe('an export', () => {
  let database: ReadDatabase;
  beforeAll(async () => {
    database = await readDatabase();
    await filled(database.pool, { small: SMALL, large: LARGE });
  });
  afterAll(() => database.drop());

  it.each(['csv', 'xlsx'] as const)(
    'as %s holds no more for four times the lines',
    async (format) => {
      const of = (merchant: string): ReturnType<typeof exportedBy> =>
        exportedBy(database.url, merchant, format, { collect: true });
      const [small, large] = [await of('small'), await of('large')];
      expect([small.rows, large.rows]).toEqual([SMALL, LARGE]);
      expect(small.peakHeldMb).toBeGreaterThan(0);
      expect(large.bytes).toBeGreaterThan(small.bytes * 3);
      expect(large.peakHeldMb - small.peakHeldMb).toBeLessThan(GROWTH_MB);
    },
    WITHIN_MS,
  );
});
