import { Body, Controller, Get, Param, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { instant, parseInstant, type Instant } from '#kernel';
import type { SetupCommand } from '#merchants';
import { Access } from '../http/access.js';
import { Call, CommandCall, etagOf, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers, STRING, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskMerchant, OnMerchants } from './merchants.bus.js';
import {
  AssignRoomRequest,
  BindShopRequest,
  EnrolTerminalRequest,
  MerchantPath,
  MoveTerminalRequest,
  OpenStoreRequest,
  RegisterMerchantRequest,
  TerminalPath,
} from './merchants.requests.js';

interface MerchantView {
  readonly id: string;
  readonly name: string;
  readonly cutOff: string;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
}

const MERCHANT = record<MerchantView>({
  id: STRING,
  name: STRING,
  cutOff: STRING,
  stores: listOf(record({ id: STRING, name: STRING })),
});

const MIDNIGHT = '24:00';
const SEVERAL = { ifMatch: 'refused' } as const;

@ApiTags('set-up')
@Controller('v1/merchants')
export class MerchantsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id')
  @Access('administer')
  @Answers('A merchant and its stores.', MERCHANT)
  async merchant(@Param() { id }: MerchantPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<MerchantView> {
    const { state, revision } = await this.queries.execute(new AskMerchant(id));
    if (!state.registered || revision === 'no_stream') throw Problem.of('NOT_FOUND');
    void reply.header('ETag', etagOf(revision));
    const { merchantId, name, cutOff } = state.registered;
    return {
      id: merchantId,
      name,
      cutOff,
      stores: state.stores.map((store) => ({ id: store.storeId, name: store.name })),
    };
  }

  @CommandRoute('', 'Registers a merchant.', 'administer')
  register(@Body() body: RegisterMerchantRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, name, cutOff = MIDNIGHT } = body;
    return this.run({ type: 'RegisterMerchant', merchantId, name, cutOff }, call);
  }

  @CommandRoute(':id/stores', 'Opens a store of a merchant.', 'administer')
  openStore(@Param() { id }: MerchantPath, @Body() body: OpenStoreRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return this.run({ type: 'OpenStore', merchantId: id, storeId: body.id, name: body.name }, call);
  }

  @CommandRoute(':id/douyin-shops', 'Binds a Douyin shop and the app that signs its pushes.', 'administer', SEVERAL)
  bindShop(@Param() { id }: MerchantPath, @Body() body: BindShopRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { shopId, appKey, appSecret, storeId } = body;
    const shop = { shopId, appKey, appSecret, ...(storeId !== undefined && { storeId }) };
    return this.run({ type: 'BindShop', merchantId: id, ...shop }, call);
  }

  @CommandRoute(':id/live-rooms', 'Assigns a live room to a Douyin shop.', 'administer', SEVERAL)
  assignRoom(
    @Param() { id }: MerchantPath,
    @Body() body: AssignRoomRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const { roomId, shopId, name } = body;
    return this.run({ type: 'AssignRoom', merchantId: id, roomId, shopId, name }, call);
  }

  @CommandRoute(':id/terminals', 'Enrols a POS terminal with the key that signs its messages.', 'administer', SEVERAL)
  enrol(@Param() { id }: MerchantPath, @Body() body: EnrolTerminalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { from, ...terminal } = body;
    return this.run({ type: 'Enrol', merchantId: id, ...terminal, from: instantOf(from) }, call);
  }

  @CommandRoute(
    ':id/terminals/:merchantNo/:terminalNo/placements',
    'Moves a terminal to another store from a moment on.',
    'administer',
    SEVERAL,
  )
  move(@Param() path: TerminalPath, @Body() body: MoveTerminalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, merchantNo, terminalNo } = path;
    const { storeId, from } = body;
    return this.run({ type: 'MoveTerminal', merchantId, merchantNo, terminalNo, storeId, from: instantOf(from) }, call);
  }

  private async run(command: SetupCommand, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnMerchants(command, call.context)));
  }
}

/** Validated before; the clock where nothing was said. */
const instantOf = (text: string | undefined): Instant =>
  (text === undefined ? undefined : parseInstant(text)) ?? instant(Date.now());
