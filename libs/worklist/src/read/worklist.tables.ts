import type { Position } from '#event-log';
import type { Instant } from '#kernel';
import { Table, column, nullable } from '#projections';
import type { Severity } from '../catalogue/guide.js';
import type { ExceptionId } from '../domain/exception.messages.js';
import type { RuleValues } from '../domain/rules.js';
import type { Sighting, TerminalDay } from '../domain/terminal-day.js';
import type { UndoneUse } from '../domain/undone-use.js';
import type { TerminalHistory } from '../domain/terminal-history.js';
import type { Cause } from './causes.js';

/** `open`: nobody works on it. `closed`: its cause went by itself. `resolved`: a person closed it, whatever its cause does. */
export const ITEM_STATES = ['open', 'claimed', 'resolved', 'closed'] as const;
export type ItemState = (typeof ITEM_STATES)[number];

/** An exception as the log leaves it. */
export interface Item {
  readonly exceptionId: ExceptionId;
  readonly stream: string;
  readonly code: string;
  /** Empty but for what is counted per day. */
  readonly day: string;
  readonly kind: string;
  readonly severity: Severity;
  readonly merchant: string;
  readonly store: string;
  /** Ids that name what it is about: `orderId`, `paymentId`, `terminalNo` … */
  readonly subject: Readonly<Record<string, string>>;
  /** 分 */
  readonly worth: number;
  /** Numbers behind a count. */
  readonly evidence: Readonly<Record<string, number>>;
  /** When, outside, it came to be; and when the log heard of it. */
  readonly occurredAt: Instant;
  readonly recordedAt: Instant;
  /** Of a timer: what it counts from. */
  readonly anchorAt: Instant | null;
  /** From then on it is told. */
  readonly dueAt: Instant;
  readonly stands: boolean;
  readonly occurrence: number;
  readonly goneAt: Instant | null;
  readonly holder: string | null;
  readonly resolvedOccurrence: number;
  readonly resolvedBy: string | null;
  readonly resolvedAt: Instant | null;
  readonly resolution: string | null;
  readonly comments: number;
  /** Of the exception's own stream; -1 where nobody touched it yet. */
  readonly revision: number;
  readonly position: Position;
}

export function stateOf({ holder, occurrence, resolvedOccurrence, stands }: Item): ItemState {
  if (resolvedOccurrence >= occurrence) return 'resolved';
  if (!stands) return 'closed';
  return holder === null ? 'open' : 'claimed';
}

const ACTIVE = `where state in ('open', 'claimed')`;

export const items = new Table<Item>({
  name: 'worklist',
  columns: {
    exception_id: column('text', ({ exceptionId }) => exceptionId),
    stream: column('text', ({ stream }) => stream),
    code: column('text', ({ code }) => code),
    day: column('text', ({ day }) => day),
    kind: column('text', ({ kind }) => kind),
    severity: column('text', ({ severity }) => severity),
    merchant: column('text', ({ merchant }) => merchant),
    store: column('text', ({ store }) => store),
    state: column('text', stateOf),
    subject: column('json', ({ subject }) => subject),
    worth: column('bigint', ({ worth }) => worth),
    evidence: column('json', ({ evidence }) => evidence),
    occurred_at: column('timestamptz', ({ occurredAt }) => occurredAt),
    recorded_at: column('timestamptz', ({ recordedAt }) => recordedAt),
    anchor_at: nullable('timestamptz', ({ anchorAt }) => anchorAt),
    due_at: column('timestamptz', ({ dueAt }) => dueAt),
    stands: column('boolean', ({ stands }) => stands),
    occurrence: column('integer', ({ occurrence }) => occurrence),
    gone_at: nullable('timestamptz', ({ goneAt }) => goneAt),
    holder: nullable('text', ({ holder }) => holder),
    resolved_occurrence: column('integer', ({ resolvedOccurrence }) => resolvedOccurrence),
    resolved_by: nullable('text', ({ resolvedBy }) => resolvedBy),
    resolved_at: nullable('timestamptz', ({ resolvedAt }) => resolvedAt),
    resolution: nullable('text', ({ resolution }) => resolution),
    comments: column('integer', ({ comments }) => comments),
    revision: column('integer', ({ revision }) => revision),
    position: column('text', ({ position }) => position),
  },
  key: ['stream', 'day', 'code'],
  indexes: [
    '(exception_id)',
    ...['', 'kind, ', 'code, ', 'merchant, ', 'store, ', 'severity, '].map(
      (first) => `(${first}due_at, exception_id) ${ACTIVE}`,
    ),
    `(holder, due_at, exception_id) where state = 'claimed'`,
    '(state, due_at, exception_id)',
    '(merchant) where anchor_at is not null and stands',
  ],
});

