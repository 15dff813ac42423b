import {
  ZERO,
  accounts,
  add,
  assertNever,
  credit,
  debit,
  entry,
  least,
  percentOf,
  remainder,
  subtract,
  sum,
  type Account,
  type Booking,
  type Entry,
  type Line,
  type Money,
} from '#kernel';
import { dayOf, ofType, type Transaction } from './payment.effective.js';
import type {
  AuthorizationExpired,
  AuthorizationVoided,
  PaymentAuthorized,
  PaymentCaptured,
  PaymentException,
  PaymentFact,
  PaymentPurchased,
  PaymentRefunded,
} from './payment.messages.js';

/** A completion may exceed its authorization by 15 %, rounded down to the 分. */
export const CAPTURE_LIMIT_PERCENT = 115;

/** Money taken from payers that was not given back, by the account that was credited for it. */
interface Pot {
  readonly account: Account;
  readonly suspense: boolean;
  readonly amount: Money;
}

/** How far a payment has come while its live transactions are walked. */
export interface Course {
  readonly opening: PaymentAuthorized | PaymentPurchased | undefined;
  readonly authorization: PaymentAuthorized | undefined;
  readonly entries: readonly Entry[];
  readonly exceptions: readonly PaymentException[];
  readonly held: Money;
  /** What the authorization still allows to capture. */
  readonly room: Money;
  readonly captures: number;
  readonly captured: Money;
  readonly refunds: number;
  readonly refunded: Money;
  readonly pots: readonly Pot[];
  /** Who ended the hold, where no capture did. */
  readonly ended: 'voided' | 'expired' | undefined;
}

/** Refunds come last, whatever their clock says: they are measured by all that was captured. */
export function courseOf(facts: readonly PaymentFact[], live: readonly Transaction[]): Course {
  const counted = new Set<PaymentFact>(live);
  const walked = facts.filter((fact) => fact.type === 'AuthorizationExpired' || counted.has(fact));
  const refunds = ofType(walked, 'PaymentRefunded');
  const others = walked.filter(({ type }) => type !== 'PaymentRefunded').toSorted(endLastOfItsMoment);
  return [...others, ...refunds].reduce(book, start(facts, live));
}

/** Terminals tell whole seconds. A capture approved in the second of the void was approved before it. */
function endLastOfItsMoment(a: PaymentFact, b: PaymentFact): number {
  const ends = ({ type }: PaymentFact): number => (type === 'AuthorizationVoided' ? 1 : 0);
  if (a.occurredAt === b.occurredAt) return ends(a) - ends(b);
  return a.occurredAt < b.occurredAt ? -1 : 1;
}

function start(facts: readonly PaymentFact[], live: readonly Transaction[]): Course {
  const [authorization] = ofType(live, 'PaymentAuthorized');
  const [opening] = ofType(facts, 'PaymentAuthorized', 'PaymentPurchased');
  const held = authorization?.amount ?? ZERO;
  const course: Course = {
    opening,
    authorization,
    entries: [],
    exceptions: [],
    held,
    room: percentOf(held, CAPTURE_LIMIT_PERCENT),
    captures: 0,
    captured: ZERO,
    refunds: 0,
    refunded: ZERO,
    pots: [],
    ended: undefined,
  };
  return authorization ? { ...course, entries: memo(course, authorization, held, 'hold') } : course;
}

function book(course: Course, fact: PaymentFact): Course {
  switch (fact.type) {
    case 'PaymentCaptured':
      return capture(course, fact);
    case 'PaymentPurchased':
      return sale(course, fact, fact.amount);
    case 'PaymentRefunded':
      return refund(course, fact);
    case 'AuthorizationVoided':
      return voidHold(course, fact);
    case 'AuthorizationExpired':
      return expireHold(course, fact);
    case 'PaymentAuthorized': // held from the start: a capture may carry an earlier clock
    case 'CaptureVoided': // what these undo is not live
    case 'PurchaseVoided':
    case 'PaymentReversed':
    case 'PaymentDeclined': // no money moved
    case 'PaymentOutcomeUnknown':
    case 'CaptureInstructed': // payment.instructions.ts
    case 'RefundInstructed':
    case 'VoidInstructed':
    case 'InstructionWithdrawn':
      return course;
    default:
      return assertNever(fact, 'payment fact');
  }
}

/** The channel owes us the money in any case. Who gets it: revenue as far as the authorization allows, else suspense. */
function capture(course: Course, fact: PaymentCaptured): Course {
  const { authorization, captures, ended, room } = course;
  if (!authorization) return unexplained(course, fact, 'CAPTURE_WITHOUT_AUTHORIZATION');
  if (captures > 0 && !authorization.multiCapture) return unexplained(course, fact, 'SECOND_CAPTURE');
  if (ended === 'voided') return unexplained(course, fact, 'CAPTURE_AFTER_VOID');
  const late = fact.occurredAt >= authorization.expiresAt;
  const earned = least(fact.amount, room);
  const booked = sale(late ? flag(course, 'CAPTURE_AFTER_EXPIRY') : course, fact, earned, 'CAPTURE_ABOVE_LIMIT');
  const released = authorization.multiCapture ? least(fact.amount, course.held) : course.held;
  return release({ ...booked, room: subtract(room, earned) }, fact, released);
}

