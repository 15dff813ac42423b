import { Body, Controller, Get, Param, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Access } from '../http/access.js';
import { Call, CommandCall, etagOf, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import { CORRECTION_RULES } from './corrections.answers.js';
import { AskCorrectionRules, OnCorrectionRules } from './corrections.bus.js';
import { CorrectionRulesRequest } from './corrections.requests.js';
import type { CorrectionRulesView } from './merchant-correction-rules.js';

@ApiTags('corrections')
@Controller('v1/merchants')
export class CorrectionRulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id/correction-rules')
  @Access('read')
  @Answers('How many others approve corrections of which amount, and how long they may take.', CORRECTION_RULES)
  async rules(@Param() { id }: MerchantPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<CorrectionRulesView> {
    const view = await this.queries.execute(new AskCorrectionRules(id));
    if (!view) throw Problem.of('NOT_FOUND');
    if (view.revision >= 0) void reply.header('ETag', etagOf(view.revision));
    return view;
  }

  @CommandRoute(':id/correction-rules', 'Sets all of them; what is proposed already keeps those it has.', 'administer')
  async set(
    @Param() { id }: MerchantPath,
    @Body() { tiers, expiryDays }: CorrectionRulesRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new OnCorrectionRules(id, { tiers, expiryDays }, call.context)));
  }
}
