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
import type { RulesView } from './merchant-rules.js';
import { EXCEPTION_RULES } from './worklist.answers.js';
import { AskExceptionRules, OnExceptionRules } from './worklist.bus.js';
import { ExceptionRulesRequest } from './worklist.requests.js';

@ApiTags('exceptions')
@Controller('v1/merchants')
export class ExceptionRulesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get(':id/exception-rules')
  @Access('read')
  @Answers('Thresholds as they hold for a merchant.', EXCEPTION_RULES)
  async rules(@Param() { id }: MerchantPath, @Res({ passthrough: true }) reply: FastifyReply): Promise<RulesView> {
    const view = await this.queries.execute(new AskExceptionRules(id));
    if (!view) throw Problem.of('NOT_FOUND');
    if (view.revision >= 0) void reply.header('ETag', etagOf(view.revision));
    return view;
  }

  @CommandRoute(':id/exception-rules', 'Sets thresholds, effective at once: what was counted is judged again.', 'administer')
  async set(
    @Param() { id }: MerchantPath,
    @Body() rules: ExceptionRulesRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return call.answer(
      await this.commands.execute(new OnExceptionRules(id, Object.fromEntries(Object.entries(rules)), call.context)),
    );
  }
}
