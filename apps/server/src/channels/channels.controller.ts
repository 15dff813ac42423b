import { Readable } from 'node:stream';
import { Controller, Headers, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  receiveAccountItems,
  receiveDisputes,
  receiveDouyinPush,
  receivePosBatch,
  receivePosTransaction,
  receiveSettleBill,
  receiveSettlements,
  type Headers as RequestHeaders,
  type PosResult,
  type PushAnswer,
  type RowsAnswer,
} from '#channels';
import type { Instant } from '#kernel';
import { Access, actorOf } from '../http/access.js';
import { LINES_TYPE } from '../http/bodies.js';
import { limited } from '../http/limited.js';
import { Problem } from '../http/problem.js';
import { ChannelDoor } from './channel-door.js';
import { AccountItemsDocs, DisputesDocs, PosDocs, PushDocs, SettleBillDocs, SettlementsDocs } from './channels.docs.js';
import { LINES_LIMIT_BYTES, linesOut } from './line-stream.js';
import { accepted, bytesOf, now, rowsOf } from './taking.js';

@ApiTags('channels')
@Controller('v1/channels')
export class ChannelsController {
  constructor(private readonly door: ChannelDoor) {}

  @Post('douyin/push')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @PushDocs()
  async douyinPush(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushAnswer['body']> {
    const { status, body } = await receiveDouyinPush(this.door.deps, { headers, rawBody: bytesOf(request), now: now() });
    void reply.status(status);
    return body;
  }

  @Post('pos/transactions')
  @HttpCode(200)
  @Access('signature', { body: 'lines' })
  @PosDocs()
  async posTransactions(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PosResult | Readable> {
    const { body, caller } = request;
    const by = { headers, now: now(), ...(caller && { ingestActor: actorOf(caller) }) };
    if (body instanceof Readable) return this.posBatch(body, by, reply);
    return accepted(await receivePosTransaction(this.door.deps, { ...by, rawBody: bytesOf(request) }), reply);
  }

  @Post('douyin/settle-bill')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @SettleBillDocs()
  async settleBill(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveSettleBill(this.door.deps, rowsOf(request)), reply);
  }

  @Post('douyin/account-items')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @AccountItemsDocs()
  async accountItems(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveAccountItems(this.door.deps, rowsOf(request)), reply);
  }

  @Post('acquirer/settlements')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @SettlementsDocs()
  async settlements(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveSettlements(this.door.deps, rowsOf(request)), reply);
  }

  @Post('acquirer/disputes')
  @HttpCode(200)
  @Access('ingest', { body: 'raw' })
  @DisputesDocs()
  async disputes(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<RowsAnswer> {
    return accepted(await receiveDisputes(this.door.deps, rowsOf(request)), reply);
  }

  private async posBatch(body: Readable, by: PosBy, reply: FastifyReply): Promise<Readable> {
    const length = Number(by.headers['content-length'] ?? 0);
    if (length > LINES_LIMIT_BYTES) throw Problem.of('BODY_TOO_LARGE');
    const answer = await receivePosBatch(this.door.deps, { ...by, body: limited(body, LINES_LIMIT_BYTES) });
    if ('refusal' in answer) throw Problem.ofRefusal(answer.refusal);
    void reply.type(LINES_TYPE);
    return linesOut(answer.results, (error) => this.door.report(error));
  }
}

interface PosBy {
  readonly headers: RequestHeaders;
  readonly now: Instant;
  readonly ingestActor?: string;
}
