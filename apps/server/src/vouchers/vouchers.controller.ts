import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Answer, Page } from '#projections';
import { voucherStream, type VoucherDetails } from '#vouchers';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, FreshQuery } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { AskVouchers } from './vouchers.bus.js';
import { VOUCHER, VoucherPath, VouchersQuery } from './vouchers.requests.js';

@ApiTags('vouchers')
@Controller('v1/vouchers')
export class VouchersController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers('Orders of local-life vouchers (抖音来客): status and money.', pageOf(VOUCHER))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: VouchersQuery): Promise<Page<VoucherDetails>> {
    return this.queries.execute(new AskVouchers('list', { ...query, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One order of vouchers by the platform’s id of the order.', answerOf(VOUCHER))
  async one(
    @Param() { id }: VoucherPath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<VoucherDetails>> {
    return oneOfStream(await this.queries.execute(new AskVouchers('byId', id, { minPosition })), reply);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('Everything that happened to an order of vouchers, the oldest first.', pageOf(EVENT))
  events(@Param() { id }: VoucherPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(voucherStream(id), asked));
  }
}
