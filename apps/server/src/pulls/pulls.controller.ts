import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { instant, isRejection, parseInstant, type Instant } from '#kernel';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskBackfills, AskPull, BeginBackfill, OnPulls } from './pulls.bus.js';
import { BackfillPath, BackfillRequest, SetPullRequest, ShopPath } from './pulls.requests.js';
import { BACKFILL, PULL, backfillViewOf, pullViewOf, type BackfillView, type PullView } from './pulls.view.js';

interface BackfillList {
  readonly data: readonly BackfillView[];
}

@ApiTags('pulling')
@Controller('v1/merchants/:id/douyin-shops/:shopId')
export class PullsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute('pull', 'Switches the pulling of a Douyin shop on or off.', 'administer')
  async set(@Param() path: ShopPath, @Body() body: SetPullRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, shopId } = path;
    const from = instantOf(body.from);
    const { state, bills } = body;
    const said = { state, at: now(), ...(from && { from }), ...(bills && { bills }) };
    const command = { type: 'SetPull', merchantId, shopId, ...said } as const;
    return call.answer(await this.commands.execute(new OnPulls(command, call.context)));
  }

  @Get('pull')
  @Access('read')
  @Answers('How the pulling of a Douyin shop goes: places, lag, gaps that no push had brought, last errors.', PULL)
  async pull(@Param() { id, shopId }: ShopPath): Promise<PullView> {
    const standing = await this.queries.execute(new AskPull(id, shopId));
    if (!standing) throw Problem.of('NOT_FOUND');
    return pullViewOf(shopId, standing, now());
  }

  @Post('backfills')
  @HttpCode(202)
  @Access('administer')
  @Answers(
    'Begins to fill a shop back, or answers the one that runs over the same time; goes on after a restart.',
    BACKFILL,
    202,
  )
  async backfill(@Param() { id: merchantId, shopId }: ShopPath, @Body() body: BackfillRequest): Promise<BackfillView> {
    const [from, to] = [instantOf(body.from) ?? now(), instantOf(body.to)];
    const begun = await this.commands.execute(new BeginBackfill({ merchantId, shopId, from, now: now(), ...(to && { to }) }));
    if (isRejection(begun)) throw Problem.ofRejection(begun);
    return backfillViewOf(begun);
  }

  @Get('backfills')
  @Access('read')
  @Answers('Back-fills of a Douyin shop, the newest first.', record<BackfillList>({ data: listOf(BACKFILL) }))
  async backfills(@Param() { id, shopId }: ShopPath): Promise<BackfillList> {
    return { data: await this.found(id, shopId) };
  }

  @Get('backfills/:backfillId')
  @Access('read')
  @Answers('How a back-fill goes.', BACKFILL)
  async oneBackfill(@Param() { id, shopId, backfillId }: BackfillPath): Promise<BackfillView> {
    const backfill = (await this.found(id, shopId)).find((each) => each.id === backfillId);
    if (!backfill) throw Problem.of('NOT_FOUND');
    return backfill;
  }

  private async found(merchantId: string, shopId: string): Promise<readonly BackfillView[]> {
    const backfills = await this.queries.execute(new AskBackfills(merchantId, shopId));
    if (!backfills) throw Problem.of('NOT_FOUND');
    return backfills.map(backfillViewOf);
  }
}

const now = (): Instant => instant(Date.now());

/** Validated before. */
const instantOf = (text: string | undefined): Instant | undefined => (text === undefined ? undefined : parseInstant(text));
