import fc from 'fast-check';
import { Outage, isSealed, sealedIn, sealedText, type Sealed } from '#kernel';
import { Persons, type Telling } from './persons.js';
import { shownOf } from './shown.js';
import { MemorySubjectKeys } from './subject-keys.js';

const MASTER = Buffer.alloc(32, 7);
const account = (id: string, field = 'payer'): Telling => ({ person: { kind: 'account', id }, field, text: id });

const sealOne = async (persons: Persons, telling: Telling): Promise<Sealed> => {
  const [sealed] = await persons.seal([telling]);
  if (!sealed) throw new Error('sealed one');
  return sealed;
};

const TEXT = fc.string({ unit: 'binary', minLength: 0, maxLength: 60 });
const FIELD = fc.constantFrom('card', 'payer', 'buyer');
const TELLING: fc.Arbitrary<Telling> = fc.record({
  person: fc.oneof(
    fc.record({ kind: fc.constant('account' as const), id: TEXT }),
    fc.record({ kind: fc.constant('card' as const), id: TEXT, merchantNo: fc.constantFrom('1', '2') }),
  ),
  field: FIELD,
  text: fc.string({ unit: 'grapheme', maxLength: 60 }),
});

describe('persons', () => {
  it('are sealed and opened again, alike by whoever has the keys, and stand in a text', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(TELLING, { maxLength: 8 }), async (tellings) => {
        const keys = new MemorySubjectKeys();
        const [persons, retry] = [new Persons(keys, MASTER), new Persons(keys, MASTER)];
        const sealed = await persons.seal(tellings);
        expect(await retry.seal(tellings)).toEqual(sealed);
        expect(sealed.every(isSealed)).toBe(true);
        expect(sealed.map((each) => sealedIn(sealedText(each)))).toEqual(sealed);
        const read = await retry.open(sealed.map((each, index) => ({ ...each, field: tellings[index]?.field ?? '' })));
        expect(read).toEqual(tellings.map(({ text }) => text));
      }),
    );
  });

  it('can not be read in another field, under another subject, by another master key, nor where a byte differs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), fc.nat(), async (one, other, at) => {
        fc.pre(one !== other);
        const keys = new MemorySubjectKeys();
        const persons = new Persons(keys, MASTER);
        const [mine, theirs] = [await sealOne(persons, account(one)), await sealOne(persons, account(other))];
        const bytes = Buffer.from(mine.box, 'base64url');
        bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
        const wrong = [
          { ...mine, field: 'card' },
          { subject: theirs.subject, box: mine.box, field: 'payer' },
          { subject: mine.subject, box: theirs.box, field: 'payer' },
          { ...mine, box: bytes.toString('base64url'), field: 'payer' },
          { ...mine, box: '', field: 'payer' },
        ];
        expect(await persons.open(wrong)).toEqual(wrong.map(() => undefined));
        await expect(new Persons(keys, Buffer.alloc(32, 8)).open([{ ...mine, field: 'payer' }])).rejects.toThrow('master key');
      }),
    );
  });

  it('have names that change with the master key and with the merchant number of a card', async () => {
    const named = async (master: Buffer, telling: Telling): Promise<string> =>
      (await sealOne(new Persons(new MemorySubjectKeys(), master), telling)).subject;
    const card = (merchantNo: string): Telling => ({
      person: { kind: 'card', id: '622202******1234', merchantNo },
      field: 'card',
      text: '622202******1234',
    });
    const names = await Promise.all([
      named(MASTER, account('x')),
      named(Buffer.alloc(32, 8), account('x')),
      named(MASTER, card('1')),
      named(MASTER, card('2')),
    ]);
    expect(new Set(names).size).toBe(4);
    expect(await named(MASTER, account('x'))).toBe(names[0]);
  });

  it('once forgotten can not be read, and begin anew under a name of their own', async () => {
    const persons = new Persons(new MemorySubjectKeys(), MASTER);
    const before = await sealOne(persons, account('x'));
    await persons.destroy([before.subject]);
    const after = await sealOne(persons, account('x'));
    expect(after.subject).not.toBe(before.subject);
    expect(after.box).not.toBe(before.box);
    expect(await persons.open([before, after].map((each) => ({ ...each, field: 'payer' })))).toEqual([undefined, 'x']);
    expect(await persons.subjectsOf({ kind: 'account', id: 'x' })).toEqual([
      { subject: before.subject, state: 'forgotten' },
      { subject: after.subject, state: 'readable' },
    ]);
    expect(await persons.subjectsOf({ kind: 'account', id: 'y' })).toEqual([]);
  });

  it('are shown in full, by their last four, or as forgotten, and what is nobody is left alone', async () => {
    const persons = new Persons(new MemorySubjectKeys(), MASTER);
    const [card, gone, short] = await persons.seal([account('622202******1234', 'card'), account('gone'), account('short')]);
    if (!card || !gone || !short) throw new Error('sealed three');
    await persons.destroy([gone.subject]);
    const rows = [
      { id: 1, card, payer: gone, other: short },
      { id: 2, card: null, payer: short },
      { id: 3, card: { text: 'plain-9876' } },
    ];
    const fields = ['card', 'payer'];
    expect(await shownOf(persons, rows, { fields, showing: 'whole' })).toEqual([
      {
        id: 1,
        card: { subject: card.subject, text: '622202******1234' },
        payer: { subject: gone.subject, forgotten: true },
        other: short,
      },
      { id: 2, card: null, payer: { subject: short.subject, text: 'short' } },
      { id: 3, card: { text: 'plain-9876' } },
    ]);
    expect(await shownOf(persons, rows, { fields, showing: 'masked' })).toMatchObject([
      { card: { masked: '****1234' }, payer: { forgotten: true } },
      { payer: { masked: '****' } },
      { card: { masked: '****9876' } },
    ]);
  });

  it('are not sealed, and not taken for forgotten, while their keys can not be reached', async () => {
    const away = Object.assign(new Error('gone'), { code: 'ECONNREFUSED' });
    const store = { claim: () => Promise.reject(away), find: () => Promise.reject(away), destroy: () => Promise.reject(away) };
    const persons = new Persons(store, MASTER);
    await expect(persons.seal([account('x')])).rejects.toThrow(Outage);
    const subject = `sub_${'a'.repeat(22)}`;
    await expect(persons.open([{ subject, box: 'a'.repeat(40), field: 'payer' }])).rejects.toThrow(Outage);
  });
});
