import type { PaymentException, ReferenceException } from '#payments';
import { bringTransaction, giveBack, settleOutside, type Guides, type Worth } from './guide.js';

const CAPTURED: Worth = { of: ['captured'] };
const NOT_KEPT: Worth = { of: ['captured'], less: ['refunded'] };
const REFUNDED: Worth = { of: ['refunded'] };
const TELL_ORIGINAL = bringTransaction('Have the terminal send its journal of that day: the missing transaction closes this.');

/** Contradictions and gaps of payments at terminals. */
export const PAYMENT_GUIDES = {
  CAPTURE_ABOVE_LIMIT: {
    severity: 'high',
    happened: 'More than 115 % of the authorised amount was captured.',
    worth: { of: ['captured'], less: ['authorized'] },
    mend: giveBack('The cardholder may take it all back: give what exceeds the authorization back.'),
  },
  CAPTURE_WITHOUT_AUTHORIZATION: {
    severity: 'high',
    happened: 'Money was captured, and no authorization is known.',
    worth: CAPTURED,
    mend: TELL_ORIGINAL,
  },
  CAPTURE_AFTER_EXPIRY: {
    severity: 'high',
    happened: 'Money was captured after the hold had ended.',
    worth: NOT_KEPT,
    mend: giveBack('Keep it only where the cardholder agrees; else give it back.'),
  },
  CAPTURE_AFTER_VOID: {
    severity: 'high',
    happened: 'Money was captured after the hold had been released.',
    worth: NOT_KEPT,
    mend: giveBack('Give it back.'),
  },
  SECOND_CAPTURE: {
    severity: 'high',
    happened: 'An authorization that allows one completion was captured again.',
    worth: NOT_KEPT,
    mend: giveBack('Give what was taken twice back.'),
  },
  REFUND_ABOVE_CAPTURED: {
    severity: 'high',
    happened: 'More was given back than was captured.',
    worth: { of: ['refunded'], less: ['captured'] },
    mend: settleOutside('Claim the difference from the acquirer or the cardholder.'),
  },
  REFUND_WITHOUT_CAPTURE: {
    severity: 'high',
    happened: 'Money was given back, and nothing captured is known.',
    worth: REFUNDED,
    mend: TELL_ORIGINAL,
  },
  REVERSAL_WITHOUT_ORIGINAL: {
    severity: 'medium',
    happened: 'A transaction was reversed that was never seen.',
    worth: CAPTURED,
    mend: TELL_ORIGINAL,
  },
  VOID_WITHOUT_ORIGINAL: {
    severity: 'medium',
    happened: 'A transaction was voided that was never seen.',
    worth: CAPTURED,
    mend: TELL_ORIGINAL,
  },
  VOID_IN_OTHER_BATCH: {
    severity: 'medium',
    happened: 'A transaction was voided after its batch was closed.',
    worth: CAPTURED,
    mend: giveBack('Ask the acquirer whether the void counts; where it does not, refund instead.'),
  },
  VOID_AFTER_CAPTURE: {
    severity: 'medium',
    happened: 'An authorization was released that was captured before.',
    worth: NOT_KEPT,
    mend: giveBack('Give it back, where the release was meant.'),
  },
  OUTCOME_UNKNOWN: {
    severity: 'medium',
    happened: 'The terminal does not know what became of a transaction.',
    worth: CAPTURED,
    mend: bringTransaction('Inquire at the terminal, or reverse there: what it then says closes this.'),
  },
  PARTLY_APPROVED: {
    severity: 'medium',
    happened: 'Less was approved than was asked for.',
    worth: CAPTURED,
    mend: settleOutside('Collect the rest in another way, or give back what was taken.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'The terminal said one thing of this payment in two ways.',
    worth: CAPTURED,
    mend: settleOutside('Look at its events and at the slip, and ask the acquirer which of them holds.'),
  },
} as const satisfies Record<PaymentException, Guides[string]> & Guides;

const WAITING: Worth = { of: ['waiting'] };

/** Contradictions and gaps of refunds that name their payment by RRN alone. */
export const REFERENCE_GUIDES = {
  REFUND_ORIGINAL_UNKNOWN: {
    severity: 'high',
    happened: 'Money was given back on a payment that is not known; it waits on suspense.',
    worth: WAITING,
    mend: TELL_ORIGINAL,
  },
  OUTCOME_UNKNOWN: {
    severity: 'medium',
    happened: 'The terminal does not know what became of a refund.',
    worth: WAITING,
    mend: bringTransaction('Inquire at the terminal, or reverse there: what it then says closes this.'),
  },
  REVERSAL_WITHOUT_ORIGINAL: {
    severity: 'medium',
    happened: 'A refund was reversed that was never seen.',
    worth: WAITING,
    mend: TELL_ORIGINAL,
  },
  REFERENCE_DISPUTED: {
    severity: 'high',
    happened: 'Two payments carry the reference number by which money was given back.',
    worth: WAITING,
    mend: settleOutside('Ask the acquirer which of the two payments is meant.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'The terminal said one thing of this refund in two ways.',
    worth: WAITING,
    mend: settleOutside('Look at its events and at the slip, and ask the acquirer which of them holds.'),
  },
} as const satisfies Record<ReferenceException, Guides[string]> & Guides;
