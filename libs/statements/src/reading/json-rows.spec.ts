import fc from 'fast-check';
import { JsonRows } from './json-rows.js';

const LIMIT = 64;
const rowsIn = (text: string, size: number): string[] => {
  const rows = new JsonRows(['id'], LIMIT);
  const bytes = Buffer.from(text);
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += size)
    for (const row of rows.in(bytes.subarray(at, at + size))) found.push(row.isCut ? 'cut' : row.bytes.toString());
  for (const row of rows.rest()) found.push(row.bytes.toString());
  return found;
};

describe('rows within JSON', () => {
  it('are the same in whatever chunks the file comes, and those beyond the limit are cut', () => {
    const wrapped = fc
      .string({ unit: 'grapheme', maxLength: 40 })
      .map((text) => JSON.stringify({ id: 1, text, of: [{ id: 2 }] }));
    const filler = fc.string({ maxLength: 200 }).map((text) => JSON.stringify({ wrapping: text }));
    const list = fc.array(fc.oneof(wrapped, filler), { maxLength: 8 });
    fc.assert(
      fc.property(list, fc.integer({ min: 1, max: 50 }), (parts, size) => {
        const expected = parts.filter((part) => part.startsWith('{"id"'));
        const found = rowsIn(`{"page":[${parts.join(',')}]}`, size);
        expect(found).toEqual(expected.map((row) => (Buffer.byteLength(row) > LIMIT ? 'cut' : row)));
      }),
    );
  });

  it('are found where their name comes last', () => {
    expect(rowsIn('[{"a":{"b":[]},"id":1},{"ID":2}]', 3)).toEqual(['{"a":{"b":[]},"id":1}']);
  });
});
