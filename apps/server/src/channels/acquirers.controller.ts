import { Controller, Headers, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { receiveAcquirerNotice, type Acquirer, type Headers as RequestHeaders } from '#channels';
import { instant } from '#kernel';
import { Access } from '../http/access.js';
import { AllinpayDocs, LakalaDocs, ShouqianbaDocs } from './acquirers.docs.js';
import { ChannelDoor } from './channel-door.js';

/** Notices of aggregated acquirers. Each signs in its own way and reads plain text. */
@ApiTags('channels')
@Controller('v1/channels/acquirers')
export class AcquirersController {
  constructor(private readonly door: ChannelDoor) {}

  @Post('shouqianba')
  @HttpCode(200)
  @Access('signature', { body: 'raw', authorization: 'theirs' })
  @ShouqianbaDocs()
  shouqianba(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('account') account?: string,
  ): Promise<string> {
    return this.take('shouqianba', { request, headers, reply, account });
  }

  @Post('lakala')
  @HttpCode(200)
  @Access('signature', { body: 'raw', authorization: 'theirs' })
  @LakalaDocs()
  lakala(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('account') account?: string,
  ): Promise<string> {
    return this.take('lakala', { request, headers, reply, account });
  }

  @Post('allinpay')
  @HttpCode(200)
  @Access('signature', { body: 'raw', authorization: 'theirs' })
  @AllinpayDocs()
  allinpay(
    @Req() request: FastifyRequest,
    @Headers() headers: RequestHeaders,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Query('account') account?: string,
  ): Promise<string> {
    return this.take('allinpay', { request, headers, reply, account });
  }

  private async take(acquirer: Acquirer, { request, headers, reply, account }: Arrived): Promise<string> {
    const { body: sent } = request;
    const { status, body } = await receiveAcquirerNotice(this.door.deps, acquirer, {
      headers,
      rawBody: Buffer.isBuffer(sent) ? sent : Buffer.alloc(0),
      now: instant(Date.now()),
      ...(typeof account === 'string' && { account }),
    });
    void reply.status(status).type('text/plain; charset=utf-8');
    return body;
  }
}

interface Arrived {
  readonly request: FastifyRequest;
  readonly headers: RequestHeaders;
  readonly reply: FastifyReply;
  readonly account: string | undefined;
}
