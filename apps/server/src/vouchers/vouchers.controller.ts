import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isNow, type Answer, type Page } from '#projections';
import { voucherStream, type VoucherDetails } from '#vouchers';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, TimesQuery, assertNoFeed, found } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { timesOf } from '../ledger/times.js';
import { AskPastVouchers, AskVouchers } from './vouchers.bus.js';
import { VOUCHER, VoucherPath, VouchersQuery } from './vouchers.requests.js';

@ApiTags('vouchers')
@Controller('v1/vouchers')
export class VouchersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers(
    'Orders of local-life vouchers (抖音来客): status and money; now, or at a point of time (auditors).',
    pageOf(VOUCHER),
  )
  async list(@Query() asked: VouchersQuery, @Req() { caller }: FastifyRequest): Promise<Page<VoucherDetails>> {
    const times = await timesOf(this.queries, asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, ...query } = asked;
    if (isNow(times)) return this.queries.execute(new AskVouchers('list', { ...query, limit }));
    assertNoFeed(query);
    return this.queries.execute(new AskPastVouchers('list', { ...query, ...times, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One order of vouchers by the platform’s id of the order: now, or at a point of time (auditors).', answerOf(VOUCHER))
  async one(
    @Param() { id }: VoucherPath,
    @Query() asked: TimesQuery,
    @Req() { caller }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<VoucherDetails>> {
    const { minPosition } = asked;
    const times = await timesOf(this.queries, asked, caller);
    if (isNow(times)) return oneOfStream(await this.queries.execute(new AskVouchers('byId', id, { minPosition })), reply);
    return found<VoucherDetails, Answer<VoucherDetails | undefined>>(
      await this.queries.execute(new AskPastVouchers('byId', id, times)),
    );
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to an order of vouchers, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: VoucherPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(voucherStream(id), asked));
  }
}
