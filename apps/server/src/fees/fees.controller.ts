import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { ANY, byTime, type FeeLine, type FeeReplay, type FeeSchedule, type ReplayRow } from '#fees';
import { ZERO, isRejection, money, plusDays, type BusinessDate } from '#kernel';
import type { Answer } from '#projections';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { momentOf, optionalMoment } from './moments.js';
import { Problem } from '../http/problem.js';
import { Answers, answerOf, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import type { Replayed } from './fee-queries.js';
import { EXPECTED_FEES, SCHEDULE, SIMULATED_FEES, type ExpectedFees } from './fees.answers.js';
import { AskFees, OnMoneyTerms } from './fees.bus.js';
import {
  AgreeFeesRequest,
  ChannelPath,
  EndRequest,
  ExpectedFeesQuery,
  FeeLineRequest,
  SchedulePath,
  SimulateFeesRequest,
} from './fees.requests.js';

interface Days {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
}

/** What was replayed, under its headings and in all. */
interface ReplayView<Row> extends Days {
  readonly rows: readonly Row[];
  readonly total: Omit<Row, 'channel' | 'product' | 'cardType'>;
  readonly undatedOrders: Replayed['undatedOrders'];
}

const LONGEST_DAYS = 366;

@ApiTags('fees')
@Controller('v1/merchants')
export class FeesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute(':id/fee-schedules', 'Agrees what a channel takes, from a moment on.', 'administer')
  agree(@Param() { id }: MerchantPath, @Body() body: AgreeFeesRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { channel, from, to, lines, refundReturnsFee } = body;
    const schedule: FeeSchedule = {
      id: body.id,
      from: momentOf(from),
      ...optionalMoment('to', to),
      refundReturnsFee,
      lines: lines.map(lineOf),
    };
    return this.run(new OnMoneyTerms({ type: 'AgreeFeeSchedule', merchantId: id, channel, schedule }, call.context), call);
  }

  @CommandRoute(':id/fee-schedules/:channel/:scheduleId/end', 'Moves the end of a fee schedule.', 'administer')
  end(@Param() path: SchedulePath, @Body() { to }: EndRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { id: merchantId, channel, scheduleId } = path;
    const command = { type: 'EndFeeSchedule', merchantId, channel, id: scheduleId, to: momentOf(to) } as const;
    return this.run(new OnMoneyTerms(command, call.context), call);
  }

  @Get(':id/fee-schedules/:channel')
  @Access('read')
  @Answers('The fee schedules of a channel in the order of time.', record({ schedules: listOf(SCHEDULE) }))
  async schedules(@Param() { id, channel }: ChannelPath): Promise<{ readonly schedules: readonly FeeSchedule[] }> {
    const state = await this.queries.execute(new AskFees('schedules', id, channel));
    if (!state) throw Problem.of('NOT_FOUND');
    return { schedules: byTime(state.schedules) };
  }

  @Get(':id/fees/expected')
  @Access('read')
  @Answers('Fees of payments opened and orders paid on these days, by the schedules in force then.', answerOf(EXPECTED_FEES))
  async expected(@Param() { id }: MerchantPath, @Query() query: ExpectedFeesQuery): Promise<Answer<ReplayView<ExpectedFees>>> {
    const { from, to, minPosition } = spanOf(query);
    const answer = await this.queries.execute(new AskFees('expected', id, { from, to, minPosition }));
    if (!answer) throw Problem.of('NOT_FOUND');
    const { replay, undatedOrders } = answer.data;
    const total = expectedOf(replay.total());
    return {
      position: answer.position,
      data: { from, to, rows: replay.rows().map((row) => ({ ...headingOf(row), ...expectedOf(row) })), total, undatedOrders },
    };
  }

  @Post(':id/fee-simulations')
  @HttpCode(200)
  @Access('read')
  @Answers('The same days under proposed fees, beside those in force then. Writes nothing.', answerOf(SIMULATED_FEES))
  async simulate(@Param() { id }: MerchantPath, @Body() body: SimulateFeesRequest): Promise<Answer<ReplayView<ReplayRow>>> {
    const { from, to } = spanOf(body);
    const proposals = body.channels.map(({ lines, ...terms }) => ({ ...terms, lines: lines.map(lineOf) }));
    if (new Set(proposals.map(({ channel }) => channel)).size < proposals.length)
      throw Problem.of('REQUEST_INVALID', { errors: [{ field: 'channels', says: 'must name each channel once' }] });
    const answer = await this.queries.execute(new AskFees('simulate', id, { from, to }, proposals));
    if (!answer) throw Problem.of('NOT_FOUND');
    if (isRejection(answer)) throw Problem.ofRejection(answer);
    const { replay, undatedOrders } = answer.data;
    return { position: answer.position, data: { from, to, rows: replay.rows(), total: replay.total(), undatedOrders } };
  }

  private async run(message: OnMoneyTerms, call: CommandCall): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(message));
  }
}

function spanOf<Q extends Days>(query: Q): Q {
  const { from, to } = query;
  const invalid = (says: string): Problem => Problem.of('REQUEST_INVALID', { errors: [{ field: 'to', says }] });
  if (from > to) throw invalid('must not be before from');
  if (to > plusDays(from, LONGEST_DAYS - 1)) throw invalid(`must be at most ${String(LONGEST_DAYS)} days on`);
  return query;
}

function lineOf({ product = ANY, cardType = ANY, above, upTo, ratePpm, cap, floor }: FeeLineRequest): FeeLine {
  return {
    product,
    cardType,
    ratePpm,
    above: above === undefined ? ZERO : money(above),
    ...(upTo !== undefined && { upTo: money(upTo) }),
    ...(cap !== undefined && { cap: money(cap) }),
    ...(floor !== undefined && { floor: money(floor) }),
  };
}

const headingOf = ({ channel, product, cardType }: ReplayRow): Pick<ReplayRow, 'channel' | 'product' | 'cardType'> => ({
  channel,
  product,
  cardType,
});

function expectedOf(sums: ReturnType<FeeReplay['total']>): ReplayView<ExpectedFees>['total'] {
  const { count, amount, refunded, feeThen, recorded, unpricedThen } = sums;
  return { count, amount, refunded, fee: feeThen, recorded, withoutSchedule: unpricedThen };
}
