import { businessDateOf, instant, money, plusMs, type Booking, type Instant } from '#kernel';
import { yuan } from '#kernel/testing';
import type { AcceptDispute, DisputeFact, EvidenceDocument, SubmitEvidence } from './domain/dispute.messages.js';
import { disputeIdOf } from './domain/dispute.terms.js';

export const CASE = { channel: 'unionpay', merchantNo: '898100012340001', caseNo: 'CB20260921001' } as const;
export const DISPUTE_ID = disputeIdOf(CASE.channel, CASE.merchantNo, CASE.caseNo);
export const OPENED_AT = instant(Date.parse('2026-09-21T10:00:00+08:00'));

const DAY_MS = 86_400_000;
export const day = (days: number): Instant => plusMs(OPENED_AT, days * DAY_MS);

const bookingAt = (at: Instant): Booking => ({
  businessDate: businessDateOf(at, '23:00'),
  of: { merchant: 'm1', store: 's1', side: 'offline', channel: CASE.channel, method: 'card' },
});

export const document = (digest = 'a'): EvidenceDocument => ({
  type: 'sales_slip',
  digest: digest.repeat(64),
  reference: 'vault/1',
});

const STATEMENT = /^(?:\+(\d+)d )?([a-z]+)(?:#(\w+))?(?: (\d+\.\d\d))?(?: in (\d+))?$/;

/**
 * A case in words, each statement a day after the one before, `+3d` three days later still: `retrieval 100.00; evidence#e1;
 * chargeback 100.00 in 2; debit#d1 100.00 in 2; won in 2`. `in 2` is the second round; amounts in yuan. Due seven days after the opening.
 */
export function tale(words: string): DisputeFact[] {
  let at = OPENED_AT;
  return words.split(';').map((statement) => {
    const match = STATEMENT.exec(statement.trim());
    if (!match) throw new Error(`not a statement: ${statement}`);
    const [, days = '0', verb = '', id = '1', amount = '0.00', round = '1'] = match;
    const fact = factOf({ verb, id, amount: yuan(amount), round: Number(round), at: plusMs(at, Number(days) * DAY_MS) });
    at = plusMs(fact.occurredAt, DAY_MS);
    return fact;
  });
}

export interface Told {
  readonly verb: string;
  readonly id: string;
  readonly amount: number;
  readonly round: number;
  readonly at: Instant;
}

export function factOf({ verb, id, amount: fen, round, at }: Told): DisputeFact {
  const { channel, caseNo, merchantNo } = CASE;
  const amount = money(fen);
  const said = { disputeId: DISPUTE_ID, merchantNo, round, occurredAt: at, booking: bookingAt(at) };
  switch (verb) {
    case 'retrieval':
    case 'chargeback': {
      const what = { stage: verb, channel, caseNo, amount, dueAt: plusMs(at, 7 * DAY_MS), reasonCode: '4853' } as const;
      return { ...said, type: 'DisputeOpened', key: `opened:${String(round)}`, ...what, rrn: '260921000101' };
    }
    case 'debit':
      return { ...said, type: 'DisputeDebited', key: `debited:${id}`, reference: id, amount };
    case 'evidence':
      return { ...said, type: 'EvidenceSubmitted', key: `evidence:${id}`, evidenceId: id, documents: [document()] };
    case 'accepted':
      return { ...said, type: 'DisputeAccepted', key: `accepted:${String(round)}` };
    case 'won':
      return { ...said, type: 'DisputeWon', key: `decision:${String(round)}` };
    case 'lost':
      return { ...said, type: 'DisputeLost', key: `decision:${String(round)}`, amount };
    default:
      throw new Error(`no such verb: ${verb}`);
  }
}

/** Answers of ours, by default a day after the opening. */
export const answering = {
  submit: (evidenceId = 'e1', now = day(1), documents: readonly EvidenceDocument[] = [document()]): SubmitEvidence => ({
    type: 'SubmitEvidence',
    disputeId: DISPUTE_ID,
    evidenceId,
    documents,
    now,
    businessDate: bookingAt(now).businessDate,
  }),
  accept: (now = day(1)): AcceptDispute => ({
    type: 'AcceptDispute',
    disputeId: DISPUTE_ID,
    reason: 'the guest is right',
    now,
    businessDate: bookingAt(now).businessDate,
  }),
} as const;
