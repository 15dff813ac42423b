import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { instant, isRejection, localDate, plusDays, type BusinessDate, type Instant } from '#kernel';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import { FETCH, FETCHES, fetchViewOf, fetchesViewOf, type FetchView, type FetchesView } from './fetches.answers.js';
import { AskBillAgain, AskFetches, OnFetches } from './fetches.bus.js';
import { BillPath, FetchesQuery, SetFetchRequest } from './fetches.requests.js';

const DAYS_BACK = 31;
const DAYS_AT_MOST = 366;

const now = (): Instant => instant(Date.now());

/** Validated before. */
const dayOf = (text: string): BusinessDate => text as BusinessDate;

@ApiTags('statements')
@Controller('v1/merchants/:id')
export class FetchSettingsController {
  constructor(private readonly commands: CommandBus) {}

  @CommandRoute('statement-fetches', 'Switches the fetching of a bill of an account on or off.', 'administer')
  async set(@Param() { id }: MerchantPath, @Body() body: SetFetchRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { from, ...said } = body;
    const at = now();
    const wanted = { ...said, merchantId: id, at, today: localDate(at), ...(from !== undefined && { from: dayOf(from) }) };
    return call.answer(await this.commands.execute(new OnFetches({ type: 'SetFetch', ...wanted }, call.context)));
  }
}

@ApiTags('statements')
@Controller('v1/statement-fetches')
export class FetchesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers('Bills that are fetched day by day: what came, what is waited for, what is missing and why.', FETCHES)
  async list(@Query() { merchant, from, to }: FetchesQuery): Promise<FetchesView> {
    const at = now();
    const last = to === undefined ? localDate(at) : dayOf(to);
    const first = from === undefined ? plusDays(last, -DAYS_BACK) : dayOf(from);
    if (plusDays(first, DAYS_AT_MOST) < last)
      throw Problem.of('REQUEST_INVALID', {
        errors: [{ field: 'from', says: `must be at most ${String(DAYS_AT_MOST)} days before to` }],
      });
    return fetchesViewOf(await this.queries.execute(new AskFetches(merchant, { from: first, to: last, now: at })));
  }

  @Post(':bill/:account/:day/now')
  @HttpCode(202)
  @Access('instruct')
  @Answers('Asks for the bill of a day now, again where it was there; also for a day before the first.', FETCH, 202)
  async ask(@Param() { bill, account, day }: BillPath): Promise<FetchView> {
    const asked = await this.commands.execute(new AskBillAgain({ bill, account, day: dayOf(day), now: now() }));
    if (isRejection(asked)) throw Problem.ofRejection(asked);
    return fetchViewOf(asked);
  }
}
