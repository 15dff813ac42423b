import type { CollectionException } from '#collections';
import type { DisputeException } from '#disputes';
import { giveBack, giveBackProposed, giveBackSome, settleOutside, type Guides, type Worth } from './guide.js';

const PROPOSED: Worth = { of: ['refundsProposed.amount'] };
const COLLECTED: Worth = { of: ['collected'] };

/** Contradictions and gaps of orders that were handed to terminals. */
export const COLLECTION_GUIDES = {
  COLLECTED_TWICE: {
    severity: 'high',
    happened: 'The terminal took the money of one order twice.',
    worth: PROPOSED,
    mend: giveBackProposed('Give the second payment back; refundsProposed of the collection says which, and how much.'),
  },
  PAID_INSIDE_AND_COLLECTED: {
    severity: 'high',
    happened: 'The buyer paid on Douyin, and the terminal took the money too.',
    worth: PROPOSED,
    mend: giveBackProposed('Give the terminal’s payment back.'),
  },
  CANCELLED_AND_COLLECTED: {
    severity: 'high',
    happened: 'The order was cancelled, and the terminal took the money.',
    worth: PROPOSED,
    mend: giveBackProposed('Give it back.'),
  },
  COLLECTED_LATE: {
    severity: 'low',
    happened: 'The terminal took the money after the request had ended.',
    worth: COLLECTED,
    mend: giveBack('Keep it where the order still stands; else give it back.'),
  },
  COLLECTED_OTHER_AMOUNT: {
    severity: 'high',
    happened: 'The terminal took another amount than was requested.',
    worth: COLLECTED,
    mend: giveBackSome('Give back what is too much, or collect the rest.'),
  },
  COLLECTED_ELSEWHERE: {
    severity: 'medium',
    happened: 'Another terminal took the money than the one that was asked.',
    worth: COLLECTED,
    mend: settleOutside('Ask both tills; where the money is right, say so.'),
  },
  COLLECTION_OUTCOME_UNKNOWN: {
    severity: 'high',
    happened: 'The terminal took a request on and does not know what became of it.',
    worth: COLLECTED,
    mend: settleOutside('Inquire at the terminal; what it reports closes this. Ask for no second payment before.'),
  },
  PAYMENT_NOT_SEEN: {
    severity: 'medium',
    happened: 'The terminal reports a payment that it never sent.',
    worth: COLLECTED,
    mend: settleOutside('Have the terminal send its journal: the transaction closes this.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'One thing was said of this collection in two ways.',
    worth: COLLECTED,
    mend: settleOutside('Look at its events and at the slip, and ask the till which of them holds.'),
  },
} as const satisfies Record<CollectionException, Guides[string]> & Guides;

const CHARGED: Worth = { of: ['charged'] };

/** Contradictions and gaps of disputes. */
export const DISPUTE_GUIDES = {
  DISPUTE_WITHOUT_OPENING: {
    severity: 'medium',
    happened: 'A round of a dispute was debited, answered or decided that nobody opened.',
    worth: CHARGED,
    mend: settleOutside('Ask the acquirer for the case.'),
  },
  EVIDENCE_LATE: {
    severity: 'high',
    happened: 'Evidence was handed in after it was due, decided or let go.',
    worth: { of: ['amount'] },
    mend: settleOutside('Ask the acquirer whether it still counts.'),
  },
  ACCEPTED_AFTER_DECISION: {
    severity: 'low',
    happened: 'A dispute was let go that was decided before.',
    worth: CHARGED,
    mend: settleOutside('Nothing is lost by it; say so.'),
  },
  DEBIT_AFTER_WON: {
    severity: 'high',
    happened: 'Money was taken for a dispute that was won.',
    worth: CHARGED,
    mend: settleOutside('Claim it back from the acquirer.'),
  },
  CHARGED_ABOVE_DISPUTED: {
    severity: 'high',
    happened: 'More was taken than is in dispute.',
    worth: { of: ['charged'], less: ['amount'] },
    mend: settleOutside('Claim the difference back from the acquirer.'),
  },
  FACTS_CONTRADICT: {
    severity: 'medium',
    happened: 'The acquirer said one thing of this dispute in two ways.',
    worth: CHARGED,
    mend: settleOutside('Look at its events, and ask the acquirer which of them holds.'),
  },
} as const satisfies Record<DisputeException, Guides[string]> & Guides;
