import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { AccessRow } from '#audit';
import { parseInstant } from '#kernel';
import type { Page } from '#projections';
import { Access } from '../http/access.js';
import { INSTANT, OptionalField, text } from '../http/fields.js';
import { DEFAULT_LIMIT, PagedQuery } from '../http/queries.js';
import { Answers, BOOLEAN, INTEGER, MOMENT, STRING, orNull, pageOf, record, word } from '../http/schemas.js';
import { AskAccessLog } from './audit.bus.js';

export class AccessLogQuery extends PagedQuery {
  @OptionalField(text(/^[^\p{C}]{1,200}$/u, 'must be the id or the name of a key', 'id or name of a key'))
  who?: string;
  @OptionalField(text(/^[\x20-\x7e]{1,200}$/, 'must be a part of an operation', 'a part of an operation: /v1/exports'))
  what?: string;
  @OptionalField(INSTANT)
  from?: string;
  /** Not included. */
  @OptionalField(INSTANT)
  to?: string;
}

const ROW = record<AccessRow>({
  position: { type: 'string', description: 'of the event that says so' },
  type: word(['LedgerRead', 'ExportDelivered', 'FeedEnded']),
  readId: { type: 'string', description: 'the same for an export and its delivery' },
  who: { type: 'string', description: 'id of the key' },
  name: STRING,
  role: STRING,
  what: { type: 'string', description: 'GET /v1/orders/{id}' },
  at: MOMENT,
  request: STRING,
  asked: { type: ['object', 'null'], additionalProperties: STRING },
  status: orNull(INTEGER),
  answerPosition: {
    ...orNull(STRING),
    description: 'that the answer reflects; of the stream of events: after which it began, and with which it ended',
  },
  bytes: orNull(INTEGER),
  digest: { ...orNull(STRING), description: 'sha256: of the bytes answered; of an export that begins, of its rows' },
  isWhole: { ...orNull(BOOLEAN), description: 'of a delivery: false where it broke off' },
});

/** Who looked at what, and when. Asking is noted too. */
@ApiTags('audit')
@Controller('v1/audit/access-log')
export class AccessLogController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('history')
  @Answers(
    'Who was answered what, the newest first: reads by auditors, also of the feed; of the past, of raw notices, and exports.',
    pageOf(ROW),
  )
  list(@Query() { who, what, from, to, limit = DEFAULT_LIMIT, cursor, minPosition }: AccessLogQuery): Promise<Page<AccessRow>> {
    const period = { from: instantOf(from), to: instantOf(to) };
    return this.queries.execute(new AskAccessLog('list', { who, what, ...period, limit, cursor, minPosition }));
  }
}

const instantOf = (given: string | undefined) => (given === undefined ? undefined : parseInstant(given));
