import { IntersectionType } from '@nestjs/swagger';
import { cardNumbersIn } from '#channels';
import type { DisputeStage, DisputeStatus, EvidenceDocument } from '#disputes';
import type { Instant } from '#kernel';
import { Field, INSTANT, OptionalField, Prose, oneOf, text, type FieldRule } from '../http/fields.js';
import { StreamsQuery, TimesQuery } from '../http/queries.js';
import { wordsOf } from '../http/schemas.js';

export const DISPUTE_STATUSES = wordsOf<DisputeStatus>({
  unopened: true,
  retrieval: true,
  chargeback: true,
  evidence_submitted: true,
  accepted: true,
  won: true,
  lost: true,
});
export const DISPUTE_STAGES = wordsOf<DisputeStage>({ retrieval: true, chargeback: true });

export class DisputePath {
  @Field(text(/^dsp_[A-Za-z0-9._-]{1,150}$/, 'must be an id like dsp_unionpay.898310148160001.CB20260921001'))
  id!: string;
}

const TYPE = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}$/;
const DIGEST = /^[0-9a-f]{64}$/;
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/-]{0,199}$/;
const DOCUMENTS_AT_MOST = 20;

/** Vouchers by name: their content stays where it is kept. */
const DOCUMENTS: FieldRule = {
  name: 'documents',
  schema: {
    type: 'array',
    minItems: 1,
    maxItems: DOCUMENTS_AT_MOST,
    items: {
      type: 'object',
      properties: {
        type: { type: 'string', pattern: TYPE.source, description: 'as the acquirer codes it' },
        digest: { type: 'string', pattern: DIGEST.source, description: 'SHA-256 of the document' },
        reference: { type: 'string', pattern: REFERENCE.source, description: 'where it is kept' },
      },
      required: ['type', 'digest', 'reference'],
      additionalProperties: false,
    },
  },
  says: `must be 1 to ${String(DOCUMENTS_AT_MOST)} documents of type, digest (SHA-256 in hex) and reference, without card numbers`,
  holds: (value) => Array.isArray(value) && value.length >= 1 && value.length <= DOCUMENTS_AT_MOST && value.every(isDocument),
};

function isDocument(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { type, digest, reference, ...rest } = value as Readonly<Record<string, unknown>>;
  const isText = (text: unknown, shape: RegExp): text is string => typeof text === 'string' && shape.test(text);
  return (
    Object.keys(rest).length === 0 &&
    isText(type, TYPE) &&
    isText(digest, DIGEST) &&
    isText(reference, REFERENCE) &&
    cardNumbersIn(reference, 'any').length === 0
  );
}

export class EvidenceRequest {
  @Field(DOCUMENTS)
  documents!: EvidenceDocument[];
  @Prose(500, 'what it shows, for people')
  note!: string;
}

export class AcceptRequest {
  @Prose(200, 'why, for people')
  reason!: string;
}

export class DisputesQuery extends IntersectionType(StreamsQuery, TimesQuery) {
  @OptionalField(oneOf(DISPUTE_STATUSES))
  status?: DisputeStatus;
  @OptionalField(text(/^[A-Za-z0-9]{1,32}$/, 'must be 1 to 32 letters or digits'))
  merchantNo?: string;
  @OptionalField(text(/^pay_[A-Za-z0-9._-]{1,100}$/, 'must be the id of a payment'))
  paymentId?: string;
  /** Only those that wait for an answer that is due before then. */
  @OptionalField(INSTANT)
  dueBefore?: Instant;
}
