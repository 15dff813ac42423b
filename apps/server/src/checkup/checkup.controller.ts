import { Controller, Get, Param, Query } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { Answer } from '#projections';
import { Access } from '../http/access.js';
import { ownUrlOf } from '../http/own-url.js';
import { found } from '../http/queries.js';
import { Answers, answerOf } from '../http/schemas.js';
import { MerchantPath } from '../merchants/merchants.requests.js';
import { CHECKUP } from './checkup.answers.js';
import { AskCheckup } from './checkup.bus.js';
import type { Checkup } from './checkup.js';
import { CheckupQuery, thresholdsOf } from './checkup.requests.js';

@ApiTags('set-up')
@Controller('v1/merchants/:id/checkup')
export class CheckupController {
  constructor(
    private readonly queries: QueryBus,
    private readonly host: HttpAdapterHost<FastifyAdapter>,
  ) {}

  @Get()
  @Access('inspect')
  @Answers(
    'Whether all that was set up works: a verdict on each binding, what was found, and how it is mended.',
    answerOf(CHECKUP),
  )
  async checkup(@Param() { id: merchantId }: MerchantPath, @Query() query: CheckupQuery): Promise<Answer<Checkup>> {
    const ownUrl = ownUrlOf(this.host.httpAdapter.getHttpServer().address());
    const { minPosition } = query;
    const asked = { merchantId, minPosition, thresholds: thresholdsOf(query), ownUrl };
    return found<Checkup, Answer<Checkup | undefined>>(await this.queries.execute(new AskCheckup(asked)));
  }
}
