import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Frontier } from './proof/frontier.js';
import { LeafEncoder } from './proof/leaf.js';
import { openCheckpoint } from './proof/checkpoint.js';
import { signerOf, signerText } from './proof/note.js';
import { consistencyProof, isConsistent, rootOf } from './proof/proofs.js';
import { instant } from '#kernel';
import { migrate } from '#postgres';
import { soleOwner } from '#projections';
import { TallyLog, eventually, readDatabase, type ReadDatabase } from '#projections/testing';
import { AUDIT_MIGRATIONS } from './audit.schema.js';
import { CheckpointFolder } from './checkpoint-folder.js';
import { Notary } from './notary.js';
import { PostgresTreeStore } from './postgres-tree-store.js';
import { Sealer } from './sealer.js';

const [KEY, NEXT, STRANGE] = [1, 2, 3].map((byte) => signerOf(signerText('hezhang/test', Buffer.alloc(32, byte))));
if (!KEY || !NEXT || !STRANGE) throw new Error('no keys');

describe('sealing', () => {
  let database: ReadDatabase;
  let log: TallyLog;
  let store: PostgresTreeStore;
  let path: string;
  let failures: string[];
  const sealers: Sealer[] = [];

  beforeEach(async () => {
    database = await readDatabase();
    await migrate(database.pool, AUDIT_MIGRATIONS);
    log = new TallyLog();
    store = new PostgresTreeStore(database.pool);
    path = await mkdtemp(join(tmpdir(), 'hezhang-checkpoints-'));
    failures = [];
  });
  afterEach(async () => {
    await Promise.all(sealers.splice(0).map((sealer) => sealer.stop()));
    await log.close();
    await database.drop();
    await rm(path, { recursive: true });
  });

  const notaryOf = (signers = [KEY], everyMs = 0): Notary => new Notary(store, new CheckpointFolder(path), signers, everyMs);

  function seal(notary = notaryOf()): Sealer {
    const onFailure = (of: string, error: unknown): number => failures.push(`${of}: ${String(error)}`);
    const sealer = new Sealer({ log, store, notary, ownership: soleOwner, onFailure });
    sealers.push(sealer);
    sealer.start();
    return sealer;
  }

  const sealedTo = (size: number): Promise<void> => eventually(async () => (await store.state()).size === size);
  const signedTo = (size: number): Promise<void> => eventually(async () => (await store.latest())?.size === size);

  async function expectedRoot(size: number): Promise<Buffer> {
    const frontier = Frontier.empty();
    const encoder = new LeafEncoder();
    for await (const { events } of log.readAll(''))
      for (const event of events) if (frontier.size < size) frontier.add(encoder.hashOf(event));
    return frontier.root();
  }

  it('follows the log and signs what it sealed, each checkpoint an extension of the last', async () => {
    seal();
    for (const size of [3, 300, 1_000]) {
      await log.countMany(size - (await log.sizeUpTo(await log.head())));
      await signedTo(size);
      expect(await rootOf(size, store.hashes)).toEqual(await expectedRoot(size));
    }
    const checkpoints = (await store.checkpointsAfter(0, 1_000)).map(({ note }) => openCheckpoint(note, [KEY.verifier]));
    for (const [at, newer] of checkpoints.entries()) {
      const older = checkpoints[at - 1];
      if (!older || !newer) continue;
      expect(isConsistent(older, newer, await consistencyProof(older.size, newer.size, store.hashes))).toBe(true);
    }
    expect(failures).toEqual([]);
  });

  it('is the same where two work at once', async () => {
    seal();
    seal();
    await log.countMany(700);
    await Promise.all([log.countMany(700), signedTo(1_400)]);
    expect(await rootOf(1_400, store.hashes)).toEqual(await expectedRoot(1_400));
    await eventually(async () => {
      const days = await readdir(path);
      const files = await Promise.all(days.map((day) => readdir(join(path, day))));
      return (await store.checkpointsAfter(0, 1_000)).length === files.flat().length;
    });
  });

  it('goes on where it was stopped, and files what was not filed', async () => {
    const first = seal();
    await log.countMany(500);
    await signedTo(500);
    await first.stop();
    await rm(path, { recursive: true });
    await log.countMany(100);
    seal();
    await signedTo(600);
    await eventually(async () => (await new CheckpointFolder(path).newest()) === (await store.latest())?.note);
    expect(await rootOf(600, store.hashes)).toEqual(await expectedRoot(600));
  });

  it('signs nothing that does not extend what was signed, wherever that is', async () => {
    const sealer = seal();
    await log.countMany(400);
    await signedTo(400);
    await sealer.stop();
    // A database put back from an older copy, and another history since.
    await database.pool.query('truncate audit.tiles, audit.checkpoints cascade');
    await database.pool.query(`update audit.tree set size = 0, position = '', frontier = ''`);
    log = new TallyLog();
    await log.countMany(399);
    seal();
    await sealedTo(399);
    await eventually(() => failures.some((says) => says.includes('is of 400 events, the tree of 399')));
    await log.countMany(2);
    await eventually(() => failures.some((says) => says.includes('does not extend the newest checkpoint in the folder')));
    expect(await store.latest()).toBeUndefined();
    await eventually(async () => {
      const { rows } = await database.pool.query<{ error: string }>('select error from audit.tree');
      return rows[0]?.error.includes('nothing is signed') ?? false;
    });
  });

  it('changes keys with both on a note, and takes no key that never signed here', async () => {
    const now = instant(0);
    const sealer = seal();
    await log.countMany(5);
    await signedTo(5);
    await sealer.stop();
    await expect(notaryOf([STRANGE]).begin()).rejects.toThrow('signed by other keys');
    seal(notaryOf([NEXT, KEY]));
    await log.countMany(5);
    await signedTo(10);
    const note = (await store.latest())?.note ?? '';
    for (const { verifier } of [KEY, NEXT]) expect(openCheckpoint(note, [verifier])?.size).toBe(10);
    await notaryOf([NEXT]).begin();
    expect(await store.keys()).toEqual([KEY.verifier.text, NEXT.verifier.text]);
    const late = notaryOf([NEXT], 3_600_000);
    await late.begin();
    await late.attest(now);
    expect((await store.latest())?.size).toBe(10);
  });

  it('never overwrites a file', async () => {
    const sealer = seal(notaryOf([KEY], 3_600_000));
    await log.countMany(5);
    await signedTo(5);
    await sealer.stop();
    const stored = await store.latest();
    if (!stored) throw new Error('nothing signed');
    await writeFile(join(path, stored.signedAt.slice(0, 10), '0000000000000005.checkpoint'), 'other');
    await expect(new CheckpointFolder(path).keep(stored)).rejects.toThrow('holds another checkpoint');
    await expect(notaryOf().begin()).rejects.toThrow('was not signed by this log');
  });
});
