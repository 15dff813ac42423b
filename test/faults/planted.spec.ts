import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PLANTS, planted } from './planted.mjs';

const ROOT = join(__dirname, '../..');

// A campaign finds out, too, but after minutes.
describe('the faults that are planted', () => {
  const places = Object.entries(PLANTS).flatMap(([name, plant]) => plant.map(({ file }): [string, string] => [name, file]));

  it.each(places)('"%s" still finds in %s what it replaces', (name, file) => {
    const source = readFileSync(join(ROOT, file), 'utf8');
    expect(planted(join(ROOT, file), source, name)).not.toBe(source);
  });

  it('are refused where the source says something else', () => {
    const [[name, file] = ['', '']] = places;
    expect(() => planted(join(ROOT, file), 'something else', name)).toThrow('no longer says');
  });
});
