import { Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  receiveEcpay,
  receiveLifeLedger,
  receiveLifeMovements,
  receiveLifeWebhook,
  receiveTrade,
  type CallbackAnswer,
  type Headers as RequestHeaders,
  type LifeAnswer,
  type RowsAnswer,
  type TradeAnswer,
} from '#channels';
import { Access } from '../http/access.js';
import { EcpayDocs, LifeDocs, LifeLedgerDocs, LifeMovementsDocs, TradeDocs } from './callbacks.docs.js';
import { ChannelDoor } from './channel-door.js';
import { accepted, bytesOf, now, rowsOf } from './taking.js';

/** Doors for Douyin's open platform: local life and mini-apps. */
@ApiTags('channels')
@Controller('v1/channels')
export class CallbacksController {
  constructor(private readonly door: ChannelDoor) {}

  @Post('douyin/life')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @LifeDocs()
  async life(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LifeAnswer['body']> {
    return told(await receiveLifeWebhook(this.door.deps, { headers, rawBody: bytesOf(request), now: now() }), reply);
  }

  @Post('miniapp/ecpay')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @EcpayDocs()
  async ecpay(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CallbackAnswer['body']> {
    return told(await receiveEcpay(this.door.deps, { headers, rawBody: bytesOf(request), now: now() }), reply);
  }

  @Post('miniapp/trade')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @TradeDocs()
  async trade(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TradeAnswer['body']> {
    return told(await receiveTrade(this.door.deps, { headers, rawBody: bytesOf(request), now: now() }), reply);
  }

  @Post('douyin/life-ledger')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @LifeLedgerDocs()
  async lifeLedger(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveLifeLedger(this.door.deps, rowsOf(request)), reply);
  }

  @Post('douyin/life-movements')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @LifeMovementsDocs()
  async lifeMovements(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveLifeMovements(this.door.deps, rowsOf(request)), reply);
  }
}

function told<Body>({ status, body }: CallbackAnswer<Body>, reply: FastifyReply): Body {
  void reply.status(status);
  return body;
}
