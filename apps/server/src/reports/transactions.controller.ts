import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { parseInstant } from '#kernel';
import type { Page } from '#projections';
import type { TransactionDetails, TransactionsAsked } from '#reports';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT } from '../http/queries.js';
import { Answers, pageOf } from '../http/schemas.js';
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
    'Orders, payments at terminals and in mini-apps, and vouchers in one list, by whatever they can be found by.',
    pageOf(TRANSACTION),
  )
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: TransactionsQuery): Promise<Page<TransactionDetails>> {
    return this.queries.execute(new AskTransactions('list', { ...filtersOf(query), limit }));
  }
}
