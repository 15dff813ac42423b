import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '#projections';
import type { SettlementDetails } from '#settlements';
import { Access } from '../http/access.js';
import { DEFAULT_LIMIT } from '../http/queries.js';
import { Answers, DAY, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, pageOf, record, word } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { AskSettlements } from './settlements.bus.js';
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
    'Settlement rows of Douyin and of acquirers, movements on shops’ Douyin accounts, and batch totals of terminals. Negative is money that went back.',
    pageOf(SETTLEMENT),
  )
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: SettlementsQuery): Promise<Page<SettlementDetails>> {
    return this.queries.execute(new AskSettlements('list', { ...query, limit }));
  }
}
