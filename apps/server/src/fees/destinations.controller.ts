import { Body, Controller, Get, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { byTime, type Payee } from '#fees';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { Answers, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import { DESTINATION, SETTLEMENT, destinationView, type DestinationView, type SettlementView } from './fees.answers.js';
import { AskFees, OnMoneyTerms } from './fees.bus.js';
import { DestinationPath, DestinationsPath, EndRequest, MomentQuery, SetDestinationRequest } from './fees.requests.js';
import { momentOf, momentOrNow, optionalMoment } from './moments.js';

@ApiTags('settlement destinations')
@Controller('v1/merchants/:id/settlement-destinations')
export class DestinationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute('', 'Sets where the money of a merchant number goes, and when.', 'administer')
  set(@Param() { id }: MerchantPath, @Body() body: SetDestinationRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { channel, merchantNo, from, to, cycle, cutOff } = body;
    const destination = {
      id: body.id,
      from: momentOf(from),
      ...optionalMoment('to', to),
      payee: payeeOf(body),
      cycle,
      cutOff,
    };
    const command = { type: 'SetSettlementDestination', merchantId: id, channel, merchantNo, destination } as const;
    return this.run(new OnMoneyTerms(command, call.context), call);
  }

  @CommandRoute(':channel/:merchantNo/:destinationId/end', 'Moves the end of a settlement destination.', 'administer')
  end(@Param() path: DestinationPath, @Body() { to }: EndRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, channel, merchantNo, destinationId } = path;
    const command = {
      type: 'EndSettlementDestination',
      merchantId,
      channel,
      merchantNo,
      id: destinationId,
      to: momentOf(to),
    } as const;
    return this.run(new OnMoneyTerms(command, call.context), call);
  }

  @Get(':channel/:merchantNo')
  @Access('read')
  @Answers('Where the money of a merchant number goes, in the order of time.', record({ destinations: listOf(DESTINATION) }))
  async destinations(@Param() path: DestinationsPath): Promise<{ readonly destinations: readonly DestinationView[] }> {
    const state = await this.queries.execute(new AskFees('destinations', path.id, path.channel, path.merchantNo));
    if (!state) throw Problem.of('NOT_FOUND');
    return { destinations: byTime(state.destinations).map(destinationView) };
  }

  @Get(':channel/:merchantNo/expected')
  @Access('read')
  @Answers('When what is collected at a moment is paid out, and where to.', SETTLEMENT)
  async expected(@Param() path: DestinationsPath, @Query() { at }: MomentQuery): Promise<SettlementView> {
    const { id: merchantId, channel, merchantNo } = path;
    const found = await this.queries.execute(new AskFees('settlementOf', { merchantId, channel, merchantNo }, momentOrNow(at)));
    if (!found) throw Problem.of('NOT_FOUND');
    if ('rejected' in found) throw Problem.ofRejection(found);
    return { ...found, destination: destinationView(found.destination) };
  }

  private async run(message: OnMoneyTerms, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(message));
  }
}

function payeeOf({ bankAccount, douyinShopId }: SetDestinationRequest): Payee {
  if (bankAccount && douyinShopId === undefined) {
    const { account, bank, lastFour } = bankAccount;
    return { kind: 'bank_account', account, bank, lastFour };
  }
  if (!bankAccount && douyinShopId !== undefined) return { kind: 'douyin_account', shopId: douyinShopId };
  throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'bankAccount', says: 'give this or douyinShopId, one of them' }] });
}
