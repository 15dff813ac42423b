import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Balance, BalanceAt, JournalLine, TrialBalance } from '#ledger';
import type { Answer, Page } from '#projections';
import { Access } from '../http/access.js';
import { AsOfQuery, DEFAULT_LIMIT, PagedQuery, asOfOf, found } from '../http/queries.js';
import { Problem } from '../http/problem.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { BALANCE, BALANCE_AT, JOURNAL_LINE, TRIAL_BALANCE } from './ledger.answers.js';
import { AskBalances, AskJournal, AskTrialBalance } from './ledger.bus.js';
import { AccountPath, BalancesQuery, EffectiveQuery, TrialBalanceQuestion } from './ledger.requests.js';

@ApiTags('ledger')
@Controller('v1')
export class LedgerController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balances')
  @Access('read')
  @Answers('Balances by account, or rolled up.', pageOf(BALANCE))
  balances(@Query() { limit = DEFAULT_LIMIT, ...query }: BalancesQuery): Promise<Page<Balance>> {
    return this.queries.execute(new AskBalances('many', { ...query, limit }));
  }

  @Get('balances/:account')
  @Access('read')
  @Answers('The balance of an account: now, or at a position or moment (auditors).', answerOf({ oneOf: [BALANCE, BALANCE_AT] }))
  async balance(
    @Param() { account }: AccountPath,
    @Query() query: AsOfQuery,
    @Req() request: FastifyRequest,
  ): Promise<Answer<Balance | BalanceAt>> {
    const asOf = asOfOf(query, request.caller);
    const asked = { account, minPosition: query.minPosition };
    if (!asOf) return found(await this.queries.execute(new AskBalances('now', asked)));
    return found(await this.queries.execute(new AskBalances('at', asked, asOf)));
  }

  @Get('balances/:account/effective')
  @Access('history')
  @Answers('The balance of an account effective at an accounting day, as known at the end of another.', answerOf(BALANCE))
  async effective(@Param() { account }: AccountPath, @Query() query: EffectiveQuery): Promise<Answer<Balance>> {
    const { date, knownDate, minPosition } = query;
    const days = { effective: date, known: knownDate };
    return found(await this.queries.execute(new AskBalances('effective', { account, minPosition }, days)));
  }

  @Get('balances/:account/lines')
  @Access('history')
  @Answers('The lines of an account with its running balance, newest first.', pageOf(JOURNAL_LINE))
  lines(@Param() { account }: AccountPath, @Query() query: PagedQuery): Promise<Page<JournalLine>> {
    const { limit = DEFAULT_LIMIT, cursor, minPosition } = query;
    return this.queries.execute(new AskJournal('lines', { account, limit, cursor, minPosition }));
  }

  @Get('trial-balance')
  @Access('read')
  @Answers(
    'Every account with its balance on its side: now, at a position or moment (auditors), or of a merchant through a day.',
    answerOf(TRIAL_BALANCE),
  )
  trialBalance(@Query() query: TrialBalanceQuestion, @Req() request: FastifyRequest): Promise<Answer<TrialBalance>> {
    const { merchant, through, minPosition } = query;
    const asOf = asOfOf(query, request.caller);
    const field = merchant === undefined ? 'through' : 'merchant';
    if (asOf && query[field] !== undefined)
      throw Problem.of('REQUEST_INVALID', { errors: [{ field, says: 'can not be given together with position or at' }] });
    return this.queries.execute(new AskTrialBalance('ask', { asOf, merchant, through, minPosition }));
  }
}
