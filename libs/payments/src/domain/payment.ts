import {
  assertNever,
  emptyFactState,
  evolveFacts,
  invariant,
  percentOf,
  recordFact,
  remainder,
  standingFacts,
  sum,
  type Decider,
  type FactState,
  type Money,
  type Rejection,
} from '#kernel';
import { effectiveOf, ofType } from './payment.effective.js';
import { EXPIRY_KEY, instructionKey, withdrawalKey } from './payment.identity.js';
import { endOf, type Instructed } from './payment.instructions.js';
import type {
  CapturePayment,
  ExpireAuthorization,
  OpenInstruction,
  PaymentAuthorized,
  PaymentCommand,
  PaymentEvent,
  PaymentFact,
  PaymentStanding,
  RefundPayment,
  VoidAuthorization,
  WithdrawInstruction,
} from './payment.messages.js';
import { CAPTURE_LIMIT_PERCENT } from './payment.postings.js';
import { reject } from './payment.rejections.js';
import { PAYMENT_RULES } from './payment.rules.js';

export type PaymentState = FactState<PaymentFact, PaymentStanding>;

type Instruct = CapturePayment | RefundPayment | VoidAuthorization;
type Decision = readonly PaymentEvent[] | Rejection;

/**
 * What terminals and acquirers say of a payment is recorded, never refused: payment.postings.ts tells what it amounts to.
 * What we ask of them is refused where it breaks a rule, and holds what it asks for until a fact carries it out.
 */
export const paymentDecider: Decider<PaymentState, PaymentCommand, PaymentEvent> = {
  initial: emptyFactState(),
  decide: (command, state) => {
    switch (command.type) {
      case 'RecordPaymentFact':
        return recordFact(state, command.fact, PAYMENT_RULES);
      case 'CapturePayment':
      case 'RefundPayment':
      case 'VoidAuthorization':
        return instruct(command, state);
      case 'WithdrawInstruction':
        return withdraw(command, state);
      case 'ExpireAuthorization':
        return expire(command, state);
      default:
        return assertNever(command, 'payment command');
    }
  },
  evolve: evolveFacts,
};

/** A retry is known by its id and content, whatever its clock; it is recognised even where the payment has moved on since. */
function instruct(command: Instruct, state: PaymentState): Decision {
  const { standing } = state;
  if (!standing) return reject('PAYMENT_NOT_FOUND');
  const asked = instructedBy(command, state, standing);
  const [earlier] = state.facts.get(asked.key) ?? [];
  if (earlier) return asksTheSame(earlier, asked) ? [] : reject('INSTRUCTION_ID_REUSED');
  return refusalOf(command, state, standing) ?? recordFact(state, asked, PAYMENT_RULES);
}

function refusalOf(command: Instruct, state: PaymentState, standing: PaymentStanding): Rejection | undefined {
  if (command.type !== 'VoidAuthorization' && command.amount <= 0) return reject('AMOUNT_NOT_POSITIVE');
  if (standing.exceptions.includes('OUTCOME_UNKNOWN')) return reject('PAYMENT_OUTCOME_UNKNOWN');
  if (command.type === 'RefundPayment') return refuseRefund(command, standing);
  const [authorization] = ofType(effectiveOf(standingFacts(state.facts)).live, 'PaymentAuthorized');
  if (!authorization || standing.held === 0) return nothingHeld(command, standing);
  if (command.now >= authorization.expiresAt) return reject('AUTHORIZATION_EXPIRED', { expiresAt: authorization.expiresAt });
  return command.type === 'CapturePayment'
    ? refuseCapture(command, standing, authorization)
    : refuseBeside(standing, ['capture', 'void']);
}

function nothingHeld({ type }: Instruct, { status, expiresAt }: PaymentStanding): Rejection {
  if (status === 'expired') return reject('AUTHORIZATION_EXPIRED', { expiresAt });
  return reject(type === 'CapturePayment' ? 'NOTHING_TO_CAPTURE' : 'NOTHING_TO_VOID', { status });
}

/** The classic product takes one completion; the other takes several up to the limit. Both count what is instructed already. */
function refuseCapture(
  { amount }: CapturePayment,
  standing: PaymentStanding,
  { multiCapture }: PaymentAuthorized,
): Rejection | undefined {
  const beside = refuseBeside(standing, multiCapture ? ['void'] : ['capture', 'void']);
  if (beside) return beside;
  const taken = sum([standing.captured, instructed(standing, 'capture')]);
  const capturable = remainder(percentOf(standing.authorized, CAPTURE_LIMIT_PERCENT), taken);
  return amount > capturable ? reject('CAPTURE_EXCEEDS_AUTHORIZATION', { capturable }) : undefined;
}

