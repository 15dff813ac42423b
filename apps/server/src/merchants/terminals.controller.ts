import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Answer } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { FreshQuery, found } from '../http/queries.js';
import { Answers, answerOf, listOf } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskSetUp, takeStep } from './merchants.bus.js';
import { MerchantPath } from './merchants.requests.js';
import { momentOf, now, rotationOf } from './moments.js';
import {
  ConfigureTerminalRequest,
  EnrolTerminalRequest,
  MoveTerminalRequest,
  RotateKeyRequest,
  TerminalPath,
  TerminalStatusRequest,
} from './terminals.requests.js';
import { TERMINAL_IN_BRIEF, terminalsAt, type TerminalInBrief } from './terminals.view.js';

const TERMINAL = ':merchantNo/:terminalNo';

@ApiTags('set-up')
@Controller('v1/merchants/:id/terminals')
export class TerminalsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Access('read')
  @Answers(
    'The terminals of a merchant, where they stand now and whether they are active.',
    answerOf(listOf(TERMINAL_IN_BRIEF)),
  )
  async list(@Param() { id }: MerchantPath, @Query() fresh: FreshQuery): Promise<Answer<TerminalInBrief[]>> {
    const { position, data } = await this.queries.execute(new AskSetUp('ofMerchant', id, fresh));
    return found<TerminalInBrief[], Answer<TerminalInBrief[] | undefined>>({ position, data: terminalsAt(data, now()) });
  }

  @CommandRoute('', 'Enrols a POS terminal with the key that signs its messages.', 'administer', { ifMatch: 'refused' })
  enrol(@Param() { id }: MerchantPath, @Body() body: EnrolTerminalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { from, ...terminal } = body;
    return takeStep(this.commands, { type: 'Enrol', merchantId: id, ...terminal, from: momentOf(from) }, call);
  }

  @CommandRoute(`${TERMINAL}/placements`, 'Moves a terminal to another store from a moment on.', 'administer')
  move(@Param() path: TerminalPath, @Body() body: MoveTerminalRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { storeId, from } = body;
    return takeStep(this.commands, { type: 'MoveTerminal', ...named(path), storeId, from: momentOf(from) }, call);
  }

  @CommandRoute(`${TERMINAL}/methods`, 'Says what a terminal may take from a moment on.', 'administer')
  configure(
    @Param() path: TerminalPath,
    @Body() { methods, from }: ConfigureTerminalRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'ConfigureTerminal', ...named(path), methods, from: momentOf(from) }, call);
  }

  @CommandRoute(`${TERMINAL}/status`, 'Suspends, reactivates or retires a terminal from a moment on.', 'administer')
  changeStatus(
    @Param() path: TerminalPath,
    @Body() { status, from, reason }: TerminalStatusRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const change = { status, from: momentOf(from), reason };
    return takeStep(this.commands, { type: 'ChangeTerminalStatus', ...named(path), ...change }, call);
  }

  @CommandRoute(`${TERMINAL}/key`, 'Gives a terminal a new key; the one before verifies until overlapUntil.', 'administer')
  rotate(@Param() path: TerminalPath, @Body() body: RotateKeyRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    return takeStep(this.commands, { type: 'RotateKey', ...named(path), key: body.key, ...rotationOf(body) }, call);
  }
}

const named = ({ id: merchantId, merchantNo, terminalNo }: TerminalPath) => ({ merchantId, merchantNo, terminalNo });
