import { Controller, Get, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { isNow, type Page } from '#projections';
import type { SettlementDetails } from '#settlements';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT, assertNoFeed } from '../http/queries.js';
import { Answers, DAY, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, pageOf, record, word } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { timesOf } from '../ledger/times.js';
import { AskPastSettlements, AskSettlements } from './settlements.bus.js';
import { MOVEMENT_PURPOSES, SETTLEMENT_KINDS, SettlementsQuery } from './settlements.requests.js';

export const SETTLEMENT = record<SettlementDetails>({
  stream: STRING,
  kind: word(SETTLEMENT_KINDS),
  reference: STRING,
  purpose: orNull(word(MOVEMENT_PURPOSES)),
  merchant: STRING,
  store: STRING,
  businessDate: DAY,
  shopId: orNull(STRING),
  orderId: orNull(STRING),
  channel: orNull(STRING),
  merchantNo: orNull(STRING),
  terminalNo: orNull(STRING),
  paymentId: orNull(STRING),
  rrn: orNull(STRING),
  settledAt: MOMENT,
  gross: FEN_SCHEMA,
  fees: FEN_SCHEMA,
  net: FEN_SCHEMA,
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

@ApiTags('settlements')
@Controller('v1/settlements')
export class SettlementsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers(
    'Settlement rows of Douyin and of acquirers, movements on shops’ Douyin accounts, and batch totals of terminals: now, or at a point of time (auditors). Negative is money that went back.',
    pageOf(SETTLEMENT),
  )
  async list(@Query() asked: SettlementsQuery, @Req() { caller }: FastifyRequest): Promise<Page<SettlementDetails>> {
    const times = await timesOf(this.queries, asked, caller);
    const { effective: _, known: _known, limit = DEFAULT_LIMIT, ...query } = asked;
    if (isNow(times)) return this.queries.execute(new AskSettlements('list', { ...query, limit }));
    assertNoFeed(query);
    return this.queries.execute(new AskPastSettlements('list', { ...query, ...times, limit }));
  }
}
