import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog, originOf, type RecordedEvent, type RestorableLog } from '#event-log';
import { everything, newEvents, newStream } from '#event-log/testing';
import { Outage } from '#kernel';
import { PostgresBesideTables, exportLog, importLog, verifyExport, type Imported } from '#log-archive';
import { picking, recordHistory, seal, stand, SIGNER, type Kind, type Stand } from './stands.js';

const SEED = Date.now() % 1_000_000;
const KEYS = [SIGNER.verifier.text];

/** What must be the same wherever an event stands. */
const kept = (event: RecordedEvent): unknown => {
  const { position: _, ...rest } = event;
  return { ...rest, origin: originOf(event), data: Buffer.from(event.data), metadata: Buffer.from(event.metadata) };
};

describe(`a log that is exported and imported (seed ${String(SEED)})`, () => {
  let folder: string;
  const stands: Stand[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-archive-'));
  });
  afterEach(async () => {
    await Promise.all(stands.splice(0).map((one) => one.remove()));
    await rm(folder, { recursive: true });
  });

  const standOf = async (kind: Kind): Promise<Stand> => {
    const made = await stand(kind);
    stands.push(made);
    return made;
  };
  const exported = async ({ log, kind, store, pool }: Stand, name = 'log.ndjson.gz') => {
    const path = join(folder, name);
    const beside = new PostgresBesideTables(pool);
    return { path, ...(await exportLog(path, { log, kind, store, now: Date.now, beside })) };
  };
  const imported = (path: string, { log, pool }: Pick<Stand, 'pool'> & { log: RestorableLog }): Promise<Imported> =>
    importLog(path, { log, pool, keys: KEYS, owners: ['test'] });

  it.each<[Kind, Kind]>([
    ['postgresql', 'postgresql'],
    ['postgresql', 'eventstoredb'],
    ['eventstoredb', 'postgresql'],
    ['eventstoredb', 'eventstoredb'],
  ])('from %s to %s and back is the same: bytes, root, what was signed', async (one, other) => {
    const pick = picking(SEED);
    const source = await standOf(one);
    await recordHistory(source.log, pick(300, 900), pick);
    await seal(source, pick(40, 300));
    await recordHistory(source.log, pick(1, 40), pick);
    const first = await exported(source);
    const target = await standOf(other);
    expect(await imported(first.path, target)).toMatchObject({
      before: false,
      events: first.events,
      added: first.events,
      root: first.root,
    });
    const [before, after] = [await everything(source.log), await everything(target.log)];
    expect(after.map(kept)).toEqual(before.map(kept));
    if (one === 'postgresql' && other === 'postgresql') expect(after).toEqual(before);
    // What was signed is gone on with, and comes back to where it was.
    await recordHistory(target.log, 30, pick);
    await seal(target, 25);
    const second = await exported(target, 'second.ndjson');
    expect(second).toMatchObject({ forked: [], signed: second.events });
    const back = await standOf(one);
    expect(await imported(second.path, back)).toMatchObject({ root: second.root, signed: second.events });
    const returned = await everything(back.log);
    expect(returned.map(kept)).toEqual((await everything(target.log)).map(kept));
    if (one === 'postgresql') expect(returned.slice(0, before.length)).toEqual(before);
    for (const { path } of [first, second]) {
      const onDefect = jest.fn();
      await verifyExport(path, { verifiersOf: () => [SIGNER.verifier], given: [], entriesOf: () => [], onDefect });
      expect(onDefect.mock.calls).toEqual([]);
    }
  });

  it('goes into a log in memory as well', async () => {
    const pick = picking(SEED + 1);
    const source = await standOf('postgresql');
    await recordHistory(source.log, 400, pick);
    await seal(source, 100);
    const { path, root } = await exported(source, 'log.ndjson.zst');
    const log = new MemoryEventLog();
    const { pool } = await standOf('postgresql');
    expect(await imported(path, { log, pool })).toMatchObject({ root });
    expect(await everything(log)).toEqual((await everything(source.log)).map(bytesCopied));
  });

  it.each<Kind>(['postgresql', 'eventstoredb'])('goes on in %s where it was broken off', async (kind) => {
    const pick = picking(SEED + 2);
    const source = await standOf('postgresql');
    await recordHistory(source.log, 4_500, pick);
    await source.pool.query(`insert into secrets.sealed (ref, sealed) values ('a', '\\x0102'), ('b', '\\xff')`);
    await seal(source, 1_500);
    const { path, root, events } = await exported(source);
    const target = await standOf(kind);
    for (const restores of [1, 0]) {
      let left = restores;
      const failing: RestorableLog = Object.create(target.log, {
        restore: {
          value: (...asked: Parameters<RestorableLog['restore']>) =>
            left-- > 0 ? target.log.restore(...asked) : Promise.reject(new Outage('killed')),
        },
      }) as RestorableLog;
      await expect(imported(path, { log: failing, pool: target.pool })).rejects.toThrow('killed');
    }
    const held = (await everything(target.log)).length;
    expect(held).toBeGreaterThan(0);
    expect(await imported(path, target)).toMatchObject({ events, added: events - held, root, rows: 3 });
    expect(await imported(path, target)).toEqual({ before: true });
    const { rows } = await target.pool.query(`select ref, sealed from secrets.sealed order by ref`);
    expect(rows).toEqual([
      { ref: 'a', sealed: Buffer.from([1, 2]) },
      { ref: 'b', sealed: Buffer.from([255]) },
    ]);
  });

  it('goes into nothing that is not empty, nor behind another beginning', async () => {
    const pick = picking(SEED + 3);
    const [source, target, other] = [await standOf('postgresql'), await standOf('postgresql'), await standOf('postgresql')];
    await recordHistory(source.log, 50, pick);
    await seal(source, 20);
    const { path } = await exported(source, 'log.ndjson');
    await target.log.append(newStream(), 'no_stream', newEvents(1));
    await expect(imported(path, target)).rejects.toThrow('the log is not empty');
    await seal(other, 20);
    const strange = importLog(path, { ...other, keys: ['hezhang/other+00000000+AAAA'], owners: [] });
    await expect(strange).rejects.toThrow('not signed by the key that was given');
    expect(await everything(other.log)).toEqual([]);
  });

  it('writes nothing behind a line that is not what was exported', async () => {
    const pick = picking(SEED + 4);
    const source = await standOf('postgresql');
    await recordHistory(source.log, 700, pick);
    await seal(source, 100);
    const { path } = await exported(source, 'log.ndjson');
    const lines = (await readFile(path, 'utf8')).split('\n');
    const at = lines.findIndex((line, index) => index > 300 && line.startsWith('{"position"'));
    lines[at] = (lines[at] ?? '').replace('"revision":', '"revision":1');
    await writeFile(path, lines.join('\n'));
    const target = await standOf('postgresql');
    await expect(imported(path, target)).rejects.toThrow(/is not what its leaf says/);
    const [held, all] = [await everything(target.log), await everything(source.log)];
    expect(held).toEqual(all.slice(0, held.length));
    expect(held.length).toBeLessThan(at);
  });
});

const bytesCopied = (event: RecordedEvent): RecordedEvent => ({
  ...event,
  data: Uint8Array.from(event.data),
  metadata: Uint8Array.from(event.metadata),
});
