import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MemoryEventLog, type RecordedEvent } from '#event-log';
import { everything, newEvents, newStream } from '#event-log/testing';
import { exportLog, type ExportParts } from './exporting.js';
import { readExport } from './file/read-export.js';
import { signedStore } from './testing/signed-store.js';

describe('an export', () => {
  let folder: string;
  let log: MemoryEventLog;
  let now = 1_000;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-export-'));
    log = new MemoryEventLog(() => (now += 10));
    const streams = Array.from({ length: 7 }, () => newStream());
    for (let round = 0; round < 100; round += 1) {
      const stream = streams[(round * 5) % 7] ?? '';
      const last = (await log.readStream(stream)).at(-1)?.revision ?? 'no_stream';
      await log.append(stream, last, newEvents(1 + (round % 9)));
    }
  });
  afterEach(() => rm(folder, { recursive: true }));

  const parts = async (given: Partial<ExportParts> = {}): Promise<ExportParts> => ({
    log,
    kind: 'memory',
    store: await signedStore(log, 50),
    now: () => 5_000,
    ...given,
  });

  async function read(path: string): Promise<RecordedEvent[]> {
    const events: RecordedEvent[] = [];
    for await (const batch of (await readExport(path)).batches) events.push(...batch.events);
    return events;
  }

  it.each(['log.ndjson', 'log.ndjson.gz', 'log.ndjson.zst'])('gives back every event, from %s', async (name) => {
    const path = join(folder, name);
    const { events, checkpoints, forked, signed } = await exportLog(path, await parts());
    const all = await everything(log);
    expect((await read(path)).map(plain)).toEqual(all.map(plain));
    expect({ events, checkpoints, forked, signed }).toEqual({
      events: all.length,
      checkpoints: Math.floor(all.length / 50),
      forked: [],
      signed: all.length - (all.length % 50),
    });
    expect((await readExport(path)).header).toMatchObject({ version: 1, origin: 'hezhang/archive', upTo: await log.head() });
  });

  it('ends where it is told to, by position or by instant', async () => {
    const path = join(folder, 'part.ndjson');
    const all = await everything(log);
    const [last, next] = all.slice(120, 122);
    if (!last || !next) throw new Error('too few');
    await exportLog(path, await parts({ upTo: { position: last.position } }));
    expect((await read(path)).map(plain)).toEqual(all.slice(0, 121).map(plain));
    await exportLog(path, await parts({ upTo: { recordedBy: last.recordedAt } }));
    const known = all.filter(({ recordedAt }) => recordedAt <= last.recordedAt);
    expect((await read(path)).map(plain)).toEqual(known.map(plain));
  });

  it('leaves nothing behind where it could not be written, and is told from one that is not whole', async () => {
    const path = join(folder, 'log.ndjson');
    const failing = new Error('gone');
    const log = { head: () => Promise.reject(failing) } as unknown as MemoryEventLog;
    await expect(exportLog(path, await parts({ log }))).rejects.toThrow('gone');
    await expect(readFile(`${path}.part`)).rejects.toThrow('ENOENT');
    await exportLog(path, await parts());
    const lines = (await readFile(path, 'utf8')).split('\n');
    await writeFile(path, lines.slice(0, -2).join('\n'));
    await expect(read(path)).rejects.toThrow('it is not whole');
    await writeFile(path, lines.filter((_, at) => at !== 200).join('\n'));
    await expect(read(path)).rejects.toThrow(/the file has|the lines of the file/);
  });
});

const plain = (event: RecordedEvent): unknown => ({
  ...event,
  data: Buffer.from(event.data),
  metadata: Buffer.from(event.metadata),
});
