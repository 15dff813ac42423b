import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { Page } from '#projections';
import type { LifeMovementDetails, LifeMovementPurpose } from '#vouchers';
import { Access } from '../http/access.js';
import { OptionalField, SETUP_ID, oneOf } from '../http/fields.js';
import { DEFAULT_LIMIT, StreamsQuery } from '../http/queries.js';
import { Answers, DAY, FEN_SCHEMA, MOMENT, STRING, listOf, orNull, pageOf, record, word, wordsOf } from '../http/schemas.js';
import { STREAM_ROW } from '../http/stream-rows.js';
import { AskLifeMovements } from './vouchers.bus.js';

const PURPOSES = wordsOf<LifeMovementPurpose>({
  withdrawal: true,
  settlement: true,
  fee: true,
  compensation: true,
  unknown: true,
});

export class LifeMovementsQuery extends StreamsQuery {
  @OptionalField(oneOf(PURPOSES))
  purpose?: LifeMovementPurpose;
  @OptionalField(SETUP_ID)
  clientKey?: string;
}

const MOVEMENT = record<LifeMovementDetails>({
  movementNo: STRING,
  clientKey: STRING,
  merchant: STRING,
  store: STRING,
  businessDate: DAY,
  movedAt: MOMENT,
  purpose: word(PURPOSES),
  amount: FEN_SCHEMA,
  bankAccount: orNull(STRING),
  exceptions: listOf(STRING),
  ...STREAM_ROW,
});

@ApiTags('vouchers')
@Controller('v1/life-movements')
export class LifeMovementsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @Access('read')
  @Answers('Movements on accounts with local life (抖音来客). Negative is money that left.', pageOf(MOVEMENT))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: LifeMovementsQuery): Promise<Page<LifeMovementDetails>> {
    return this.queries.execute(new AskLifeMovements('list', { ...query, limit }));
  }
}