export const ITEM_COLUMNS = `exception_id as "exceptionId", stream, code, day, kind, severity, merchant, store, subject, worth, evidence,
  occurred_at as "occurredAt", recorded_at as "recordedAt", anchor_at as "anchorAt", due_at as "dueAt", stands, occurrence,
  gone_at as "goneAt", holder, resolved_occurrence as "resolvedOccurrence", resolved_by as "resolvedBy", resolved_at as "resolvedAt",
  resolution, comments, revision, position`;

/** An exception as it stood from its `position` on, up to but not including `until`; null while it stands so. */
export interface PastItem {
  readonly item: Item;
  readonly until: Position | null;
}

/** Where it stood at a position: the one whose stretch holds it. */
export const STOOD_AT = 'numrange(position::numeric, until::numeric)';

export const pastItems = new Table<PastItem>({
  name: 'worklist_past',
  columns: {
    exception_id: column('text', ({ item }) => item.exceptionId),
    position: column('text', ({ item }) => item.position),
    until: nullable('text', ({ until }) => until),
    kind: column('text', ({ item }) => item.kind, 'keep'),
    code: column('text', ({ item }) => item.code, 'keep'),
    merchant: column('text', ({ item }) => item.merchant, 'keep'),
    store: column('text', ({ item }) => item.store, 'keep'),
    severity: column('text', ({ item }) => item.severity, 'keep'),
    state: column('text', ({ item }) => stateOf(item), 'keep'),
    holder: nullable('text', ({ item }) => item.holder),
    worth: column('bigint', ({ item }) => item.worth, 'keep'),
    due_at: column('timestamptz', ({ item }) => item.dueAt, 'keep'),
    item: column('json', ({ item }) => item, 'keep'),
  },
  key: ['exception_id', 'position'],
  indexes: [`using gist (${STOOD_AT}) ${ACTIVE}`, '(state, due_at, exception_id)'],
});

/** What a person wrote beside an exception. */
export interface Comment {
  readonly exceptionId: ExceptionId;
  readonly position: Position;
  readonly by: string;
  readonly at: Instant;
  readonly text: string;
}

export const comments = new Table<Comment>({
  name: 'worklist_comments',
  columns: {
    exception_id: column('text', ({ exceptionId }) => exceptionId),
    position: column('text', ({ position }) => position),
    commented_by: column('text', ({ by }) => by),
    commented_at: column('timestamptz', ({ at }) => at),
    comment: column('text', ({ text }) => text),
  },
  key: ['exception_id', 'position'],
  addedOnly: true,
});

/** Transactions of terminals, once each. */
export const sightings = new Table<Sighting>({
  name: 'worklist_sightings',
  columns: {
    stream: column('text', ({ stream }) => stream),
    identity: column('text', ({ identity }) => identity),
    merchant_no: column('text', ({ merchantNo }) => merchantNo),
    terminal_no: column('text', ({ terminalNo }) => terminalNo),
    operator_no: column('text', ({ operatorNo }) => operatorNo),
    merchant: column('text', ({ merchant }) => merchant),
    store: column('text', ({ store }) => store),
    day: column('text', ({ day }) => day),
    role: column('text', ({ role }) => role),
    method: column('text', ({ method }) => method),
    at: column('timestamptz', ({ at }) => at),
    amount: column('bigint', ({ amount }) => amount),
  },
  key: ['stream', 'identity'],
  indexes: ['(merchant_no, terminal_no)'],
});