function refuseRefund({ amount }: RefundPayment, standing: PaymentStanding): Rejection | undefined {
  const { captured, refunded, status } = standing;
  if (captured <= refunded) return reject('NOTHING_TO_REFUND', { status });
  const refundable = remainder(captured, sum([refunded, instructed(standing, 'refund')]));
  return amount > refundable ? reject('REFUND_EXCEEDS_CAPTURED', { refundable }) : undefined;
}

function refuseBeside({ instructions }: PaymentStanding, types: readonly OpenInstruction['type'][]): Rejection | undefined {
  const open = instructions.find(({ type }) => types.includes(type));
  return open && reject('INSTRUCTION_OUTSTANDING', { instructionId: open.instructionId });
}

const instructed = ({ instructions }: PaymentStanding, type: OpenInstruction['type']): Money =>
  sum(instructions.filter((open) => open.type === type).map(({ amount }) => amount));

function instructedBy(command: Instruct, state: PaymentState, { merchantNo }: PaymentStanding): Instructed {
  const { instructionId, paymentId, reason } = command;
  const said = { key: instructionKey(instructionId), paymentId, instructionId, merchantNo, reason, ...clockOf(command, state) };
  switch (command.type) {
    case 'CapturePayment':
      return { type: 'CaptureInstructed', ...said, amount: command.amount };
    case 'RefundPayment':
      return { type: 'RefundInstructed', ...said, amount: command.amount };
    case 'VoidAuthorization':
      return { type: 'VoidInstructed', ...said };
    default:
      return assertNever(command, 'instruction');
  }
}

const asksTheSame = (earlier: PaymentFact, asked: Instructed): boolean =>
  earlier.type === asked.type && earlier.reason === asked.reason && amountOf(earlier) === amountOf(asked);

const amountOf = (fact: PaymentFact): Money | undefined => ('amount' in fact ? fact.amount : undefined);

/** The day of the command, the dimensions of the payment. */
function clockOf(
  { now, businessDate }: Pick<ExpireAuthorization, 'now' | 'businessDate'>,
  state: PaymentState,
): Pick<PaymentFact, 'occurredAt' | 'booking'> {
  const facts = standingFacts(state.facts);
  const [anchor] = [...ofType(facts, 'PaymentAuthorized', 'PaymentPurchased'), ...facts];
  invariant(anchor !== undefined, 'an instruction needs a payment');
  return { occurredAt: now, booking: { businessDate, of: anchor.booking.of } };
}

/** Withdrawing twice is a retry. */
function withdraw(command: WithdrawInstruction, state: PaymentState): Decision {
  const { instructionId, paymentId, reason } = command;
  if (!state.standing) return reject('PAYMENT_NOT_FOUND');
  const facts = standingFacts(state.facts);
  const asked = ofType(facts, 'CaptureInstructed', 'RefundInstructed', 'VoidInstructed').find(
    (fact) => fact.instructionId === instructionId,
  );
  if (!asked) return reject('INSTRUCTION_NOT_FOUND');
  const end = endOf(asked, facts, effectiveOf(facts).kept);
  if (end) return end.type === 'InstructionWithdrawn' ? [] : reject('INSTRUCTION_CARRIED_OUT');
  const { merchantNo } = asked;
  const key = withdrawalKey(instructionId);
  const fact = {
    type: 'InstructionWithdrawn',
    key,
    paymentId,
    instructionId,
    merchantNo,
    reason,
    ...clockOf(command, state),
  } as const;
  return recordFact(state, fact, PAYMENT_RULES);
}

/** The moment of the fact is the end of the hold, not of the command: whoever notices it first, and whenever, it is one fact. */
function expire(command: ExpireAuthorization, state: PaymentState): Decision {
  if (!state.standing) return reject('PAYMENT_NOT_FOUND');
  const [authorization] = ofType(effectiveOf(standingFacts(state.facts)).live, 'PaymentAuthorized');
  if (!authorization || state.standing.held === 0) return [];
  const { paymentId, merchantNo, terminalNo, batchNo, traceNo, expiresAt } = authorization;
  if (command.now < expiresAt) return reject('AUTHORIZATION_NOT_EXPIRED', { expiresAt });
  const numbers = { paymentId, merchantNo, terminalNo, batchNo, traceNo };
  const { booking } = clockOf(command, state);
  const fact = { type: 'AuthorizationExpired', key: EXPIRY_KEY, occurredAt: expiresAt, booking, ...numbers } as const;
  return recordFact(state, fact, PAYMENT_RULES);
}
