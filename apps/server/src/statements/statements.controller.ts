import { Readable } from 'node:stream';
import { Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isRejection } from '#kernel';
import type { Answer, Page } from '#projections';
import { statementStream, type ImportRequest, type StatementDetails, type StatementRowDetails } from '#statements';
import { EVENT, type EventView } from '../events/event-view.js';
import { AskHistory } from '../events/events.bus.js';
import { HistoryAsked } from '../events/history.js';
import { Access } from '../http/access.js';
import { LINES_TYPE } from '../http/bodies.js';
import { Call, CommandCall } from '../http/command-call.js';
import { Problem } from '../http/problem.js';
import { DEFAULT_LIMIT, FreshQuery, PagedQuery } from '../http/queries.js';
import { Answers, answerOf, pageOf } from '../http/schemas.js';
import { oneOfStream } from '../http/stream-rows.js';
import { PersonWindow } from '../privacy/person-window.js';
import { importLines } from './import-lines.js';
import { Spool, type Spooled } from './spool.js';
import { STATEMENT, STATEMENT_ROW, importAnswerOf, type ImportAnswer } from './statements.answers.js';
import { AskStatementRows, AskStatements, OnStatements } from './statements.bus.js';
import { ImportDocs, fileNameOf, uploadOf } from './uploads.js';
import { ImportQuery, StatementPath, StatementRowsQuery, StatementsQuery } from './statements.requests.js';

@ApiTags('statements')
@Controller('v1/statements')
export class StatementsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly spool: Spool,
    private readonly persons: PersonWindow,
  ) {}

  @Post()
  @HttpCode(200)
  @Access('ingest', { body: 'file', ifMatch: 'refused' })
  @ImportDocs()
  async import(
    @Req() request: FastifyRequest,
    @Query() { account, merchant }: ImportQuery,
    @Call() { context }: CommandCall,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ImportAnswer | Readable> {
    const name = fileNameOf(request);
    const spooled = await this.spool.take(uploadOf(request, this.spool.limitBytes));
    const { path, sha256: id, bytes } = spooled;
    const asked: ImportRequest = { file: { source: { name, path }, id, bytes }, account, merchant, context };
    if (request.headers.accept !== LINES_TYPE) return this.imported(asked, spooled);
    void reply.type(LINES_TYPE);
    return importLines((onProgress) => this.imported({ ...asked, onProgress }, spooled));
  }

  @Get()
  @Access('read')
  @Answers('Files of statements: what each was, and what became of its lines.', pageOf(STATEMENT))
  list(@Query() { limit = DEFAULT_LIMIT, ...query }: StatementsQuery): Promise<Page<StatementDetails>> {
    return this.queries.execute(new AskStatements('list', { ...query, limit }));
  }

  @Get(':id')
  @Access('read')
  @Answers('One file.', answerOf(STATEMENT))
  async one(
    @Param() { id }: StatementPath,
    @Query() { minPosition }: FreshQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Answer<StatementDetails>> {
    return oneOfStream(await this.queries.execute(new AskStatements('byId', id, { minPosition })), reply);
  }

  @Get(':id/rows')
  @Access('read')
  @Answers(
    'Rows that stand as this file told them first. What was known before is with the file that told it.',
    pageOf(STATEMENT_ROW),
  )
  async rows(
    @Param() { id: file }: StatementPath,
    @Query() { limit = DEFAULT_LIMIT, ...query }: PagedQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<Page<StatementRowDetails>> {
    return this.persons.page(await this.queries.execute(new AskStatementRows('list', { ...query, file, limit })), caller);
  }

  @Get(':id/events')
  @Access('read')
  @Answers('How a file was imported, and each line that was put aside.', pageOf(EVENT))
  events(@Param() { id }: StatementPath, @Query() asked: HistoryAsked): Promise<Page<EventView>> {
    return this.queries.execute(new AskHistory(statementStream(id), asked));
  }

  private async imported(asked: ImportRequest, spooled: Spooled): Promise<ImportAnswer> {
    try {
      const imported = await this.commands.execute(new OnStatements(asked));
      if (isRejection(imported)) throw Problem.ofRejection(imported);
      return importAnswerOf(imported);
    } finally {
      await this.spool.discard(spooled);
    }
  }
}

@ApiTags('statements')
@Controller('v1/statement-rows')
export class StatementRowsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly persons: PersonWindow,
  ) {}

  @Get()
  @Access('read')
  @Answers('Rows of statements, whatever file they came in, as they stand.', pageOf(STATEMENT_ROW))
  async list(
    @Query() { limit = DEFAULT_LIMIT, ...query }: StatementRowsQuery,
    @Req() { caller }: FastifyRequest,
  ): Promise<Page<StatementRowDetails>> {
    return this.persons.page(await this.queries.execute(new AskStatementRows('list', { ...query, limit })), caller);
  }
}
