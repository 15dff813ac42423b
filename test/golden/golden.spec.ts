import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EventCodec, type RecordedEvent } from '#event-log';
import { assertBalanced, instant, type Entry } from '#kernel';
import { after } from '#kernel/testing';
import { GOLDEN_FEATURES, type GoldenFeature } from './features.js';

/**
 * One event as this version of it is written for ever: `<Type>.v<version>.json`. The last of `commands` causes it.
 * A new file needs only the commands; `GOLDEN=write` adds the data. Data once there is never rewritten.
 */
interface Golden {
  readonly says: string;
  readonly commands: readonly unknown[];
  readonly data?: unknown;
}

interface Version {
  readonly type: string;
  readonly version: number;
  readonly newest: boolean;
  readonly file: string;
}

const versionsOf = ({ name, schemas }: GoldenFeature): Version[] =>
  Object.entries(schemas).flatMap(([type, { version: newest }]) =>
    Array.from({ length: newest }, (_, index) => index + 1).map((version) => ({
      type,
      version,
      newest: version === newest,
      file: join(__dirname, name, `${type}.v${String(version)}.json`),
    })),
  );

const read = (file: string): Golden => JSON.parse(readFileSync(file, 'utf8')) as Golden;

const asRecorded = ({ type, version }: Version, data: unknown): RecordedEvent => ({
  position: '1'.padStart(16, '0'),
  stream: 'golden-1',
  revision: 0,
  id: '00000000-0000-8000-8000-000000000000',
  type,
  contentType: 'application/json',
  data: Buffer.from(JSON.stringify(data)),
  metadata: Buffer.from(JSON.stringify({ v: version, commandId: 'golden', correlationId: 'golden', actor: 'golden' })),
  recordedAt: instant(0),
});

function writtenToday({ decider }: GoldenFeature, golden: Golden): { type: string; data: unknown } {
  const last = after(decider, golden.commands).events.at(-1);
  if (!last) throw new Error('the commands cause no event');
  return { type: last.type, data: JSON.parse(JSON.stringify(last.data)) as unknown };
}

describe.each(GOLDEN_FEATURES)('golden events of $name', (feature) => {
  const versions = versionsOf(feature);
  const codec = new EventCodec(feature.schemas);

  it('has one file per version of every event, and no other', () => {
    const wanted = versions.map(({ type, version }) => `${type}.v${String(version)}.json`).sort();
    expect(readdirSync(join(__dirname, feature.name)).sort()).toEqual(wanted);
  });

  describe.each(versions)('$type version $version', (version) => {
    if (process.env['GOLDEN'] === 'write' && existsSync(version.file)) {
      const { data: pinned, ...golden } = read(version.file);
      const data = pinned ?? writtenToday(feature, golden).data;
      if (!pinned) writeFileSync(version.file, `${JSON.stringify({ ...golden, data }, null, 2)}\n`);
    }

    it('is still what the code writes, if it is the newest', () => {
      if (!version.newest) return;
      const golden = read(version.file);
      expect(writtenToday(feature, golden)).toEqual({ type: version.type, data: golden.data });
    });

    it('can be read, folded and summed to zero', () => {
      const { data } = codec.decode(asRecorded(version, read(version.file).data));
      feature.decider.evolve(feature.decider.initial, { type: version.type, data });
      const { entries = [] } = data as { entries?: readonly Entry[] };
      assertBalanced(entries);
    });
  });
});
