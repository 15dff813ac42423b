import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Defect, Signer } from '#audit';
import { Frontier, LeafEncoder, signedCheckpoint, signerOf, signerText } from '#audit/testing';
import { MemoryEventLog } from '#event-log';
import { newEvents, newStream } from '#event-log/testing';
import { instant } from '#kernel';
import { verifyExport } from './checking.js';
import { exportLog } from './exporting.js';
import { entryOf, lineOf, type Entry } from './file/lines.js';
import { SIGNER, signedStore } from './testing/signed-store.js';

const SEED = Date.now() % 1_000_000;
const ROUNDS = 12;
const EVERY = 50;
const KINDS = ['header', 'event', 'hashes', 'checkpoint', 'trailer'] as const;
const STRANGER = signerOf(signerText(SIGNER.verifier.name, Buffer.alloc(32, 6)));

type Lines = Entry[];
/** What must be told: any of these classes, at this position where one is named. */
type Tampering = (lines: Lines, pick: (below: number) => number) => readonly [kinds: string, position?: string][];

const placesOf = (lines: Lines, kind: Entry['kind']): number[] => lines.flatMap((line, at) => (line.kind === kind ? [at] : []));

/** A random line of a kind, and what is at it. */
function one<K extends Entry['kind']>(
  lines: Lines,
  kind: K,
  pick: (below: number) => number,
): [number, Extract<Entry, { kind: K }>] {
  const places = placesOf(lines, kind);
  const at = places[pick(places.length)] ?? -1;
  return [at, lines[at] as Extract<Entry, { kind: K }>];
}

/** Makes leaves and end what the events say, and signs every checkpoint anew where there is a signer. */
function sealedAnew(lines: Lines, signer?: Signer): void {
  const tree = Frontier.empty();
  const encoder = new LeafEncoder();
  let hashes: Buffer[] = [];
  for (const [at, line] of lines.entries()) {
    if (line.kind === 'event') {
      hashes.push(encoder.hashOf(line.event));
      tree.add(hashes.at(-1) ?? Buffer.alloc(0));
    }
    if (line.kind === 'hashes') {
      lines[at] = { kind: 'hashes', hashes: Buffer.concat(hashes) };
      hashes = [];
    }
    if (line.kind === 'checkpoint' && signer) {
      const { size } = line.checkpoint;
      const note = signedCheckpoint({ origin: signer.verifier.name, size, root: tree.root() }, [signer]);
      lines[at] = { kind: 'checkpoint', checkpoint: { ...line.checkpoint, note } };
    }
  }
  const before = lines.filter(({ kind }) => kind !== 'trailer').map((line) => `${lineOf(line)}\n`);
  const digest = createHash('sha256').update(before.join('')).digest('hex');
  const end = placesOf(lines, 'trailer')[0] ?? -1;
  lines[end] = { kind: 'trailer', trailer: { events: tree.size, root: tree.root().toString('base64'), digest } };
}

function edit(lines: Lines, pick: (below: number) => number): string {
  const [at, { event }] = one(lines, 'event', pick);
  lines[at] = { kind: 'event', event: { ...event, data: Buffer.concat([event.data, Buffer.from(' ')]) } };
  return event.position;
}

const TAMPERINGS: Readonly<Record<string, Tampering>> = {
  'data of an event': (lines, pick) => [['edited', edit(lines, pick)], ['file']],
  'when it was recorded': (lines, pick) => {
    const [at, { event }] = one(lines, 'event', pick);
    lines[at] = { kind: 'event', event: { ...event, recordedAt: instant(Date.parse(event.recordedAt) + 3_600_000) } };
    return [['edited back-dated', event.position]];
  },
  'its revision': (lines, pick) => {
    const [at, { event }] = one(lines, 'event', pick);
    lines[at] = { kind: 'event', event: { ...event, revision: event.revision + 3 } };
    return [['renumbered', event.position]];
  },
  'an event gone': (lines, pick) => {
    const [at] = one(lines, 'event', pick);
    lines.splice(at, 1);
    return [['removed'], ['file']];
  },
  'an event twice': (lines, pick) => {
    const [at, line] = one(lines, 'event', pick);
    lines.splice(at, 0, line);
    return [['renumbered', line.event.position], ['file']];
  },
  'two events in each other’s place': (lines) => {
    const at = placesOf(lines, 'event').find((place) => lines[place + 1]?.kind === 'event') ?? 0;
    const [first, second] = lines.slice(at, at + 2);
    if (first?.kind !== 'event' || !second) throw new Error('no two events');
    lines.splice(at, 2, second, first);
    return [['renumbered', first.event.position]];
  },
  'a leaf': (lines, pick) => {
    const [at, { hashes }] = one(lines, 'hashes', pick);
    const changed = Buffer.from(hashes);
    const place = pick(changed.length);
    changed[place] = (changed[place] ?? 0) ^ 1;
    lines[at] = { kind: 'hashes', hashes: changed };
    return [['tile'], ['file']];
  },
  'leaves gone': (lines, pick) => {
    lines.splice(one(lines, 'hashes', pick)[0], 1);
    return [['file']];
  },
  'a checkpoint gone': (lines, pick) => {
    lines.splice(one(lines, 'checkpoint', pick)[0], 1);
    return [['file']];
  },
  'a checkpoint of another key': (lines, pick) => {
    const [at, { checkpoint }] = one(lines, 'checkpoint', pick);
    const tree = { origin: STRANGER.verifier.name, size: checkpoint.size, root: Buffer.alloc(32) };
    lines[at] = { kind: 'checkpoint', checkpoint: { ...checkpoint, note: signedCheckpoint(tree, [STRANGER]) } };
    return [['checkpoint']];
  },
  'the end cut off': (lines, pick) => {
    lines.splice(2 + pick(lines.length - 3));
    return [['truncated']];
  },
  'an event, with leaves and end made anew': (lines, pick) => {
    edit(lines.slice(0, placesOf(lines, 'checkpoint').at(-1)), pick);
    const [at, { event }] = one(lines.slice(0, placesOf(lines, 'checkpoint').at(-1)), 'event', pick);
    lines[at] = { kind: 'event', event: { ...event, data: Buffer.from('{}') } };
    sealedAnew(lines);
    return [['rewritten']];
  },
  'another history, signed with another key': (lines, pick) => {
    edit(lines, pick);
    sealedAnew(lines, STRANGER);
    return [['checkpoint']];
  },
  'another history, signed with the true key': (lines) => {
    edit(lines, () => 3);
    sealedAnew(lines, SIGNER);
    return [['rewritten']];
  },
  'everything behind an older checkpoint, as if it had ended there': (lines) => {
    const [first = 0] = placesOf(lines, 'checkpoint');
    lines.splice(first + 1, lines.length - first - 2);
    sealedAnew(lines);
    return [['truncated']];
  },
};

