import type { Position, StoredEvent } from '#event-log';
import { waterfallOf, type OrderEvent, type OrderEventAt, type OrderMovement } from '#orders';
import type { PaymentStanding } from '#payments';
import { PostingDays } from '#periods';
import { entriesOf, standingOf } from '#projections';
import { moneyOf, type MatchStanding } from '#reconciliation';
import { ReportFold, type DayRow } from '#reports';
import type { SettlementStanding } from '#settlements';
import { amountOf } from '../sampling/sampler.js';
import type { ExplainedEvent, ExplainedTransaction, Given } from '../explanation.js';
import { isUnder } from './touching.js';
import type { Cell } from '../question.js';

/** A number as the events have it. */
export interface Made {
  readonly name: string;
  readonly amount: number;
  readonly events: readonly Position[];
}

/** What the numbers are made of, in the order of the log. */
export interface Making {
  readonly given: Given;
  readonly events: readonly StoredEvent[];
  readonly explained: ReadonlyMap<Position, ExplainedEvent>;
}

/** Every number that the question is about. */
export function numbersOf(making: Making): Made[] {
  const { question } = making.given;
  switch (question.of) {
    case 'account':
      return [{ name: 'balance', amount: making.given.carried + touchedIn(making), events: touching(making) }];
    case 'report':
      return [
        { name: question.cell.column, amount: making.given.carried + cellOf(question.cell, making), events: touching(making) },
      ];
    case 'order':
      return orderNumbers(making);
    case 'payment':
      return standingNumbers(making, paymentNumbers);
    case 'match':
      return standingNumbers(making, matchNumbers);
    case 'event':
    case 'notice':
      return made(making, { amount: booked(making.events.filter(isOwn(making))) });
  }
}

/** What events book, each as samples count it. */
const booked = (events: readonly StoredEvent[]): number => events.reduce((sum, event) => sum + amountOf(entriesOf(event)), 0);

const touchedIn = ({ explained }: Making): number => [...explained.values()].reduce((sum, { touched }) => sum + touched, 0);

const touching = ({ explained }: Making): Position[] =>
  [...explained.values()]
    .filter(({ entries }) => entries.some(({ lines }) => lines.some((line) => line.touches)))
    .map(({ position }) => position);

const isOwn =
  ({ explained }: Making) =>
  ({ position }: StoredEvent): boolean =>
    explained.get(position)?.role === 'entry';

/** The report's own fold over the events: it counts streams as the report does. */
function cellOf(cell: Cell, making: Making): number {
  const fold = new ReportFold([], new PostingDays());
  for (const event of making.events) {
    const { data, metadata, position, revision, id, type, recordedAt, stream } = event;
    const entries = isOwn(making)(event) ? entriesOf(event) : [];
    fold.post({ data: { ...(data as object), entries }, metadata, position, revision, id, type, recordedAt, stream });
  }
  const under = fold.days.filter((day) => isUnder(cell, day, day.businessDate as Cell['from']));
  return under.reduce((sum, day) => sum + columnOf(cell, day), 0);
}

const columnOf = ({ column }: Cell, day: DayRow): number =>
  column === 'net'
    ? day.gross + day.subsidies - day.refunds - day.fees
    : day[column === 'outstandingAtEnd' ? 'outstanding' : column];

/** The transactions that a page of a cell is made of, each with its part; undefined where nothing of the sort is asked. */
export function transactionsOf(making: Making): ExplainedTransaction[] | undefined {
  const { question, transactions } = making.given;
  if (question.of !== 'report' || !transactions) return undefined;
  const own = Map.groupBy(making.events.filter(isOwn(making)), ({ stream }) => stream);
  const closings = making.events.filter(({ position }) => making.explained.get(position)?.role === 'closing');
  return transactions.map((one) => {
    const moving = one.streams.flatMap((stream) => own.get(stream) ?? []).sort(byPosition);
    const events = [...closings, ...moving].sort(byPosition);
    return { ...one, amount: cellOf(question.cell, { ...making, events }), events: moving.map(({ position }) => position) };
  });
}

const byPosition = (a: StoredEvent, b: StoredEvent): number => (a.position < b.position ? -1 : 1);

function orderNumbers(making: Making): Made[] {
  const { withdrawn } = making.given;
  const [first, ...rest] = making.events.filter(isOwn(making)).map(orderEvent);
  if (!first) return [];
  const waterfall = waterfallOf({
    events: [first, ...rest],
    movements: movementsIn(making, first.event.data.standing.orderId),
    withdrawn: withdrawn ?? { amount: 0, events: [] },
  });
  return waterfall.steps.map(({ step, amount, events }) => ({ name: step, amount, events: events.map((one) => one.position) }));
}

const orderEvent = ({ stream, position, type, data }: StoredEvent): OrderEventAt => ({
  stream,
  position,
  event: { type, data } as OrderEvent,
});

/** Movements on the shop's account that name the order, each as its stream stands, in the order of reading: the newest first. */
function movementsIn({ events }: Making, orderId: string): OrderMovement[] {
  const last = new Map<string, OrderMovement>();
  for (const event of events) {
    const { kind, net, purpose = null } = (standingOf(event) ?? {}) as Partial<SettlementStanding>;
    if (kind !== 'douyin_movement' || net === undefined || orderOf(event) !== orderId) continue;
    last.set(event.stream, { stream: event.stream, position: event.position, purpose, net });
  }
  return [...last.values()].reverse();
}

const orderOf = ({ data }: StoredEvent): string | undefined =>
  (data as { readonly fact?: { readonly orderId?: string } }).fact?.orderId;

/** Numbers of the last standing that the events of the question have. */
function standingNumbers(making: Making, pick: (standing: never) => Readonly<Record<string, number>>): Made[] {
  const last = making.events.filter(isOwn(making)).at(-1);
  return last ? made(making, pick(standingOf(last) as never)) : [];
}

const made = (making: Making, numbers: Readonly<Record<string, number>>): Made[] => {
  const events = making.events.filter(isOwn(making)).map(({ position }) => position);
  return Object.entries(numbers).map(([name, amount]) => ({ name, amount, events }));
};

const paymentNumbers = ({ authorized, captured, held, refunded }: PaymentStanding): Record<string, number> => ({
  authorized,
  held,
  captured,
  refunded,
});

const matchNumbers = ({ items, differences }: MatchStanding): Record<string, number> => {
  const { ledgerIn, ledgerOut, statementIn, statementOut } = moneyOf(items);
  const open = differences.filter(({ explained }) => !explained);
  return { statementIn, statementOut, ledgerIn, ledgerOut, difference: open.reduce((sum, { amount }) => sum + amount, 0) };
};
