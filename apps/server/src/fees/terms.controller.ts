import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import { TERMS, type TermsRow } from './fees.answers.js';
import { AskFees, OnMoneyTerms } from './fees.bus.js';
import { AcknowledgeTermsRequest, MomentQuery, RegisterTermsRequest } from './fees.requests.js';
import { momentOf, momentOrNow } from './moments.js';

@ApiTags('terms')
@Controller('v1/merchants/:id/terms')
export class TermsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute('', 'Registers a version of the terms or fee standards of a platform or channel.', 'administer')
  register(
    @Param() { id }: MerchantPath,
    @Body() body: RegisterTermsRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const { effectiveFrom, ...version } = body;
    const command = {
      ...version,
      type: 'RegisterTermsVersion',
      merchantId: id,
      effectiveFrom: momentOf(effectiveFrom),
    } as const;
    return this.run(new OnMoneyTerms(command, call.context), call);
  }

  @CommandRoute('acknowledgements', 'Says that a person has read a version of terms and accepts it.', 'administer')
  acknowledge(
    @Param() { id }: MerchantPath,
    @Body() body: AcknowledgeTermsRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const { at, ...named } = body;
    const command = { ...named, type: 'AcknowledgeTerms', merchantId: id, at: momentOrNow(at) } as const;
    return this.run(new OnMoneyTerms(command, call.context), call);
  }

  @Get()
  @Access('read')
  @Answers('All versions of terms: what is in force at a moment, and who acknowledged it.', record({ terms: listOf(TERMS) }))
  async terms(@Param() { id }: MerchantPath, @Query() { at }: MomentQuery): Promise<{ readonly terms: readonly TermsRow[] }> {
    const terms = await this.queries.execute(new AskFees('termsOf', id, momentOrNow(at)));
    if (!terms) throw Problem.of('NOT_FOUND');
    return { terms: terms.map(({ merchantId: _merchant, ...row }) => row) };
  }

  private async run(message: OnMoneyTerms, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(message));
  }
}
