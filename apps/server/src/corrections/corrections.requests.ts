import { cardNumbersIn } from '#channels';
import { CORRECTION_STATUSES, RULE_BOUNDS, type CorrectionKind, type CorrectionStatusNow, type Tier } from '#corrections';
import { AMOUNT_LIMIT, isAmount, type BusinessDate } from '#kernel';
import {
  ACCOUNT,
  BUSINESS_DATE,
  FEN,
  Field,
  OptionalField,
  OptionalPart,
  Prose,
  SETUP_ID,
  STORE,
  oneOf,
  text,
  whole,
  type FieldRule,
} from '../http/fields.js';
import { PagedQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';
import type { RecordAs, RowAsked } from './asked.js';

export const CORRECTION_KINDS = wordsOf<CorrectionKind>({
  reverse: true,
  're-attribute': true,
  adjust: true,
  'write-off': true,
  record: true,
});

const STREAM = text(/^[A-Za-z0-9][A-Za-z0-9._@:-]{0,250}$/, 'must be the name of a stream, as an event gave it');
const CORRECTION_ID = text(/^[a-z][A-Za-z0-9._-]{1,200}$/, 'must be the id of a correction, as an answer gave it');
const CASE_ID = text(/^[A-Za-z0-9_-]{1,64}$/, 'must be the id of a case of reconciliation');
const ACTOR = text(/^[\x21-\x7e]{1,100}$/, 'must be who did it, as an answer gave it', 'who: key:<id>');
const DIGEST = text(/^[0-9a-f]{64}$/, 'must be a digest, as a preview or proposal gave it', 'SHA-256 of what was shown');
const NUMBER = text(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters or digits');
const CHANNEL = text(/^[a-z0-9][a-z0-9_-]{0,31}$/, 'must be a channel like wechat', 'wechat, unionpay, douyin …');
const METHOD = text(/^[a-z][a-z0-9_]{0,31}$/, 'must be a method like card', 'card, wechat, unknown …');
const MOST_ENTRIES = 100;
const MOST_LINES = 50;
const MOST_EVIDENCE = 20;
const MOST_OF_A_REFERENCE = 300;

export class CorrectionPath {
  @Field(CORRECTION_ID)
  id!: string;
}

export class EntryPart {
  @Field(STREAM)
  stream!: string;
  @Field(text(/^[0-9a-f-]{36}$/, 'must be the id of an event'))
  eventId!: string;
  @Field(whole(0, MOST_ENTRIES, 'place of the entry within the event'))
  entry!: number;
}

/** One of: a store; a terminal; an order. */
export class AttributionPart {
  @OptionalField(STORE)
  store?: string;
  @OptionalField(NUMBER)
  merchantNo?: string;
  @OptionalField(text(/^[A-Za-z0-9_-]{1,16}$/, 'must be 1 to 16 letters, digits, dashes or underscores'))
  terminalNo?: string;
  @OptionalField(text(/^\d{1,32}$/, 'must be the id of an order'))
  orderId?: string;
}

export class AdjustmentPart {
  @Field(
    text(
      /^[A-Za-z0-9_-]{1,64}$/,
      'must be 1 to 64 letters, digits, dashes or underscores',
      'an id of your own: it is booked once',
    ),
  )
  id!: string;
  @Field(SETUP_ID)
  merchant!: string;
  @Field(STORE)
  store!: string;
  @Field(oneOf(['online', 'offline']))
  side!: 'online' | 'offline';
  @Field(CHANNEL)
  channel!: string;
  @Field(METHOD)
  method!: string;
  @Field(linesRule())
  lines!: LineAsked[];
}

export interface LineAsked {
  readonly account: string;
  readonly side: 'debit' | 'credit';
  readonly amount: number;
}

function linesRule(): FieldRule {
  return {
    name: 'lines',
    schema: {
      type: 'array',
      minItems: 2,
      maxItems: MOST_LINES,
      items: {
        type: 'object',
        properties: { account: ACCOUNT.schema, side: { type: 'string', enum: ['debit', 'credit'] }, amount: FEN.schema },
        required: ['account', 'side', 'amount'],
        additionalProperties: false,
      },
    },
    says: `must be 2 to ${String(MOST_LINES)} lines of account, side (debit or credit) and amount (分, 1 to ${String(AMOUNT_LIMIT)})`,
    holds: (value) => isListOf(value, 2, MOST_LINES, isLine),
  };
}

const isListOf = (value: unknown, least: number, most: number, holds: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.length >= least && value.length <= most && value.every(holds);

function isLine(value: unknown): boolean {
  const { account, side, amount, ...rest } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isNothingElse = typeof value === 'object' && Object.keys(rest).length === 0;
  return isNothingElse && ACCOUNT.holds(account) && (side === 'debit' || side === 'credit') && isAmount(amount) && amount > 0;
}

export class RowPart implements RowAsked {
  @Field(text(/^[a-z0-9-]{1,32}$/, 'must be a channel like wechat'))
  channel!: string;
  @Field(oneOf(['trades', 'funds', 'bank']))
  book!: RowAsked['book'];
  @Field(text(/^[A-Za-z0-9_-]{1,64}$/, 'must be a merchant number, a shop or a bank account'))
  account!: string;
  @Field(text(/^[A-Za-z0-9._-]{1,100}$/, 'must be the key of a row, as an answer gave it'))
  key!: string;
}

const isReference = (value: unknown): boolean =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  value.length <= MOST_OF_A_REFERENCE &&
  value.isWellFormed() &&
  !/\p{Cc}/u.test(value) &&
  cardNumbersIn(value, 'issued').length === 0;

const EVIDENCE: FieldRule = {
  name: 'evidence',
  schema: {
    type: 'array',
    minItems: 1,
    maxItems: MOST_EVIDENCE,
    items: { type: 'string', minLength: 1, maxLength: MOST_OF_A_REFERENCE },
    description: 'ids, digests or addresses of what proves it: an event, a row of a statement, a document',
  },
  says: `must be 1 to ${String(MOST_EVIDENCE)} references of up to ${String(MOST_OF_A_REFERENCE)} characters, without card numbers`,
  holds: (value) => isListOf(value, 1, MOST_EVIDENCE, isReference),
};

export class CorrectionRequest {
  @Field(oneOf(CORRECTION_KINDS))
  kind!: CorrectionKind;
  @Prose(500, 'why, for people')
  reason!: string;
  @Field(EVIDENCE)
  evidence!: string[];
  /** Of an open period, today at the latest; today unless said. What is recorded has its own day. */
  @OptionalField(BUSINESS_DATE)
  day?: BusinessDate;
  @OptionalPart(EntryPart, 'reverse, re-attribute: which entry')
  entry?: EntryPart;
  @OptionalPart(AttributionPart, 're-attribute: where to')
  to?: AttributionPart;
  @OptionalPart(AdjustmentPart, 'adjust: what is booked')
  adjustment?: AdjustmentPart;
  @OptionalField({
    ...CASE_ID,
    schema: { ...CASE_ID.schema, description: 'write-off: which difference; record: the one it mends' },
  })
  caseId?: string;
  @OptionalField(
    oneOf(['liability', 'income'], 'write-off of a surplus: owed until nobody asks for it, or income; liability unless said'),
  )
  surplus?: 'liability' | 'income';
  @OptionalPart(RowPart, 'record: which row of a statement')
  row?: RowPart;
  @OptionalField(oneOf(['payment', 'settlement'], 'record: what the row tells; payment (or its refund) unless said'))
  as?: RecordAs;
}

export class CorrectionProposalRequest extends CorrectionRequest {
  /** Of the preview: where it has changed since, nothing is proposed. */
  @OptionalField(DIGEST)
  digest?: string;
}

export class CorrectionApprovalRequest {
  @Field(DIGEST)
  digest!: string;
}

export class CorrectionEndRequest {
  @Prose(500, 'why, for people')
  reason!: string;
}

export class CorrectionsQuery extends PagedQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(oneOf(CORRECTION_STATUSES))
  status?: CorrectionStatusNow;
  @OptionalField(oneOf(CORRECTION_KINDS))
  kind?: CorrectionKind;
  @OptionalField(ACTOR)
  proposer?: string;
  /** Who approved it. */
  @OptionalField(ACTOR)
  approver?: string;
  /** What it is about: the stream of an order, a payment, a settlement, a case. */
  @OptionalField(STREAM)
  stream?: string;
}

const TIERS: FieldRule = {
  name: 'tiers',
  schema: {
    type: 'array',
    minItems: 1,
    maxItems: RULE_BOUNDS.tiers,
    items: {
      type: 'object',
      properties: {
        upTo: {
          type: ['integer', 'null'],
          minimum: 1,
          maximum: AMOUNT_LIMIT,
          description: '分, inclusive; null, in the last one: any',
        },
        approvals: { type: 'integer', minimum: 1, maximum: RULE_BOUNDS.approvals, description: 'how many others' },
      },
      required: ['upTo', 'approvals'],
      additionalProperties: false,
    },
  },
  says: `must be 1 to ${String(RULE_BOUNDS.tiers)} tiers of upTo (分, or null) and approvals (1 to ${String(RULE_BOUNDS.approvals)})`,
  holds: (value) => isListOf(value, 1, RULE_BOUNDS.tiers, isTier),
};

function isTier(value: unknown): boolean {
  const { upTo, approvals, ...rest } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const isNothingElse = typeof value === 'object' && Object.keys(rest).length === 0;
  return isNothingElse && (upTo === null || isAmount(upTo)) && Number.isSafeInteger(approvals);
}

export class CorrectionRulesRequest {
  @Field(TIERS)
  tiers!: Tier[];
  @Field(whole(1, RULE_BOUNDS.expiryDays, 'days that a proposal waits'))
  expiryDays!: number;
}
