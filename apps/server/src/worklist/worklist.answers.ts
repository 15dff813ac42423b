import {
  ITEM_STATES,
  RULES,
  SEVERITIES,
  type CodeCount,
  type Comment,
  type ExceptionDetails,
  type ExceptionView,
  type MendingCommand,
} from '#worklist';
import { ROLES } from '../http/access.js';
import { BOOLEAN, FEN_SCHEMA, INTEGER, MOMENT, STRING, listOf, orNull, record, word, type Schema } from '../http/schemas.js';
import type { Assignee } from './assignees.js';
import type { RuleView, RulesView } from './merchant-rules.js';

const numbers: Schema = { type: 'object', additionalProperties: { type: 'integer' } };
const words: Schema = { type: 'object', additionalProperties: { type: 'string' } };

const MEND = record<MendingCommand>({
  says: { type: 'string', description: 'when, and what else has to be done outside' },
  method: word(['POST']),
  route: { type: 'string', description: 'what stands in braces has to be said' },
  body: { type: 'object', additionalProperties: { type: ['string', 'integer'] } },
});

const FIELDS: { readonly [K in keyof ExceptionView]: Schema } = {
  exceptionId: STRING,
  kind: { type: 'string', description: 'what it is about: order, payment, terminal …' },
  code: STRING,
  severity: word(SEVERITIES),
  state: word(ITEM_STATES),
  happened: { type: 'string', description: 'one sentence' },
  worth: { ...FEN_SCHEMA, description: 'money at stake, 分' },
  since: { ...MOMENT, description: 'since when it is told' },
  occurredAt: MOMENT,
  recordedAt: MOMENT,
  mend: MEND,
  merchant: STRING,
  store: STRING,
  subject: { ...words, description: 'ids of what it is about' },
  evidence: { ...numbers, description: 'numbers behind a count' },
  stream: { type: 'string', description: 'its events: what happened' },
  day: { type: 'string', description: 'accounting day of what is counted per day, else empty' },
  stands: { ...BOOLEAN, description: 'its cause is there' },
  occurrence: { ...INTEGER, description: 'how many times its cause appeared' },
  goneAt: orNull(MOMENT),
  assignee: orNull(STRING),
  resolved: {
    ...record<NonNullable<ExceptionView['resolved']>>({ by: STRING, at: MOMENT, reason: STRING }),
    type: ['object', 'null'],
  },
  comments: INTEGER,
  revision: { ...INTEGER, description: '-1 where nobody touched it yet' },
  position: STRING,
};

export const EXCEPTION = record<ExceptionView>(FIELDS);

export const EXCEPTION_DETAILS = record<ExceptionDetails>({
  ...FIELDS,
  remarks: listOf(record<Omit<Comment, 'exceptionId'>>({ position: STRING, by: STRING, at: MOMENT, text: STRING })),
});

export interface AssigneeList {
  readonly data: readonly Assignee[];
}

export const ASSIGNEES = record<AssigneeList>({
  data: listOf(
    record<Assignee>({
      actor: { type: 'string', description: 'as events name who did something' },
      name: { type: 'string', description: 'of the key, or as the provider told it; empty where it tells none' },
      role: word(ROLES),
    }),
  ),
});

export const CODE_COUNTS = listOf(
  record<CodeCount>({
    kind: STRING,
    code: STRING,
    severity: word(SEVERITIES),
    open: INTEGER,
    claimed: INTEGER,
    worth: FEN_SCHEMA,
    oldest: MOMENT,
  }),
);

export const EXCEPTION_RULES = record<RulesView>({
  rules: listOf(
    record<RuleView>({
      rule: word(Object.keys(RULES)),
      says: STRING,
      unit: STRING,
      standard: INTEGER,
      min: INTEGER,
      max: INTEGER,
      value: INTEGER,
      isSet: BOOLEAN,
    }),
  ),
  revision: INTEGER,
});
