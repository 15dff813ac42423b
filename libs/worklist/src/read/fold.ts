import { deterministicId, type StoredEvent } from '#event-log';
import { canonicalJson } from '#kernel';
import { kindOfStream } from '../catalogue/catalogue.js';
import type { ExceptionEvent } from '../domain/exception.messages.js';
import { findingsOf } from '../domain/fraud.js';
import { thresholdsOf, withValues, type Thresholds } from '../domain/rules.js';
import {
  attributed,
  counted,
  pairOf,
  unattributed,
  withPair,
  type DayOf,
  type Sighting,
  type TerminalDay,
} from '../domain/terminal-day.js';
import { since, type TerminalHistory } from '../domain/terminal-history.js';
import { findingsOfStore, type StoreDay, type UndoneUse } from '../domain/undone-use.js';
import { causesOfDay, causesOfSightings, causesOfStanding, causesOfStore, dueAt, isAnomaly, type Cause } from './causes.js';
import { causesOfHanded, isOfHanded, withoutCollected } from './handed-orders.js';
import { UNRESOLVED, handled } from './handled.js';
import { dayKey, dayStream, itemGroup, storeStream, terminalKey, type Memory } from './memory.js';
import {
  asHandling,
  asModel,
  asRules,
  asSetUp,
  codesOf,
  collectedOf,
  occurredAtOf,
  sightingOf,
  undoneUsesOf,
  type AnyData,
  type Collected,
  type TerminalSetUp,
} from './reading.js';
import type { Item } from './worklist.tables.js';

export const exceptionId = (stream: string, code: string, day: string): string =>
  `exc_${deterministicId('exception', stream, code, day)}`;

/** Folds events into exceptions. What it needs of earlier ones must be in memory. */
export class WorklistFold {
  constructor(
    private readonly memory: Memory,
    /** Methods by POS model, as they ship. */
    private readonly shipped: (model: string) => readonly string[] | undefined,
  ) {}

  take(event: StoredEvent): void {
    const handling = asHandling(event);
    if (handling) {
      this.handle(event, handling);
      return;
    }
    const setUp = asSetUp(event);
    if (setUp) this.setUp(event, setUp);
    const model = asModel(event);
    if (model) this.describe(event, model);
    const rules = asRules(event);
    if (rules) this.rule(event, rules.merchantId, rules.rules);
    this.stand(event);
    const collected = collectedOf(event);
    if (collected) this.collect(event, collected);
    const sighting = sightingOf(event);
    if (sighting) this.see(event, sighting);
    const uses = undoneUsesOf(event);
    if (uses) this.undo(event, uses);
  }

  private stand(event: StoredEvent): void {
    const { standing, fact } = event.data as AnyData;
    const codes = codesOf(event.data as AnyData);
    if (!standing || !codes) return;
    const kind = kindOfStream(event.stream);
    const causes = causesOfStanding(kind, standing, codes, fact?.booking?.of.merchant ?? '-');
    const held = kind === 'order' ? withoutCollected(this.memory, event.stream, causes) : causes;
    this.settle(event, { stream: event.stream, day: '' }, held, (code) => !isAnomaly(code));
  }

  private collect(event: StoredEvent, collected: Collected): void {
    this.settle(event, { stream: collected.stream, day: '' }, causesOfHanded(this.memory, collected), isOfHanded);
  }

  /** A transaction counts once. Told again with an operator, it is theirs; of two, the greater number's. */
  private see(event: StoredEvent, sighting: Sighting): void {
    const { days, sightings } = this.memory;
    const known = sightings.get(sighting.stream, sighting.identity);
    if (known && known.operatorNo >= sighting.operatorNo) return;
    const taken = known ? { ...known, operatorNo: sighting.operatorNo } : sighting;
    const terminal = { ...taken, operatorNo: '' };
    const before = pairOf(sightings.group(taken.stream));
    sightings.put(taken);
    const after = pairOf(sightings.group(taken.stream));
    if (known) this.change(known, (day) => unattributed(day, known));
    else days.put(counted(this.dayOf(terminal), taken));
    days.put(attributed(this.dayOf(taken), taken));
    if (before) this.change(before.counts, (day) => withPair(day, taken.stream, undefined));
    if (after) this.change(after.counts, (day) => withPair(day, taken.stream, after.pair));
    const touched = [terminal, taken, known, before?.counts, after?.counts].filter((each) => each !== undefined);
    for (const each of new Map(touched.map((of) => [nameOfDay(of), of])).values()) this.judgeDay(event, each);
    this.judgeSightings(event, taken.stream);
  }

