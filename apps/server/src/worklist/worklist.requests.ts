import { IntersectionType } from '@nestjs/swagger';
import { ITEM_STATES, RULES, SEVERITIES, type ItemState, type RuleDefinition } from '#worklist';
import {
  INSTANT,
  OptionalField,
  OptionalSwitch,
  Prose,
  SETUP_ID,
  STORE,
  oneOf,
  text,
  Field,
  type FieldRule,
} from '../http/fields.js';
import { PagedQuery, TimesQuery } from '../http/queries.js';

const CODE = text(/^[A-Z_]{1,64}$/, 'must be a code of an exception');
const KIND = text(/^[a-z][a-z_]{0,31}$/, 'must be a kind like order or payment', 'order, payment, terminal …');
const ACTOR = text(/^[\x21-\x7e]{1,100}$/, 'must be who holds it, as an answer gave it', 'who holds it: key:<id>');

export class ExceptionPath {
  @Field(text(/^exc_[0-9a-f-]{36}$/, 'must be the id of an exception, as an answer gave it'))
  id!: string;
}

export class ExceptionsQuery extends IntersectionType(PagedQuery, TimesQuery) {
  @OptionalField(KIND)
  kind?: string;
  @OptionalField(CODE)
  code?: string;
  @OptionalField(SETUP_ID)
  merchant?: string;
  @OptionalField(STORE)
  store?: string;
  @OptionalField(oneOf(SEVERITIES))
  severity?: string;
  @OptionalField(oneOf(ITEM_STATES, 'open and claimed unless said'))
  state?: ItemState;
  @OptionalField(ACTOR)
  assignee?: string;
  /** Only what is told since then. */
  @OptionalField(INSTANT)
  since?: string;
}

export class SummaryQuery extends TimesQuery {
  @OptionalField(SETUP_ID)
  merchant?: string;
}

export class ClaimRequest {
  @OptionalSwitch('takes it from whoever holds it')
  force?: boolean;
}

export class AssignRequest {
  @Field(text(/^[\x21-\x7e]{1,100}$/, 'must be a key or a person, as the list of assignees has it', 'key:<id> or user:<id>'))
  to!: string;
  @OptionalSwitch('though another holds it')
  force?: boolean;
}

export class CommentRequest {
  @Prose(1000, 'what others should know')
  text!: string;
}

export class ResolveRequest {
  @Prose(500, 'what came of it')
  reason!: string;
  @OptionalSwitch('though another holds it')
  force?: boolean;
}

export class ReopenRequest {
  @Prose(500, 'why it is not done')
  reason!: string;
}

const thresholdOf = ({ min, max, says, unit }: RuleDefinition): FieldRule => ({
  name: 'threshold',
  schema: { type: ['integer', 'null'], minimum: min, maximum: max, description: `${unit}: ${says}; null: as it ships` },
  says: `must be a whole number from ${String(min)} to ${String(max)}, or null`,
  holds: (value) => value === null || (typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max),
});

/** One field per rule: what is left out stays as it is. */
export class ExceptionRulesRequest {
  readonly [rule: string]: number | null;
}
for (const [name, definition] of Object.entries(RULES))
  OptionalField(thresholdOf(definition))(ExceptionRulesRequest.prototype, name);
