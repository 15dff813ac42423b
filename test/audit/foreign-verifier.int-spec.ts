import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditQueries, Certificates, PostgresTreeStore, type InclusionView } from '#audit';
import { hashesOf, openCheckpoint, tilePath } from '#audit/testing';
import { PostgresEventLog, positionAt } from '#event-log';
import { openPool } from '#postgres';
import { testDatabase, type TestDatabase } from '#postgres/testing';
import { HAS_GO, WITHOUT_GO, goVerifier } from './go-verifier.js';
import { SIGNER, sealBook, type SealedBook } from './sealed-book.js';

const EVENTS = 1_500;

const name = HAS_GO ? 'takes our proofs, tiles and checkpoints, and no others' : WITHOUT_GO;

/** What the program is given; bytes are base64. */
interface Evidence {
  readonly Keys: string[];
  readonly Older: string;
  readonly Newer: string;
  readonly Consistency: readonly string[];
  readonly Inclusions: readonly { readonly Index: number; readonly Leaf: string; readonly Proof: readonly string[] }[];
  readonly Tiles: Readonly<Record<string, string>>;
}

describe('a verifier that was not written here', () => {
  let database: TestDatabase;
  let book: SealedBook;
  let folder: string;

  beforeAll(async () => {
    database = await testDatabase();
    book = await sealBook(database.url, EVENTS);
    folder = await mkdtemp(join(tmpdir(), 'hezhang-go-'));
  });
  afterAll(async () => {
    await book.remove();
    await database.drop();
    await rm(folder, { recursive: true });
  });

  async function evidence(): Promise<Evidence> {
    const pool = openPool(database.url, { max: 2 });
    const log = await PostgresEventLog.open({ connectionString: database.url });
    const store = new PostgresTreeStore(pool);
    const queries = new AuditQueries(log, store, new Certificates(pool));
    try {
      const newer = (await queries.latest())?.note ?? '';
      const [from, to] = [book.kept, newer].map((note) => openCheckpoint(note, [SIGNER.verifier])?.size ?? 0) as [
        number,
        number,
      ];
      const consistency = await queries.consistency(from, to);
      if (typeof consistency === 'string') throw new Error(consistency);
      const inclusions: InclusionView[] = [];
      for (const counter of [1, 2, 256, 257, 900, to]) {
        const inclusion = await queries.inclusion({ position: positionAt(counter) });
        if (typeof inclusion === 'string') throw new Error(inclusion);
        inclusions.push(inclusion);
      }
      const tiles = (await Promise.all([0, 1].map((level) => store.tiles(level, 0, 100)))).flat();
      return {
        Keys: await queries.keys(),
        Older: book.kept,
        Newer: newer,
        Consistency: consistency.proof,
        Inclusions: inclusions.map(({ index, leaf, proof }) => ({ Index: index, Leaf: leaf, Proof: proof })),
        Tiles: Object.fromEntries(
          tiles.map(({ level, index, hashes }) => [
            tilePath({ level, index, width: hashesOf(hashes).length }),
            hashes.toString('base64'),
          ]),
        ),
      };
    } finally {
      await log.close();
      await pool.end();
    }
  }

  (HAS_GO ? it : it.skip)(name, async () => {
    const verifier = goVerifier(folder);
    const given = await evidence();
    const judge = async (evidenceGiven: Evidence): Promise<string> => {
      const file = join(folder, 'evidence.json');
      await writeFile(file, JSON.stringify(evidenceGiven));
      return verifier(file);
    };
    expect(await judge(given)).toBe('verified');
    expect(await judge({ ...given, Older: given.Older.replace('\n', '1\n') })).toMatch(/^older checkpoint/);
    expect(await judge({ ...given, Consistency: given.Consistency.slice(1) })).toMatch(/^consistency/);
    const [first, ...others] = given.Inclusions;
    const edited = { ...first, Leaf: Buffer.from('another').toString('base64') } as (typeof given.Inclusions)[0];
    expect(await judge({ ...given, Inclusions: [edited, ...others] })).toMatch(/^leaf 0/);
    const [path = '', bytes = ''] = Object.entries(given.Tiles)[0] ?? [];
    const tampered = Buffer.from(bytes, 'base64');
    tampered[0] = (tampered[0] ?? 0) ^ 1;
    expect(await judge({ ...given, Tiles: { ...given.Tiles, [path]: tampered.toString('base64') } })).toMatch(/^tile of leaf/);
  });
});