export const SIGHTING_COLUMNS =
  'stream, identity, merchant_no as "merchantNo", terminal_no as "terminalNo", operator_no as "operatorNo", merchant, store, day, role, method, at, amount';

/** What each terminal, and each operator at it, did on each accounting day. */
export const terminalDays = new Table<TerminalDay>({
  name: 'terminal_days',
  columns: {
    merchant_no: column('text', ({ merchantNo }) => merchantNo),
    terminal_no: column('text', ({ terminalNo }) => terminalNo),
    operator_no: column('text', ({ operatorNo }) => operatorNo),
    day: column('text', ({ day }) => day),
    merchant: column('text', ({ merchant }) => merchant),
    store: column('text', ({ store }) => store),
    first_at: column('timestamptz', ({ firstAt }) => firstAt),
    last_at: column('timestamptz', ({ lastAt }) => lastAt),
    sales: column('json', ({ sales }) => sales),
    refunds: column('json', ({ refunds }) => refunds),
    declines: column('integer', ({ declines }) => declines),
    hours: column('json', ({ hours }) => hours),
    steps: column('json', ({ steps }) => steps),
    pairs: column('json', ({ pairs }) => pairs),
  },
  key: ['merchant_no', 'terminal_no', 'day', 'operator_no'],
  indexes: ['(merchant)'],
});

export const DAY_COLUMNS = `merchant_no as "merchantNo", terminal_no as "terminalNo", operator_no as "operatorNo", day, merchant, store, first_at as "firstAt",
  last_at as "lastAt", sales, refunds, declines, hours, steps, pairs`;

/** Vouchers that were redeemed and taken back. */
/** An order that was handed to a terminal. */
export interface HandedOrder {
  /** Of the order. */
  readonly stream: string;
  /** Taken by terminals and not given back, 分. */
  readonly collected: number;
  /** What says that it is unpaid, whatever terminals took; null while Douyin does not. */
  readonly unpaid: Cause | null;
}

export const handedOrders = new Table<HandedOrder>({
  name: 'worklist_handed_orders',
  columns: {
    stream: column('text', ({ stream }) => stream),
    collected: column('bigint', ({ collected }) => collected),
    unpaid: nullable('json', ({ unpaid }) => unpaid),
  },
  key: ['stream'],
});

export const HANDED_COLUMNS = 'stream, collected, unpaid';

export const undoneUses = new Table<UndoneUse>({
  name: 'worklist_undone_uses',
  columns: {
    stream: column('text', ({ stream }) => stream),
    use_key: column('text', ({ key }) => key),
    merchant: column('text', ({ merchant }) => merchant),
    store: column('text', ({ store }) => store),
    poi_id: column('text', ({ poiId }) => poiId),
    day: column('text', ({ day }) => day),
    worth: column('bigint', ({ worth }) => worth),
  },
  key: ['stream', 'use_key'],
  indexes: ['(merchant, store, poi_id, day)'],
});

export const USE_COLUMNS = 'stream, use_key as "key", merchant, store, poi_id as "poiId", day, worth';

export const terminals = new Table<TerminalHistory>({
  name: 'worklist_terminals',
  columns: {
    merchant_no: column('text', ({ merchantNo }) => merchantNo),
    terminal_no: column('text', ({ terminalNo }) => terminalNo),
    model: column('text', ({ model }) => model),
    history: column('json', (terminal) => terminal),
  },
  key: ['merchant_no', 'terminal_no'],
});

export interface PosModelMethods {
  readonly model: string;
  readonly methods: readonly string[];
}

export const models = new Table<PosModelMethods>({
  name: 'worklist_models',
  columns: { model: column('text', ({ model }) => model), methods: column('codes', ({ methods }) => methods) },
  key: ['model'],
});

export interface MerchantRules {
  readonly merchant: string;
  readonly rules: RuleValues;
}

export const rules = new Table<MerchantRules>({
  name: 'worklist_rules',
  columns: { merchant: column('text', ({ merchant }) => merchant), rules: column('json', ({ rules: values }) => values) },
  key: ['merchant'],
});
