import { StretchThreads } from '#audit';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { VERIFY_THREAD, type ReaderData } from '../../apps/cli/src/verify-readers.js';
import { BookCopy } from './book-copy.js';
import { defectsOf, sealBook, type SealedBook } from './sealed-book.js';
import { TAMPERINGS } from './tamperings.js';

const EVENTS = 1_200;
const ROUNDS = 4;
const SEED = Date.now() % 1_000_000;

describe(`tampering as superuser (seed ${String(SEED)})`, () => {
  let original: TestDatabase;
  let book: SealedBook;
  let copy: BookCopy;

  beforeAll(async () => {
    const { admin } = JSON.parse(process.env['HEZHANG_TEST_SERVER'] ?? '{}') as { admin: string };
    original = await testDatabase();
    book = await sealBook(original.url, EVENTS);
    copy = await BookCopy.of(original.url, admin);
  });
  afterEach(() => copy.restore());
  afterAll(async () => {
    await copy.remove();
    await book.remove();
    await original.drop();
  });

  it('reports nothing on a clean book, nor on one that was put back', async () => {
    expect(await defectsOf(original.url, book)).toEqual([]);
    await copy.restore();
    expect(await defectsOf(copy.url, book)).toEqual([]);
  });

  it('is found alike by readers in threads', async () => {
    await copy.restore();
    const { url, client } = copy;
    const sql = `update log.events set data = data || ' '::bytea where position % 100 = 7`;
    await copy.unguarded(async () => {
      await client.query(sql);
      await client.query('delete from log.events where position between 250 and 260');
      return [];
    });
    const data: ReaderData = { databaseUrl: url };
    const threads = StretchThreads.start(VERIFY_THREAD, data, 2);
    try {
      const defects = await defectsOf(url, book, threads.readers);
      expect(defects).toEqual(await defectsOf(url, book));
      expect(new Set(defects.map(({ kind }) => kind))).toEqual(new Set(['edited', 'removed', 'renumbered', 'misfiled']));
    } finally {
      await threads.stop();
    }
  });

  it('can not be looked for where a thread does not get at the log', async () => {
    const data: ReaderData = { databaseUrl: new URL('/nowhere', original.url).href };
    const threads = StretchThreads.start(VERIFY_THREAD, data, 1);
    await expect(defectsOf(original.url, book, threads.readers)).rejects.toThrow('nowhere');
    await threads.stop();
  });

  it.each(Object.entries(TAMPERINGS))('finds and names: %s', async (_, { does, leavesGuardOff = false }) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      await copy.restore();
      const { url, client } = copy;
      const tamper = () => does({ client, url, events: book.events, pick: picking(SEED + round) });
      const expected = await (leavesGuardOff ? tamper() : copy.unguarded(tamper));
      const defects = await defectsOf(copy.url, book);
      const missed = expected.filter(
        ({ kinds, at }) => !defects.some(({ kind, position }) => kinds.includes(kind) && (at === undefined || position === at)),
      );
      expect({ round, missed, defects: defects.slice(0, 8) }).toMatchObject({ missed: [] });
    }
  });
});

/** Numbers that follow from a seed. */
function picking(seed: number): (least: number, most: number) => number {
  let state = (seed * 2_654_435_761) % 4_294_967_296;
  return (least, most) => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return least + Math.floor((state / 4_294_967_296) * (most - least + 1));
  };
}
