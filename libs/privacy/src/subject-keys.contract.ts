import type { SubjectKeyStore } from './subject-keys.js';

export interface SubjectKeysUnderTest {
  /** Fresh and empty. */
  readonly keys: SubjectKeyStore;
  clear(): Promise<void>;
}

const offer = (subject: string, byte: number): ReadonlyMap<string, Buffer> => new Map([[subject, Buffer.alloc(60, byte)]]);

/** What every store of subjects' keys does. Call it inside a spec. */
export function subjectKeysContract(name: string, open: () => Promise<SubjectKeysUnderTest>): void {
  describe(`${name} as a store of subjects' keys`, () => {
    let under: SubjectKeysUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.clear());

    it('gives all who claim at once the same key, and keeps it', async () => {
      const claims = await Promise.all(Array.from({ length: 20 }, (_, byte) => under.keys.claim(offer('sub_a', byte))));
      const given = new Set(claims.map((claimed) => claimed.get('sub_a')?.toString('hex')));
      expect(given.size).toBe(1);
      expect([...given]).toEqual([(await under.keys.claim(offer('sub_a', 99))).get('sub_a')?.toString('hex')]);
      expect([...(await under.keys.find(['sub_a', 'sub_b'])).keys()]).toEqual(['sub_a']);
    });

    it('destroys a key for ever, also one that is not there yet', async () => {
      await under.keys.claim(offer('sub_a', 1));
      await under.keys.destroy(['sub_a', 'sub_b']);
      const again = await under.keys.claim(new Map([...offer('sub_a', 2), ...offer('sub_b', 2), ...offer('sub_c', 2)]));
      expect([again.get('sub_a'), again.get('sub_b'), again.get('sub_c')]).toEqual([null, null, Buffer.alloc(60, 2)]);
      expect(await under.keys.find(['sub_a'])).toEqual(new Map([['sub_a', null]]));
      await under.keys.destroy([]);
      expect(await under.keys.find([])).toEqual(new Map());
    });

    it('lets nobody who claims while it is destroyed make a new one', async () => {
      await under.keys.claim(offer('sub_a', 1));
      await Promise.all([
        under.keys.destroy(['sub_a']),
        ...Array.from({ length: 20 }, (_, byte) => under.keys.claim(offer('sub_a', byte))),
      ]);
      expect((await under.keys.claim(offer('sub_a', 5))).get('sub_a')).toBeNull();
    });
  });
}
