import { sealedIn, sealedText, type Sealed } from '#kernel';
import type { Person, PersonSealer, Telling } from '#privacy';
import type { Fields } from './fields.js';
import { sanitise, type CardPolicy } from './sanitise.js';

/** What a channel knows of the persons in its messages. */
export interface PersonPolicy {
  /** Who a value tells, and under which name it will be read; `drop`: nobody needs it; undefined: it tells nobody. */
  readonly tells: (key: string, value: string) => Pick<Telling, 'person' | 'field'> | 'drop' | undefined;
}

export interface WithoutPersons {
  readonly text: string;
  readonly changed: boolean;
}

export const accountOf = (id: string): Person => ({ kind: 'account', id });

/** What is sealed is longer than what it says. */
const LONGEST = 4_200;

/** Card data is gone by then: nothing of it is looked for again. */
const AS_IT_IS: CardPolicy = { digitsOf: () => 'exempt', onCardNumber: 'mask' };

/**
 * Well-formed JSON text without persons: what tells one is sealed, or dropped; every other byte as it was. The same text gives
 * the same text, until somebody in it is forgotten. @throws Outage
 */
export async function withoutPersons(text: string, policy: PersonPolicy, persons: PersonSealer): Promise<WithoutPersons> {
  const found = new Map<string, Telling | 'drop'>();
  const told = (key: string, value: string): undefined => {
    const says = value === '' || value === 'null' ? undefined : policy.tells(key, value);
    if (says) found.set(placeOf(key, value), says === 'drop' ? says : { ...says, text: value });
  };
  sanitise(text, { ...AS_IT_IS, instead: told });
  if (found.size === 0) return { text, changed: false };
  const tellings = [...found].flatMap(([place, says]) => (says === 'drop' ? [] : [[place, says] as const]));
  const sealed = await persons.seal(tellings.map(([, telling]) => telling));
  const texts = new Map(tellings.map(([place], index) => [place, sealedText(sealed[index] as Sealed)]));
  const instead = (key: string, value: string): string | undefined => {
    const place = placeOf(key, value);
    return found.get(place) === 'drop' ? '' : texts.get(place);
  };
  const { text: without, changed } = sanitise(text, { ...AS_IT_IS, instead });
  return { text: without, changed };
}

const placeOf = (key: string, value: string): string => `${key}\n${value}`;

/** Payers by their accounts, under these names. */
export const payersUnder = (names: readonly string[]): PersonPolicy => ({
  tells: (key, value) => (names.includes(key) ? { person: accountOf(value), field: 'payer' } : undefined),
});

export type PersonNamed<N extends string> = { readonly [P in N]?: Sealed };

/** What a value of a kept message tells of a person; nothing where it came before persons were sealed, or is none. */
export function personAs<N extends string>(as: N, value: string | undefined): PersonNamed<N> {
  const sealed = value === undefined ? undefined : sealedIn(value);
  return (sealed ? { [as]: sealed } : {}) as PersonNamed<N>;
}

/** The same of the first of these fields that is there. */
export const personIn = <N extends string>(as: N, fields: Fields, names: readonly string[]): PersonNamed<N> =>
  personAs(
    as,
    names.map((name) => fields.words(name, LONGEST)).find((text) => text !== undefined),
  );