  private change(of: DayName, change: (day: TerminalDay) => TerminalDay): void {
    const day = this.dayOf(of);
    if (day) this.memory.days.put(change(day));
  }

  private dayOf(of: DayName): TerminalDay | undefined {
    return this.memory.days.get(terminalKey(of.merchantNo, of.terminalNo), dayKey(of));
  }

  private judgeDay(event: StoredEvent, of: DayName): void {
    const known = this.dayOf(of);
    if (!known) return;
    const causes = causesOfDay(known, findingsOf(known, this.thresholds(known.merchant)));
    this.settle(event, { stream: dayStream(known), day: known.day }, causes, () => true);
  }

  /** What of an order of vouchers was taken back may turn out otherwise: where it counted before is judged again, too. */
  private undo(event: StoredEvent, uses: readonly UndoneUse[]): void {
    const { undone } = this.memory;
    const before = undone.group(event.stream);
    if (canonicalJson(before.sort(byKey)) === canonicalJson([...uses].sort(byKey))) return;
    for (const use of before) undone.remove(use);
    for (const use of uses) undone.put(use);
    this.judgeStores(event, [...before, ...uses]);
  }

  private judgeStores(event: StoredEvent, days: readonly StoreDay[]): void {
    const uses = Map.groupBy(this.memory.undone.all(), nameOfStoreDay);
    for (const of of new Map(days.map((each) => [nameOfStoreDay(each), each])).values()) {
      const found = findingsOfStore(uses.get(nameOfStoreDay(of)) ?? [], this.thresholds(of.merchant));
      this.settle(event, { stream: storeStream(of), day: of.day }, causesOfStore(of, found), () => true);
    }
  }

  private judgeSightings(event: StoredEvent, stream: string): void {
    const causes = causesOfSightings(
      this.memory.sightings.group(stream),
      ({ merchantNo, terminalNo }) => this.memory.terminals.get('', terminalKey(merchantNo, terminalNo)),
      (model) => this.memory.models.get('', model)?.methods ?? this.shipped(model),
    );
    this.settle(event, { stream, day: '' }, causes, isAnomaly);
  }

  /** What holds of a terminal changed: what it did is judged again. */
  private setUp(event: StoredEvent, said: TerminalSetUp): void {
    const { merchantNo, terminalNo } = said;
    const known = this.memory.terminals.get('', terminalKey(merchantNo, terminalNo)) ?? newTerminal(said);
    this.memory.terminals.put(afterSetUp(known, said));
    this.judgeTerminals(event, (sighting) => sighting.merchantNo === merchantNo && sighting.terminalNo === terminalNo);
  }

  private describe(
    event: StoredEvent,
    { model, methods }: { readonly model: string; readonly methods: readonly string[] },
  ): void {
    this.memory.models.put({ model, methods });
    this.judgeTerminals(
      event,
      ({ merchantNo, terminalNo }) => this.memory.terminals.get('', terminalKey(merchantNo, terminalNo))?.model === model,
    );
  }

  private judgeTerminals(event: StoredEvent, isOf: (sighting: Sighting) => boolean): void {
    const streams = new Set(
      this.memory.sightings
        .all()
        .filter(isOf)
        .map(({ stream }) => stream),
    );
    for (const stream of streams) this.judgeSightings(event, stream);
  }

  /** A merchant set rules: what was counted is judged again, and what waits is told at another time. */
  private rule(event: StoredEvent, merchant: string, rules: Readonly<Record<string, number | null>>): void {
    const known = this.memory.rules.get('', merchant)?.rules ?? {};
    this.memory.rules.put({ merchant, rules: withValues(known, rules) });
    const thresholds = this.thresholds(merchant);
    for (const item of this.memory.items.all()) {
      if (item.merchant === merchant && item.stands && item.anchorAt !== null)
        this.memory.items.put({ ...item, dueAt: dueAt(item.code, item.anchorAt, thresholds), position: event.position });
    }
    for (const day of this.memory.days.all()) if (day.merchant === merchant) this.judgeDay(event, day);
    this.judgeStores(
      event,
      this.memory.undone.all().filter((use) => use.merchant === merchant),
    );
  }