const unexplained = (course: Course, fact: PaymentCaptured, why: PaymentException): Course => sale(course, fact, ZERO, why);

/** Debits clearing with all of it, credits revenue with what is earned and suspense with the rest, for the reason given. */
function sale(course: Course, fact: PaymentCaptured | PaymentPurchased, earned: Money, why?: PaymentException): Course {
  const booking = bookingOf(course, fact);
  const revenue = { account: accounts.revenueOffline(booking.of.merchant, booking.of.store), suspense: false, amount: earned };
  const rest = subtract(fact.amount, earned);
  const pots = why && rest > 0 ? [revenue, { account: suspenseOf(booking, why), suspense: true, amount: rest }] : [revenue];
  const lines = [debit(clearingOf(course, fact), fact.amount), ...pots.map(({ account, amount }) => credit(account, amount))];
  return {
    ...(why && rest > 0 ? flag(course, why) : course),
    entries: [...course.entries, ...entry('sale', booking, lines)],
    captures: course.captures + 1,
    captured: add(course.captured, fact.amount),
    pots: [...course.pots, ...pots],
  };
}

/** Gives back suspense first (the payer should not have paid it), then revenue; what was never captured is unexplained. */
function refund(course: Course, fact: PaymentRefunded): Course {
  const { lines, pots } = draw(course.pots, fact.amount);
  const excess = remainder(fact.amount, sum(lines.map(({ amount }) => amount)));
  const why = course.captures === 0 ? 'REFUND_WITHOUT_CAPTURE' : 'REFUND_ABOVE_CAPTURED';
  const booking = bookingOf(course, fact);
  const all = [...lines, debit(suspenseOf(booking, why), excess), credit(clearingOf(course, fact), fact.amount)];
  return {
    ...(excess > 0 ? flag(course, why) : course),
    entries: [...course.entries, ...entry('refund', booking, all)],
    refunds: course.refunds + 1,
    refunded: add(course.refunded, fact.amount),
    pots,
  };
}

function draw(pots: readonly Pot[], amount: Money): { readonly lines: Line[]; readonly pots: readonly Pot[] } {
  const lines: Line[] = [];
  let left = amount;
  const emptied = [...pots.filter(({ suspense }) => suspense), ...pots.filter(({ suspense }) => !suspense)].map((pot) => {
    const taken = least(pot.amount, left);
    left = subtract(left, taken);
    lines.push(debit(pot.account, taken));
    return { ...pot, amount: subtract(pot.amount, taken) };
  });
  return { lines, pots: emptied };
}

function voidHold(course: Course, fact: AuthorizationVoided): Course {
  if (!course.authorization || course.ended === 'expired') return course;
  if (course.ended === 'voided') return flag(course, 'VOID_WITHOUT_ORIGINAL');
  const flagged = course.held === 0 && course.captures > 0 ? flag(course, 'VOID_AFTER_CAPTURE') : course;
  return { ...release(flagged, fact, course.held), ended: 'voided' };
}

/** An expiry noted before the acquirer told a later end does not count. */
function expireHold(course: Course, fact: AuthorizationExpired): Course {
  const { authorization, ended, held } = course;
  if (!authorization || ended || fact.occurredAt < authorization.expiresAt) return course;
  return { ...release(course, fact, held), ended: 'expired' };
}

const release = (course: Course, fact: PaymentFact, amount: Money): Course => ({
  ...course,
  entries: [...course.entries, ...memo(course, fact, amount, 'release')],
  held: subtract(course.held, amount),
});

function memo(course: Course, fact: PaymentFact, amount: Money, move: 'hold' | 'release'): Entry[] {
  const { merchantNo } = course.opening ?? fact;
  const held = accounts.authorized(merchantNo);
  const contra = accounts.authorizedContra(merchantNo);
  const lines = move === 'hold' ? [debit(held, amount), credit(contra, amount)] : [debit(contra, amount), credit(held, amount)];
  return entry('authorization', bookingOf(course, fact), lines);
}

const flag = (course: Course, exception: PaymentException): Course => ({
  ...course,
  exceptions: [...course.exceptions, exception],
});

/** The day of the fact, the dimensions of the opening transaction: a report nets a sale and its refund under one heading. */
const bookingOf = ({ opening }: Course, fact: PaymentFact): Booking => ({
  businessDate: dayOf(fact),
  of: (opening ?? fact).booking.of,
});

const clearingOf = ({ opening }: Course, fact: PaymentFact): Account => {
  const { booking, merchantNo } = opening ?? fact;
  return accounts.clearing(booking.of.channel, merchantNo);
};

/** `CAPTURE_ABOVE_LIMIT` waits on `equity:suspense:<merchant>:capture-above-limit`. */
const suspenseOf = ({ of }: Booking, why: PaymentException): Account =>
  accounts.suspense(of.merchant, why.toLowerCase().replaceAll('_', '-'));
