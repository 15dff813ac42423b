import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { parseInstant } from '#kernel';
import type { Page } from '#projections';
import type { TransactionDetails, TransactionsAsked } from '#reports';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, assertNoFeed } from '../http/queries.js';
import { Answers, pageOf } from '../http/schemas.js';
import { timesOf } from '../ledger/times.js';
import { TRANSACTION } from './reports.answers.js';
import { AskTransactions } from './reports.bus.js';
import { TransactionsQuery } from './reports.requests.js';

/** The filters of a list as the read model takes them. */
export const filtersOf = <Query extends Pick<TransactionsQuery, 'from' | 'before'>>({
  from,
  before,
  ...rest
}: Query): Omit<Query, 'from' | 'before'> & Pick<TransactionsAsked, 'from' | 'before'> => ({
  ...rest,
  ...(from !== undefined && { from: parseInstant(from) }),
  ...(before !== undefined && { before: parseInstant(before) }),
});

@ApiTags('transactions')
@Controller('v1/transactions')
export class TransactionsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers(
    'Orders, payments at terminals and in mini-apps, and vouchers in one list, by whatever they can be found by: now, or as known then (auditors).',
    pageOf(TRANSACTION),
  )
  async list(@Query() asked: TransactionsQuery, @Req() { caller }: FastifyRequest): Promise<Page<TransactionDetails>> {
    const { known: _, limit = DEFAULT_LIMIT, ...query } = asked;
    const { known } = await timesOf(this.queries, asked, caller);
    const filters = { ...filtersOf(query), limit };
    if (known === undefined) return this.queries.execute(new AskTransactions('list', filters));
    assertNoFeed(query);
    return this.queries.execute(new AskTransactions('listAsOf', { ...filters, known }));
  }
}
