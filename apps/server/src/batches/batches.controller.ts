import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { BatchComparison, BatchTransaction, ProbableDuplicate } from '#batches';
import type { Answer, Page } from '#projections';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, KnownQuery, found } from '../http/queries.js';
import {
  Answers,
  BOOLEAN,
  DAY,
  FEN_SCHEMA,
  INTEGER,
  MOMENT,
  STRING,
  answerOf,
  listOf,
  orNull,
  pageOf,
  record,
  withField,
  word,
} from '../http/schemas.js';
import { timesOf } from '../ledger/times.js';
import { AskBatches } from './batches.bus.js';
import { BatchPath, BatchesQuery, DuplicatesQuery } from './batches.requests.js';

const BATCH = record<BatchComparison>({
  merchant: STRING,
  store: STRING,
  merchantNo: STRING,
  terminalNo: STRING,
  batchNo: STRING,
  day: DAY,
  since: MOMENT,
  totalledAt: MOMENT,
  debitTotal: FEN_SCHEMA,
  debitCount: INTEGER,
  creditTotal: FEN_SCHEMA,
  creditCount: INTEGER,
  ourDebitTotal: FEN_SCHEMA,
  ourDebitCount: INTEGER,
  ourCreditTotal: FEN_SCHEMA,
  ourCreditCount: INTEGER,
  unknown: INTEGER,
  exceptions: listOf(word(['BATCH_DIFFERS', 'OUTCOME_UNKNOWN'])),
});

const TRANSACTION = record<BatchTransaction>({
  key: STRING,
  kind: STRING,
  traceNo: STRING,
  occurredAt: MOMENT,
  method: STRING,
  amount: orNull(FEN_SCHEMA),
  outcome: word(['approved', 'reversed', 'declined', 'unknown']),
  rrn: orNull(STRING),
  paymentId: orNull(STRING),
  counts: { type: ['string', 'null'], enum: ['debit', 'credit', null] },
  explains: { ...BOOLEAN, description: 'by itself it would close the difference of its side' },
});

const DUPLICATE = record<ProbableDuplicate>({
  merchant: STRING,
  merchantNo: STRING,
  terminalNo: STRING,
  batchNo: STRING,
  traceNo: STRING,
  kind: STRING,
  amount: FEN_SCHEMA,
  firstPaymentId: orNull(STRING),
  firstAt: MOMENT,
  firstOutcome: word(['approved', 'unknown']),
  secondPaymentId: orNull(STRING),
  secondAt: MOMENT,
  secondRrn: orNull(STRING),
});

type WithTransactions = BatchComparison & { readonly transactions: readonly BatchTransaction[] };

@ApiTags('batches')
@Controller('v1/batches')
export class BatchesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers('Totals (0500) of terminals beside ours, the last totalled first: now, or as known then (auditors).', pageOf(BATCH))
  async list(@Query() asked: BatchesQuery, @Req() { caller }: FastifyRequest): Promise<Page<BatchComparison>> {
    const { limit = DEFAULT_LIMIT, ...query } = asked;
    const { known } = await timesOf(this.queries, asked, caller);
    return this.queries.execute(new AskBatches('list', { ...query, known, limit }));
  }

  @Get('probable-duplicates')
  @Access('read')
  @Answers(
    'Transactions that seem to have been told twice, under two days: both count until one is reversed.',
    answerOf(listOf(DUPLICATE)),
  )
  probableDuplicates(@Query() { limit = DEFAULT_LIMIT, ...query }: DuplicatesQuery): Promise<Answer<ProbableDuplicate[]>> {
    return this.queries.execute(new AskBatches('probableDuplicates', { ...query, limit }));
  }

  @Get(':merchantNo/:terminalNo/:batchNo/:day')
  @Access('read')
  @Answers(
    'One batch with its transactions as we have them, or as known then (auditors).',
    answerOf(withField(BATCH, 'transactions', listOf(TRANSACTION))),
  )
  async one(
    @Param() path: BatchPath,
    @Query() asked: KnownQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<Answer<WithTransactions>> {
    const { known } = await timesOf(this.queries, asked, caller);
    return found(await this.queries.execute(new AskBatches('one', path, { known, minPosition: asked.minPosition })));
  }
}
