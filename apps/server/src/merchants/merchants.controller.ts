import { Body, Controller, Get, Param, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { MerchantState } from '#merchants';
import type { Answer } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall, etagOf, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { FreshQuery, found } from '../http/queries.js';
import { Answers, answerOf, listOf } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskMerchant, AskSetUp, takeStep } from './merchants.bus.js';
import { MerchantPath, OpenStoreRequest, RegisterMerchantRequest } from './merchants.requests.js';
import { MERCHANT, merchantView, type MerchantView } from './merchant.view.js';
import { SET_UP, setUpView, type SetUpView } from './set-up.view.js';

const MIDNIGHT = '24:00';

@ApiTags('set-up')
@Controller('v1/merchants')
export class MerchantsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('inspect')
  @Answers('All merchants and their stores.', answerOf(listOf(MERCHANT)))
  async list(@Query() fresh: FreshQuery): Promise<Answer<MerchantView[]>> {
    const { position, data } = await this.queries.execute(new AskSetUp('merchants', fresh));
    const states = data.flatMap(({ kind, state }) => (kind === 'merchant' ? [state] : []));
    return { position, data: states.map(viewOf) };
  }

  @Get(':id')
  @Access('inspect')
  @Answers('A merchant and its stores.', MERCHANT)
  async merchant(@Param() { id }: MerchantPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<MerchantView> {
    const { state, revision } = await this.queries.execute(new AskMerchant(id));
    if (revision === 'no_stream') throw Problem.of('NOT_FOUND');
    void reply.header('ETag', etagOf(revision));
    return viewOf(state);
  }

  @Get(':id/setup')
  @Access('inspect')
  @Answers('All that was set up for a merchant, without its secrets.', answerOf(SET_UP))
  async setUp(@Param() { id }: MerchantPath, @Query() fresh: FreshQuery): Promise<Answer<SetUpView>> {
    const { position, data } = await this.queries.execute(new AskSetUp('ofMerchant', id, fresh));
    return found<SetUpView, Answer<SetUpView | undefined>>({ position, data: setUpView(data) });
  }

  @CommandRoute('', 'Registers a merchant.', 'administer')
  register(@Body() body: RegisterMerchantRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, name, cutOff = MIDNIGHT } = body;
    return takeStep(this.commands, { type: 'RegisterMerchant', merchantId, name, cutOff }, call);
  }

  @CommandRoute(':id/stores', 'Opens a store of a merchant.', 'administer')
  openStore(@Param() { id }: MerchantPath, @Body() body: OpenStoreRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'OpenStore', merchantId: id, storeId: body.id, name: body.name }, call);
  }
}

/** @throws Problem where nobody registered it */
function viewOf(state: MerchantState): MerchantView {
  const view = merchantView(state);
  if (!view) throw Problem.of('NOT_FOUND');
  return view;
}
