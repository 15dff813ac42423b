import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import type { Balance, BalanceDiff, JournalLine, TrialBalance } from '#ledger';
import type { Answer, Page, PagedAnswer } from '#projections';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, TimesQuery, found } from '../http/queries.js';
import { Answers, answerOf, pageOf, pagedAnswerOf } from '../http/schemas.js';
import { BALANCE, BALANCE_DIFF, JOURNAL_LINE, TRIAL_BALANCE } from './ledger.answers.js';
import { AskBalanceDiff, AskBalances, AskJournal, AskTrialBalance } from './ledger.bus.js';
import { AccountPath, BalancesQuery, DiffQuery, LinesQuery, TrialBalanceQuestion } from './ledger.requests.js';
import { timesOf } from './times.js';

/** What the book says, at any point of time. */
@ApiTags('ledger')
@Controller('v1')
export class LedgerController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balances')
  @Access('read')
  @Answers('Balances by account, or rolled up: now, or at a point of time (auditors).', pageOf(BALANCE))
  async balances(@Query() asked: BalancesQuery, @Req() { caller }: FastifyRequest): Promise<Page<Balance>> {
    const { cursor, depth, limit = DEFAULT_LIMIT, minPosition, prefix } = asked;
    const times = await timesOf(this.queries, asked, caller);
    return this.queries.execute(new AskBalances('many', { cursor, depth, limit, minPosition, prefix, times }));
  }

  @Get('balances/:account')
  @Access('read')
  @Answers('The balance of an account: now, or at a point of time (auditors).', answerOf(BALANCE))
  async balance(
    @Param() { account }: AccountPath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<Answer<Balance>> {
    const times = await timesOf(this.queries, asked, caller);
    return found(await this.queries.execute(new AskBalances('one', { account, times, minPosition: asked.minPosition })));
  }

  @Get('balances/:account/lines')
  @Access('history')
  @Answers('The lines of an account with its running balance, newest first.', pageOf(JOURNAL_LINE))
  async lines(
    @Param() { account }: AccountPath,
    @Query() asked: LinesQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<Page<JournalLine>> {
    const { limit = DEFAULT_LIMIT, cursor, minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller);
    return this.queries.execute(new AskJournal('lines', { account, limit, cursor, minPosition, times }));
  }

  @Get('balances/:account/diff')
  @Access('history')
  @Answers(
    'The balance of an account at two points of time, and the lines that make the difference.',
    pagedAnswerOf(BALANCE_DIFF),
  )
  async diff(
    @Param() { account }: AccountPath,
    @Query() asked: DiffQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<PagedAnswer<BalanceDiff>> {
    const { cursor, limit = DEFAULT_LIMIT, minPosition, toEffective, toKnown } = asked;
    const from = await timesOf(this.queries, asked, caller);
    const to = await timesOf(this.queries, { effective: toEffective, known: toKnown, minPosition }, caller);
    return found(await this.queries.execute(new AskBalanceDiff('diff', { account, from, to, limit, cursor, minPosition })));
  }

  @Get('trial-balance')
  @Access('read')
  @Answers(
    'Every account with its balance on its side, of all or of a merchant: now, effective at a day, or as known then (auditors).',
    answerOf(TRIAL_BALANCE),
  )
  async trialBalance(@Query() asked: TrialBalanceQuestion, @Req() { caller }: FastifyRequest): Promise<Answer<TrialBalance>> {
    const { merchant, minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller, ['effective']);
    return this.queries.execute(new AskTrialBalance('ask', { merchant, times, minPosition }));
  }
}
