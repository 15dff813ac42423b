import fc from 'fast-check';
import type { RecordedEvent } from '#event-log';
import { instant } from '#kernel';
import { entryOf, lineOf, type Entry } from './lines.js';

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => Buffer.from(text)),
);
const position = fc
  .bigInt({ min: 1n, max: 2n ** 50n })
  .chain((at) => fc.constantFrom(String(at).padStart(16, '0'), String(at).padStart(19, '0').repeat(2)));

const event: fc.Arbitrary<RecordedEvent> = fc.record(
  {
    position,
    origin: position,
    stream: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._@:-]{0,20}$/),
    revision: fc.nat(1_000),
    id: fc.uuid(),
    type: fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,20}$/),
    contentType: fc.constantFrom('application/json' as const, 'application/octet-stream' as const),
    data: bytes,
    metadata: bytes,
    recordedAt: fc.nat(2 ** 42).map(instant),
  },
  { requiredKeys: ['position', 'stream', 'revision', 'id', 'type', 'contentType', 'data', 'metadata', 'recordedAt'] },
);

const plain = (entry: Entry): unknown =>
  entry.kind === 'event'
    ? { ...entry.event, data: Buffer.from(entry.event.data), metadata: Buffer.from(entry.event.metadata) }
    : entry;

describe('lines of an export', () => {
  it('give an event back to the byte, whatever its bytes', () => {
    fc.assert(
      fc.property(event, (one) => {
        const line = lineOf({ kind: 'event', event: one });
        expect(line).not.toContain('\n');
        expect(plain(entryOf(Buffer.from(line)))).toEqual(plain({ kind: 'event', event: one }));
      }),
    );
  });

  it('have one form: a line with any byte changed is refused or says something else', () => {
    fc.assert(
      fc.property(event, fc.nat(), fc.integer({ min: 1, max: 255 }), (one, at, by) => {
        const line = Buffer.from(lineOf({ kind: 'event', event: one }));
        const changed = Buffer.from(line);
        changed[at % line.length] = (changed[at % line.length] ?? 0) ^ by;
        let read: Entry | undefined;
        try {
          read = entryOf(changed);
        } catch {
          return;
        }
        expect(plain(read)).not.toEqual(plain({ kind: 'event', event: one }));
      }),
    );
  });

  it.each([
    '',
    '{}',
    '[]',
    'null',
    '{"position":1}',
    '{"end":null}',
    '{"leaves":"!"}',
    ' {"leaves":"AAAA"}',
    '{"leaves":"AAAA","x":1}',
  ])('are not: %s', (text) => {
    expect(() => entryOf(Buffer.from(text))).toThrow(/can not be read|of no known kind|not written as/);
  });
});