  private thresholds(merchant: string): Thresholds {
    return thresholdsOf(this.memory.rules.get('', merchant)?.rules);
  }

  /** Opens what has a cause now, closes what has none any more; of the codes that are meant. */
  private settle(
    event: StoredEvent,
    { stream, day }: Pick<Item, 'stream' | 'day'>,
    causes: readonly Cause[],
    isMeant: (code: string) => boolean,
  ): void {
    const { items } = this.memory;
    for (const item of items.group(itemGroup(stream, day))) {
      if (!isMeant(item.code) || !item.stands || causes.some(({ code }) => code === item.code)) continue;
      // What was never told needs no trace.
      if (item.anchorAt !== null && event.recordedAt < item.dueAt && item.occurrence === 1 && item.revision < 0)
        items.remove(item);
      else items.put({ ...item, stands: false, goneAt: event.recordedAt, position: event.position });
    }
    for (const cause of causes) {
      const known = items.get(itemGroup(stream, day), cause.code);
      const item = this.standing(event, known ?? newItem(stream, day, cause, event), cause);
      if (!known || isChanged(known, item)) items.put({ ...item, position: event.position });
    }
  }

  private standing(event: StoredEvent, known: Item, cause: Cause): Item {
    const { anchor, code: _, since: from, ...said } = cause;
    const occurredAt = from ?? occurredAtOf(event);
    const appeared = known.stands
      ? known
      : { ...known, stands: true, occurrence: known.occurrence + 1, goneAt: null, occurredAt, recordedAt: event.recordedAt };
    const at = anchor === 'fact' ? (known.stands && known.anchorAt !== null ? known.anchorAt : occurredAt) : anchor;
    const told = known.stands ? known.dueAt : event.recordedAt;
    const due = at === undefined ? told : dueAt(cause.code, at, this.thresholds(cause.merchant));
    return { ...appeared, ...said, anchorAt: at ?? null, dueAt: due };
  }

  private handle({ position, revision }: StoredEvent, said: ExceptionEvent): void {
    const { about, at, by, exceptionId: id } = said.data;
    if (said.type === 'ExceptionCommented')
      this.memory.comments.push({ exceptionId: id, position, by, at, text: said.data.text });
    const known = this.memory.items.get(itemGroup(about.stream, about.day), about.code);
    if (!known) return;
    this.memory.items.put({ ...handled(known, said), revision, position });
  }
}

type DayName = DayOf & Pick<TerminalDay, 'day'>;

const nameOfDay = (of: DayName): string => `${dayStream(of)}|${of.day}`;

const nameOfStoreDay = (of: StoreDay): string => `${storeStream(of)}|${of.day}`;
const byKey = (a: UndoneUse, b: UndoneUse): number => (a.key < b.key ? -1 : 1);

const isChanged = (a: Item, b: Item): boolean => canonicalJson(a) !== canonicalJson(b);

const newTerminal = ({ merchantNo, terminalNo }: TerminalSetUp): TerminalHistory => ({
  merchantNo,
  terminalNo,
  model: '',
  stores: [],
  methods: [],
  statuses: [],
});

function afterSetUp(known: TerminalHistory, said: TerminalSetUp): TerminalHistory {
  const { from, methods, model, status, storeId } = said;
  return {
    ...known,
    model: model ?? known.model,
    stores: storeId === undefined ? known.stores : since(known.stores, from, storeId),
    methods: methods === undefined ? known.methods : since(known.methods, from, methods),
    statuses: status === undefined ? known.statuses : since(known.statuses, from, status),
  };
}

/** An exception that is about to have its first cause. */
const newItem = (stream: string, day: string, { code, ...cause }: Cause, { position, recordedAt }: StoredEvent): Item => ({
  exceptionId: exceptionId(stream, code, day),
  stream,
  code,
  day,
  kind: kindOfStream(stream),
  severity: cause.severity,
  merchant: cause.merchant,
  store: cause.store,
  subject: cause.subject,
  worth: cause.worth,
  evidence: cause.evidence,
  occurredAt: recordedAt,
  recordedAt,
  anchorAt: null,
  dueAt: recordedAt,
  stands: false,
  occurrence: 0,
  goneAt: null,
  holder: null,
  ...UNRESOLVED,
  comments: 0,
  revision: -1,
  position,
});
