import { ZERO, assertNever, isAmount, type Instant, type Money } from '#kernel';
import { disputeIdOf, dueBy, type DisputeFact, type DisputeStage, type EvidenceDocument } from '#disputes';
import { isClockFarOff } from '../clock.js';
import { isJsonObject, type JsonObject } from '../exact-json.js';
import { Fields } from '../fields.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import { bookingOf, timeOf, type AcquirerRowContext } from './settlement-rows.js';

const KINDS = ['opened', 'debited', 'evidence', 'accepted', 'won', 'lost'] as const;
type Kind = (typeof KINDS)[number];

const CHANNEL = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const METHOD = /^[a-z][a-z0-9_]{0,31}$/;
const NUMBER = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
const PAYMENT_ID = /^pay_[A-Za-z0-9_.-]{1,100}$/;
const CODE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/;
const ROUND = /^[1-9]$/;

interface Said {
  readonly kind: Kind;
  readonly caseNo: string;
  readonly channel: string;
  readonly method: string;
  readonly merchantNo: string;
  readonly terminalNo: string | undefined;
  readonly round: number;
  readonly occurredAt: Instant;
}

type Booked = Pick<DisputeFact, 'disputeId' | 'merchantNo' | 'round' | 'occurredAt' | 'booking'>;

/** What an acquirer tells of a case: opened (a retrieval request or a chargeback), debited, evidence, accepted, won, lost. Amounts 分. */
export async function readDisputeRow(row: JsonObject, { merchants, now }: AcquirerRowContext): Promise<NoticeReading> {
  const fields = new Fields(row);
  const said = saidBy(fields);
  if (fields.wrong.includes('kind')) return fieldsInvalid(fields.wrong);
  const told = toldBy(fields, row, said);
  if (fields.wrong.length > 0) return fieldsInvalid(fields.wrong);
  const { caseNo, channel, merchantNo, occurredAt, round } = said;
  if (isClockFarOff(occurredAt, now)) return parked('CLOCK_FAR_OFF', occurredAt);
  const booking = await bookingOf(merchants, said, { occurredAt, tradedAt: occurredAt });
  if (!booking) return parked('UNKNOWN_MERCHANT', merchantNo);
  const fact = told({ disputeId: disputeIdOf(channel, merchantNo, caseNo), merchantNo, round, occurredAt, booking });
  return { commands: [{ feature: 'disputes', command: { type: 'RecordDisputeFact', fact } }] };
}

function saidBy(fields: Fields): Said {
  const kind = fields.text('kind', new RegExp(`^(?:${KINDS.join('|')})$`)) as Kind;
  return {
    kind,
    caseNo: fields.text('case_no', NUMBER),
    channel: fields.text('channel', CHANNEL),
    method: fields.textIfAny('method', METHOD) ?? 'card',
    merchantNo: fields.text('merchant_no', /^[A-Za-z0-9]{1,32}$/),
    terminalNo: fields.textIfAny('terminal_no', /^[A-Za-z0-9_-]{1,16}$/),
    round: Number(fields.textIfAny('round', ROUND) ?? '1'),
    occurredAt: timeOf(fields, 'occurred_at'),
  };
}

/** Reads what is told of the case now; who tells it and where it is booked comes later. */
function toldBy(fields: Fields, row: JsonObject, said: Said): (booked: Booked) => DisputeFact {
  const round = String(said.round);
  switch (said.kind) {
    case 'opened':
      return opened(fields, said);
    case 'debited': {
      const debited = { reference: fields.text('reference', NUMBER), amount: amountOf(fields) };
      return (booked) => ({ ...booked, type: 'DisputeDebited', key: `debited:${debited.reference}`, ...debited });
    }
    case 'evidence': {
      const evidenceId = fields.text('reference', NUMBER);
      const documents = documentsOf(fields, row);
      return (booked) => ({ ...booked, type: 'EvidenceSubmitted', key: `evidence:${evidenceId}`, evidenceId, documents });
    }
    case 'accepted':
      return (booked) => ({ ...booked, type: 'DisputeAccepted', key: `accepted:${round}` });
    case 'won':
      return (booked) => ({ ...booked, type: 'DisputeWon', key: `decision:${round}` });
    case 'lost': {
      const amount = amountOf(fields);
      return (booked) => ({ ...booked, type: 'DisputeLost', key: `decision:${round}`, amount });
    }
    default:
      return assertNever(said.kind, 'kind of dispute row');
  }
}

function opened(fields: Fields, { caseNo, channel, occurredAt: at, round, terminalNo }: Said): (booked: Booked) => DisputeFact {
  const stage = fields.text('stage', /^(?:retrieval|chargeback)$/) as DisputeStage;
  const rrn = fields.textIfAny('rrn', /^[A-Za-z0-9]{1,12}$/);
  const paymentId = fields.textIfAny('payment_id', PAYMENT_ID);
  const what = {
    stage,
    channel,
    caseNo,
    amount: amountOf(fields),
    dueAt: fields.has('due_at') ? timeOf(fields, 'due_at') : dueBy({ channel, stage, at }),
    reasonCode: fields.text('reason_code', CODE),
    ...(terminalNo !== undefined && { terminalNo }),
    ...(rrn !== undefined && { rrn }),
    ...(paymentId !== undefined && { paymentId }),
  };
  return (booked) => ({ ...booked, type: 'DisputeOpened', key: `opened:${String(round)}`, ...what });
}

/** A JSON number above zero. */
function amountOf(fields: Fields): Money {
  const amount = fields.number('amount');
  return isAmount(amount) && amount > 0 ? amount : fields.refuse('amount', ZERO);
}

/** None where the acquirer only says that there was evidence. */
function documentsOf(fields: Fields, { documents = [] }: JsonObject): EvidenceDocument[] {
  if (!Array.isArray(documents) || !documents.every(isJsonObject)) return fields.refuse('documents', []);
  return documents.map((document) => {
    const of = new Fields(document);
    const read = { type: of.text('type', CODE), digest: of.text('digest', DIGEST), reference: of.text('reference', REFERENCE) };
    for (const name of of.wrong) fields.refuse(`documents.${name}`, undefined);
    return read;
  });
}