describe(`tampering with an export (seed ${String(SEED)})`, () => {
  let folder: string;
  let path: string;
  let original: Lines;
  let kept: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hezhang-tampered-'));
    path = join(folder, 'log.ndjson');
    let now = 1_000;
    const log = new MemoryEventLog(() => (now += 7));
    for (let n = 0; n < 120; n += 1) await log.append(newStream(), 'no_stream', newEvents(1 + (n % 6)));
    const store = await signedStore(log, EVERY);
    await exportLog(path, { log, kind: 'memory', store, now: () => 5_000 });
    original = (await readFile(path))
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => entryOf(Buffer.from(line)));
    kept = (await store.checkpointsAfter(200, 1))[0]?.note ?? '';
  });
  afterAll(() => rm(folder, { recursive: true }));

  const picking = (seed: number) => {
    let state = (seed * 2_654_435_761) % 4_294_967_296;
    return (below: number): number => {
      state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
      return Math.floor((state / 4_294_967_296) * below);
    };
  };

  async function defects(file: string): Promise<Defect[]> {
    const found: Defect[] = [];
    await verifyExport(file, {
      verifiersOf: () => [SIGNER.verifier],
      given: [{ from: 'the kept checkpoint', note: kept }],
      entriesOf: () => [],
      onDefect: (defect) => found.push(defect),
    });
    return found;
  }

  async function defectsOf(bytes: Buffer | string): Promise<Defect[]> {
    const file = join(folder, 'tampered.ndjson');
    await writeFile(file, bytes);
    return defects(file);
  }

  it('reports nothing of a clean one', async () => {
    expect(await defectsOf(original.map((line) => `${lineOf(line)}\n`).join(''))).toEqual([]);
  });

  it.each(Object.entries(TAMPERINGS))('finds and names: %s', async (_, tamper) => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const lines = [...original];
      const expected = tamper(lines, picking(SEED + round));
      const found = await defectsOf(lines.map((line) => `${lineOf(line)}\n`).join(''));
      const missed = expected.filter(
        ([kinds, at]) =>
          !found.some((defect) => kinds.split(' ').includes(defect.kind) && (at === undefined || defect.position === at)),
      );
      expect({ round, missed, found: found.slice(0, 8) }).toMatchObject({ missed: [] });
    }
  });

  it.each(KINDS)('finds any byte of a line changed: %s', async (kind) => {
    const pick = picking(SEED);
    for (let round = 0; round < ROUNDS; round += 1) {
      const [at] = one(original, kind, pick);
      const lines = original.map((line) => Buffer.from(`${lineOf(line)}\n`));
      const line = Buffer.from(lines[at] ?? '');
      const place = pick(line.length - 1);
      line[place] = (line[place] ?? 0) ^ (1 + pick(255));
      lines[at] = line;
      expect({ line: line.toString(), found: (await defectsOf(Buffer.concat(lines))).length > 0 }).toMatchObject({
        found: true,
      });
    }
  });

  it('says where a packed file ends too early', async () => {
    const file = join(folder, 'log.ndjson.gz');
    let now = 1_000;
    const log = new MemoryEventLog(() => (now += 7));
    for (let n = 0; n < 300; n += 1) await log.append(newStream(), 'no_stream', newEvents(3));
    await exportLog(file, { log, kind: 'memory', store: await signedStore(log, EVERY), now: () => 5_000 });
    await truncate(file, 20_000);
    expect((await defects(file)).map(({ kind }) => kind)).toContain('truncated');
  });
});
