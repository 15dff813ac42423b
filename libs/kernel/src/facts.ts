import { canonicalJson } from './canonical.js';
import { EMPTY_BOOK, difference, post, type Book, type Dimensions, type Entry } from './book.js';
import { Fault } from './fault.js';
import type { BusinessDate, Instant } from './instant.js';
import { isSealed } from './sealed.js';

/** What we, not the outside world, say of a fact: where in the books it belongs. Not part of its identity. */
export interface Booking {
  readonly businessDate: BusinessDate;
  readonly of: Dimensions;
}

/**
 * Something that already happened outside. `key` is the outside world's own identity of it within its stream;
 * everything beside `booking` is what the outside world said.
 */
export interface Fact<T extends string = string> {
  readonly type: T;
  readonly key: string;
  readonly occurredAt: Instant;
  readonly booking: Booking;
}

/** Facts by key; where it was told in several ways, all of them, the one that stands first. */
export type FactSet<F extends Fact> = ReadonlyMap<string, readonly F[]>;

const saidBy = (fact: Fact): string => canonicalJson({ ...fact, booking: undefined });

export const hasFact = <F extends Fact>(set: FactSet<F>, fact: F): boolean =>
  (set.get(fact.key) ?? []).some((known) => saidBy(known) === saidBy(fact));

/** The variant that stands is the latest by its own clock, then the greater text: never the one that came last. */
export function addFact<F extends Fact>(set: FactSet<F>, fact: F): FactSet<F> {
  if (hasFact(set, fact)) return set;
  const variants = [...(set.get(fact.key) ?? []), fact].sort((a, b) =>
    a.occurredAt === b.occurredAt ? (saidBy(a) > saidBy(b) ? -1 : 1) : a.occurredAt > b.occurredAt ? -1 : 1,
  );
  return new Map(set).set(fact.key, variants);
}

/**
 * One fact per key in canonical order (their time, then key): the same list for the same set, however it was collected.
 * What the variant that stands leaves out is taken from the next one that says it.
 */
export const standingFacts = <F extends Fact>(set: FactSet<F>): F[] =>
  [...set.values()]
    .flatMap((variants) => (variants.length > 1 ? [merged(variants)] : variants))
    .sort((a, b) => (a.occurredAt === b.occurredAt ? (a.key < b.key ? -1 : 1) : a.occurredAt < b.occurredAt ? -1 : 1));

const merged = <F extends Fact>(variants: readonly F[]): F =>
  variants.reduceRight((rest, variant) => ({ ...rest, ...withoutGaps(variant) }));

const withoutGaps = <F extends Fact>(fact: F): F =>
  Object.fromEntries(Object.entries(fact).filter(([, value]) => value !== undefined)) as unknown as F;

/**
 * Keys under which the outside world contradicted itself: two variants say different things of one field. Another clock, a
 * field that only one of them has, or a person, who is sealed anew once forgotten, is no contradiction.
 */
export const contradictedKeys = (set: FactSet<Fact>): string[] =>
  [...set]
    .filter(([, variants]) => variants.some((one, index) => variants.slice(index + 1).some((other) => contradict(one, other))))
    .map(([key]) => key)
    .sort();

function contradict(one: Fact, other: Fact): boolean {
  const said = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).some(([field, value]) => {
    const opposite = said.get(field);
    if (field === 'booking' || field === 'occurredAt' || value === undefined || opposite === undefined) return false;
    if (isSealed(value) || isSealed(opposite)) return false;
    return canonicalJson(value) !== canonicalJson(opposite);
  });
}

/** What a set of facts amounts to: the entries that should stand, and where the thing stands (status, money, exceptions). */
export interface Derived<Standing> {
  readonly entries: readonly Entry[];
  readonly standing: Standing;
}

/** Pure function of a set of facts. One per version of a feature's posting rules. */
export type Derive<F extends Fact, Standing> = (facts: readonly F[], contradicted: readonly string[]) => Derived<Standing>;

/** Posting rules by version. A stream keeps the version it was opened under: a later change never re-books the past. */
export type Rules<F extends Fact, Standing> = Readonly<Record<number, Derive<F, Standing>>>;

/** State of a stream that collects facts. */
export interface FactState<F extends Fact, Standing> {
  readonly facts: FactSet<F>;
  readonly book: Book;
  /** 0 while the stream is empty. */
  readonly rules: number;
  readonly standing: Standing | undefined;
}

/** Data of every event of such a stream; the event's type is the fact's type. */
export interface FactEventData<F extends Fact, Standing> {
  readonly fact: Omit<F, 'type'>;
  /** Version of the posting rules that computed `entries`. */
  readonly rules: number;
  /** What this event books: each entry sums to zero. Empty where the fact moves no money. */
  readonly entries: readonly Entry[];
  /** Where the thing stands after this event. */
  readonly standing: Standing;
}

export interface FactEvent<F extends Fact, Standing> {
  readonly type: F['type'];
  readonly data: FactEventData<F, Standing>;
}

export const emptyFactState = <F extends Fact, Standing>(): FactState<F, Standing> => ({
  facts: new Map(),
  book: EMPTY_BOOK,
  rules: 0,
  standing: undefined,
});

/** The event that records a fact, none where it is known already. Books the difference to what is booked. */
export function recordFact<F extends Fact, Standing>(
  state: FactState<F, Standing>,
  fact: F,
  rules: Rules<F, Standing>,
): FactEvent<F, Standing>[] {
  if (hasFact(state.facts, fact)) return [];
  const version = state.rules || Math.max(...Object.keys(rules).map(Number));
  const { entries, standing } = deriveAll(addFact(state.facts, fact), version, rules);
  const { type, ...said } = fact;
  return [{ type, data: { fact: said, rules: version, entries: difference(entries, state.book), standing } }];
}

export function deriveAll<F extends Fact, Standing>(
  facts: FactSet<F>,
  version: number,
  rules: Rules<F, Standing>,
): Derived<Standing> {
  const derive = rules[version];
  if (!derive) throw new Fault(`unknown posting rules: ${String(version)}`);
  return derive(standingFacts(facts), contradictedKeys(facts));
}

/** Where a stream stands of which only these events count, under the posting rules that it was opened under. At least one. */
export function standingAfter<F extends Fact, Standing>(
  events: readonly FactEvent<F, Standing>[],
  rules: Rules<F, Standing>,
): Standing {
  const [first] = events;
  if (!first) throw new Fault('nothing stands on no facts');
  const facts = events.reduce<FactSet<F>>((set, event) => addFact(set, factOf(event)), new Map());
  return deriveAll(facts, first.data.rules, rules).standing;
}

const factOf = <F extends Fact, Standing>({ type, data }: FactEvent<F, Standing>): F => ({ ...data.fact, type }) as F;

export function evolveFacts<F extends Fact, Standing>(
  state: FactState<F, Standing>,
  event: FactEvent<F, Standing>,
): FactState<F, Standing> {
  return {
    facts: addFact(state.facts, factOf(event)),
    book: post(state.book, event.data.entries),
    rules: event.data.rules,
    standing: event.data.standing,
  };
}
