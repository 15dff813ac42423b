import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { TerminalRef } from '#collections';
import { money } from '#kernel';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { POSITION } from '../http/fields.js';
import { parseJson } from '../http/json.js';
import { Answers, COMMAND_ANSWER, FEN_SCHEMA, STRING, answerOf, listOf, word } from '../http/schemas.js';
import { checked } from '../http/validation.pipe.js';
import { PAYMENT_REQUEST } from './collections.answers.js';
import { OnPaymentRequests } from './collections.bus.js';
import { OutcomeReport, TerminalRequestPath, TerminalRequestsPath, WaitQuery } from './collections.requests.js';
import { TerminalDoor } from './terminal-door.js';
import { TerminalInbox, type TerminalAnswer } from './terminal-inbox.js';

/** What a terminal does with the requests for it. It signs method, path and body: see the signature headers. */
@ApiTags('payment requests')
@ApiHeader({ name: 'X-Terminal', description: '<merchant no>/<terminal no>', required: false, schema: STRING })
@ApiHeader({ name: 'X-Timestamp', description: 'unix seconds, at most 300 off', required: false, schema: STRING })
@ApiHeader({
  name: 'X-Signature',
  description: 'hex HMAC-SHA256 by the key of the terminal over "<timestamp>\\n<METHOD> <path with query>\\n" and the raw body',
  required: false,
  schema: STRING,
})
@Controller('v1/terminals/:merchantNo/:terminalNo/payment-requests')
export class TerminalRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly door: TerminalDoor,
    private readonly inbox: TerminalInbox,
  ) {}

  @Get()
  @Access('signature')
  @Answers('What is to be paid at this terminal; with wait, as soon as there is something.', answerOf(listOf(PAYMENT_REQUEST)))
  async waiting(
    @Param() terminal: TerminalRequestsPath,
    @Query() { after, wait = 0 }: WaitQuery,
    @Req() request: FastifyRequest,
  ): Promise<TerminalAnswer> {
    await this.door.admit(request, terminal);
    const gone = new AbortController();
    const leave = (): void => gone.abort();
    const { socket } = request.raw;
    socket.once('close', leave);
    try {
      return await this.inbox.next(terminal, after, wait * 1000, gone.signal);
    } finally {
      // The connection stays for the next request.
      socket.off('close', leave);
    }
  }

  @Get('stream')
  @Access('signature')
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'position seen last; goes before after', schema: STRING })
  @Answers('The same as server-sent events, without end.', STRING, 200, 'text/event-stream')
  async stream(
    @Param() terminal: TerminalRequestsPath,
    @Query() { after }: WaitQuery,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.door.admit(request, terminal);
    const lastSeen = request.headers['last-event-id'];
    const from = typeof lastSeen === 'string' && POSITION.holds(lastSeen) ? lastSeen : after;
    void reply.header('Cache-Control', 'no-store').type('text/event-stream').send(this.inbox.stream(terminal, from));
  }

  @Post(':requestId/confirm')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @Answers('The terminal takes a request on: from now on it may take the money. Refused: it may not.', COMMAND_ANSWER)
  async confirm(
    @Param() { requestId, ...terminal }: TerminalRequestPath,
    @Req() request: FastifyRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const context = await this.door.contextOf(request, terminal, call);
    return call.answer(
      await this.commands.execute(new OnPaymentRequests({ type: 'Confirm', requestId, by: ref(terminal) }, context)),
    );
  }

  @Post(':requestId/outcome')
  @HttpCode(200)
  @Access('signature', { body: 'raw' })
  @ApiBody({
    schema: {
      type: 'object',
      properties: {
        outcome: word(['approved', 'declined', 'unknown']),
        amount: { ...FEN_SCHEMA },
        response_code: { ...STRING },
      },
      required: ['outcome'],
    },
  })
  @Answers('What became of it. Money moves with the transaction, not with this.', COMMAND_ANSWER)
  async outcome(
    @Param() { requestId, ...terminal }: TerminalRequestPath,
    @Req() request: FastifyRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    const context = await this.door.contextOf(request, terminal, call);
    const { outcome, amount, response_code } = checked(OutcomeReport, parseJson(bytesOf(request)));
    const command = {
      type: 'Report',
      requestId,
      by: ref(terminal),
      outcome,
      ...(amount !== undefined && { amount: money(amount) }),
      ...(response_code !== undefined && { responseCode: response_code }),
    } as const;
    return call.answer(await this.commands.execute(new OnPaymentRequests(command, context)));
  }
}

const ref = ({ merchantNo, terminalNo }: TerminalRef): TerminalRef => ({ merchantNo, terminalNo });

const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));
