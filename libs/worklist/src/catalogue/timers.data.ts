import type { RuleName } from '../domain/rules.data.js';
import { answerDispute, capture, NO_MONEY, settleOutside, withdraw, type Guide } from './guide.js';

/** A standing as any feature writes it. */
export type AnyStanding = Readonly<Record<string, unknown>>;

/** Something that is wrong only once it lasts, or draws near. */
export interface Timer extends Guide {
  readonly kind: string;
  readonly code: string;
  /** It may wait so long; with `before`, it is told so long beforehand. */
  readonly rule: RuleName;
  readonly before?: true;
  /** It waits, as the standing says. */
  readonly waits: (standing: AnyStanding) => boolean;
  /** Since when, or until when; null: since the fact that made it wait. */
  readonly since: (standing: AnyStanding) => unknown;
}

const above = (amount: unknown): boolean => typeof amount === 'number' && amount > 0;
const has = (list: unknown): list is readonly AnyStanding[] => Array.isArray(list) && list.length > 0;
const holds = (list: unknown, code: string): boolean => Array.isArray(list) && list.includes(code);

/** Requests that a terminal took on, and whose outcome it owes. */
const owed = ({ requests }: AnyStanding): readonly AnyStanding[] =>
  has(requests) ? requests.filter(({ status }) => status === 'confirmed' || status === 'unknown') : [];

const sinceFact = (): null => null;

export const TIMERS: readonly Timer[] = [
  {
    kind: 'order',
    code: 'ORDER_UNPAID',
    rule: 'unpaid_order_minutes',
    severity: 'low',
    happened: 'The order was placed and is not paid.',
    worth: { of: ['payable'] },
    mend: settleOutside('Remind the buyer, or let Douyin cancel it: payment or cancellation closes this.'),
    waits: ({ status }) => status === 'created' || status === 'held',
    since: ({ createdAt }) => createdAt,
  },
  {
    kind: 'order',
    code: 'ORDER_REFUND_DUE',
    rule: 'refund_due_hours',
    severity: 'high',
    happened: 'The order was cancelled after payment, and the money is not given back.',
    worth: { of: ['paid'], less: ['refunded'] },
    mend: settleOutside('Give the money back in the Douyin console; its refund closes this.'),
    waits: ({ status }) => status === 'refund_due',
    since: ({ cancelledAt }) => cancelledAt,
  },
  {
    kind: 'order',
    code: 'ORDER_UNSETTLED',
    rule: 'unsettled_order_days',
    severity: 'medium',
    happened: 'The order was completed, and Douyin has not settled it.',
    worth: { of: ['paid'], less: ['refunded'] },
    mend: {
      says: 'Fetch the settlement rows of these days; ask Douyin where the order is in none.',
      method: 'POST',
      route: '/v1/channels/douyin/settle-bill',
      body: { rows: '{rows}' },
    },
    waits: ({ status, paid }) => status === 'completed' && above(paid),
    since: ({ completedAt }) => completedAt,
  },
  {
    kind: 'payment',
    code: 'OUTCOME_STAYS_UNKNOWN',
    rule: 'outcome_unknown_minutes',
    severity: 'high',
    happened: 'The outcome of a transaction is unknown for too long.',
    worth: { of: ['captured'] },
    mend: {
      says: 'Inquire at the terminal, or reverse there, before the customer leaves.',
      method: 'POST',
      route: '/v1/channels/pos/transactions',
      body: { transaction: '{transaction}' },
    },
    waits: ({ exceptions }) => holds(exceptions, 'OUTCOME_UNKNOWN'),
    since: sinceFact,
  },
  {
    kind: 'payment',
    code: 'AUTHORIZATION_EXPIRING',
    rule: 'authorization_expiring_days',
    before: true,
    severity: 'medium',
    happened: 'A hold ends soon, and part of it is not captured.',
    worth: { of: ['held'] },
    mend: capture('Capture what is owed, or release the rest.'),
    waits: ({ held }) => above(held),
    since: ({ expiresAt }) => expiresAt,
  },
  {
    kind: 'payment',
    code: 'INSTRUCTION_NOT_CARRIED_OUT',
    rule: 'instruction_open_minutes',
    severity: 'medium',
    happened: 'The terminal has not carried out what it was instructed.',
    worth: { of: ['instructions.amount'] },
    mend: withdraw('Ask the till to carry it out, or withdraw it.'),
    waits: ({ instructions }) => has(instructions),
    since: sinceFact,
  },
  {
    kind: 'reference',
    code: 'OUTCOME_STAYS_UNKNOWN',
    rule: 'outcome_unknown_minutes',
    severity: 'high',
    happened: 'The outcome of a refund is unknown for too long.',
    worth: { of: ['waiting'] },
    mend: settleOutside('Inquire at the terminal, or reverse there: what it then says closes this.'),
    waits: ({ exceptions }) => holds(exceptions, 'OUTCOME_UNKNOWN'),
    since: sinceFact,
  },
  {
    kind: 'collection',
    code: 'REQUEST_WITHOUT_OUTCOME',
    rule: 'payment_request_minutes',
    severity: 'high',
    happened: 'A terminal took a payment request on and does not say what became of it.',
    worth: NO_MONEY,
    mend: settleOutside('Inquire at the terminal. Ask for no second payment before.'),
    waits: (standing) => owed(standing).length > 0,
    since: (standing) =>
      owed(standing)
        .map(({ outcomeDueAt, expiresAt }) => outcomeDueAt ?? expiresAt)
        .sort()[0],
  },
  {
    kind: 'dispute',
    code: 'DISPUTE_DUE',
    rule: 'dispute_due_days',
    before: true,
    severity: 'high',
    happened: 'The answer to a dispute is due soon; without one it is lost.',
    worth: { of: ['amount'] },
    mend: answerDispute('Hand in the slip; where the cardholder is right, accept the dispute.'),
    waits: ({ status }) => status === 'retrieval' || status === 'chargeback',
    since: ({ dueAt }) => dueAt,
  },
];
