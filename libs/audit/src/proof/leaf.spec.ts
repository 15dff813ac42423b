import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { instant } from '#kernel';
import { LeafEncoder, eventOfLeaf, type LeafEvent } from './leaf.js';

const EVENT: LeafEvent = {
  position: '0000000000000001',
  stream: 'orders.1',
  revision: 0,
  id: '00000000-0000-8000-8000-000000000001',
  type: 'Paid',
  contentType: 'application/json',
  recordedAt: instant(0),
  metadata: Buffer.from('{"v":1}'),
  data: Buffer.from([0, 255]),
};

describe('a leaf', () => {
  it('is documented byte by byte', () => {
    const field = (text: string): string => `${text.length.toString(16).padStart(8, '0')}${Buffer.from(text).toString('hex')}`;
    const texts = ['hezhang-event-v1', EVENT.position, 'orders.1', '0', EVENT.id, 'Paid', 'application/json'];
    const expected = [...texts, '1970-01-01T00:00:00.000Z', '{"v":1}'].map(field).join('') + '0000000200ff';
    const leaf = new LeafEncoder().leafOf(EVENT);
    expect(leaf.toString('hex')).toBe(expected);
    const hashed = createHash('sha256').update(Uint8Array.of(0)).update(leaf).digest('hex');
    expect(new LeafEncoder().hashOf(EVENT).toString('hex')).toBe(hashed);
  });

  it('is another wherever a field is another, and does not depend on what was encoded before', () => {
    const encoder = new LeafEncoder();
    const text = fc.stringMatching(/^[A-Za-z0-9.]{1,40}$/);
    const event = fc.record({ position: text, stream: text, id: text, type: text, revision: fc.nat() });
    const bytes = fc.record({ data: fc.uint8Array({ maxLength: 90_000 }), metadata: fc.uint8Array() });
    fc.assert(
      fc.property(fc.tuple(event, bytes), fc.tuple(event, bytes), ([a, b], [c, d]) => {
        const one = { ...EVENT, ...a, ...b };
        const other = { ...EVENT, ...c, ...d };
        const first = encoder.hashOf(one);
        const isSame = JSON.stringify([a, [...b.data], [...b.metadata]]) === JSON.stringify([c, [...d.data], [...d.metadata]]);
        expect(encoder.hashOf(other).equals(first)).toBe(isSame);
        expect(encoder.hashOf(one)).toEqual(first);
      }),
      { numRuns: 50 },
    );
  });

  it('says its event again, and is none after any change that an encoder would not make', () => {
    const leaf = Buffer.from(new LeafEncoder().leafOf(EVENT));
    expect(eventOfLeaf(leaf)).toEqual(EVENT);
    const wrong = [
      Buffer.alloc(0),
      leaf.subarray(0, -1),
      Buffer.concat([leaf, Buffer.alloc(1)]),
      Buffer.concat([leaf, Buffer.alloc(4)]),
      Buffer.from(leaf.toString('latin1').replace('hezhang-event-v1', 'hezhang-event-v2'), 'latin1'),
      Buffer.from(leaf.toString('latin1').replace('application/json', 'application/jsom'), 'latin1'),
      Buffer.from(leaf.toString('latin1').replace('\u0001' + '0', '\u0001' + 'x'), 'latin1'),
    ];
    for (const bytes of wrong) expect(() => eventOfLeaf(bytes)).toThrow('leaf');
    fc.assert(
      fc.property(fc.nat({ max: leaf.length - 1 }), fc.integer({ min: 1, max: 255 }), (place, change) => {
        const edited = Buffer.from(leaf);
        edited[place] = (edited[place] ?? 0) ^ change;
        let again: LeafEvent | undefined;
        try {
          again = eventOfLeaf(edited);
        } catch {
          return;
        }
        expect(new LeafEncoder().leafOf(again).equals(edited)).toBe(true);
        expect(again).not.toEqual(EVENT);
      }),
      { numRuns: 300 },
    );
  });
});
