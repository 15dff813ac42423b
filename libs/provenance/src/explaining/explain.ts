import type { Position, StoredEvent } from '#event-log';
import { Fault, signed } from '#kernel';
import { PostingDays } from '#periods';
import { entriesOf } from '#projections';
import type {
  AccountSum,
  ApprovalBehind,
  ExplainedEntry,
  ExplainedEvent,
  Explanation,
  Given,
  GivenEvent,
} from '../explanation.js';
import { approvalIn } from './approvals.js';
import { matchOf } from './matches.js';
import { numbersOf, transactionsOf } from './numbers.js';
import { touches } from './touching.js';

/** Explains a number out of its events and what is given beside them; whoever has both comes to the same. @throws Fault where one lacks */
export function explain(given: Given, found: readonly StoredEvent[]): Explanation {
  const byPosition = new Map(found.map((event) => [event.position, event]));
  const events = [...given.events]
    .sort((a, b) => (a.position < b.position ? -1 : 1))
    .map((one) => ({ given: one, event: byPosition.get(one.position) ?? lacking(one.position) }));
  const stored = events.map(({ event }) => event);
  const ties = new Ties(stored);
  const days = new PostingDays();
  const explained = new Map<Position, ExplainedEvent>();
  for (const { given: one, event } of events) explained.set(event.position, explainedEvent({ given, one, event, ties, days }));
  const newestFirst = [...explained.values()].reverse();
  const own = stored.filter(({ position }) => explained.get(position)?.role === 'entry');
  const making = { given, events: stored, explained };
  const transactions = transactionsOf(making);
  const { causesFrom, noticeFrom, stands, question, known, position, carried, withdrawn } = given;
  return {
    question,
    known,
    position,
    carried,
    withdrawn,
    ...(causesFrom !== undefined && { causesFrom }),
    ...(noticeFrom !== undefined && { noticeFrom }),
    numbers: numbersOf(making).map((number) => {
      const said = stands[number.name] ?? null;
      return { ...number, stands: said, agrees: said === null ? null : said === number.amount };
    }),
    ...(transactions && { transactions }),
    sums: sumsOf(newestFirst),
    match: question.of === 'match' ? matchOf(own, stored) : null,
    events: newestFirst,
  };
}

/** What has to be given to come to an explanation again. */
export function givenOf({ numbers, events, match: _match, sums: _sums, transactions, ...alike }: Explanation): Given {
  const said = numbers.flatMap(({ name, stands }) => (stands === null ? [] : [[name, stands] as const]));
  const given = events.map(({ index, noticeState, position: at, role, sealed }): GivenEvent => {
    return { position: at, role, index, sealed, noticeState };
  });
  const told = transactions?.map(({ amount: _amount, events: _events, ...one }) => one);
  return { ...alike, ...(told && { transactions: told }), stands: Object.fromEntries(said), events: given };
}

const lacking = (position: Position): never => {
  throw new Fault(`the event at ${position} is not there`);
};

interface Explaining {
  readonly given: Given;
  readonly one: GivenEvent;
  readonly event: StoredEvent;
  readonly ties: Ties;
  readonly days: PostingDays;
}

function explainedEvent({ given, one, event, ties, days }: Explaining): ExplainedEvent {
  days.note(event);
  const entries = entriesOf(event).map((entry, place): ExplainedEntry => {
    const { kind, businessDate, currency, of } = entry;
    const bookedDay = days.dayOf(entry);
    const lines = entry.lines.map((line) => ({
      account: line.account,
      amount: signed(line),
      touches: touches(given.question, { role: one.role, entry, bookedDay, line }),
    }));
    return { entry: place, kind, businessDate, bookedDay, currency, of, lines };
  });
  const { position, stream, revision, id, type, recordedAt, metadata } = event;
  const { actor, commandId, correlationId, causationId, notice } = metadata;
  const touching = entries.flatMap(({ lines }) => lines.filter((line) => line.touches));
  return {
    position,
    role: one.role,
    index: one.index,
    sealed: one.sealed,
    noticeState: one.noticeState,
    stream,
    revision,
    id,
    type,
    recordedAt,
    actor,
    commandId,
    correlationId,
    notice: notice ?? null,
    cause: causationId === undefined ? null : { id: causationId, position: ties.named(causationId)?.position ?? null },
    causes: ties.causesOf(event).map((cause) => cause.position),
    approval: ties.approvalOf(event),
    entries,
    touched: touching.reduce((sum, { amount }) => sum + amount, 0),
  };
}

/** What ties events to each other. */
class Ties {
  private readonly byId: ReadonlyMap<string, StoredEvent>;

  constructor(private readonly events: readonly StoredEvent[]) {
    this.byId = new Map(events.map((event) => [event.id, event]));
  }

  named(id: string): StoredEvent | undefined {
    return this.byId.get(id);
  }

  /** The nearest first. A cause stands before its effect, so this ends. */
  causesOf(event: StoredEvent): StoredEvent[] {
    const causes: StoredEvent[] = [];
    for (let at = this.causeOf(event); at; at = this.causeOf(at)) causes.push(at);
    return causes;
  }

  private causeOf({ metadata, position }: StoredEvent): StoredEvent | undefined {
    const cause = metadata.causationId === undefined ? undefined : this.byId.get(metadata.causationId);
    return cause && cause.position < position ? cause : undefined;
  }

  /** Its own, or that of the nearest cause which has one. */
  approvalOf(event: StoredEvent): ApprovalBehind | null {
    for (const one of [event, ...this.causesOf(event)]) {
      const approval = approvalIn(one, this.events);
      if (approval) return approval;
    }
    return null;
  }
}

function sumsOf(events: readonly ExplainedEvent[]): AccountSum[] {
  const sums = new Map<string, AccountSum>();
  for (const { entries } of events)
    for (const { currency, lines } of entries)
      for (const { account, amount } of lines.filter((line) => line.touches)) {
        const key = `${account} ${currency}`;
        sums.set(key, { account, currency, amount: (sums.get(key)?.amount ?? 0) + amount });
      }
  return [...sums.values()].sort((a, b) => (`${a.account} ${a.currency}` < `${b.account} ${b.currency}` ? -1 : 1));
}
