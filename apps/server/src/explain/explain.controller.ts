import { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { packed, type Explanation, type Question } from '#provenance';
import { Access, mayRole, type Caller } from '../http/access.js';
import { DEFAULT_LIMIT } from '../http/queries.js';
import { Answers, STRING, answerOf, record } from '../http/schemas.js';
import { timesOf } from '../ledger/times.js';
import type { Sample } from './evidence-desk.js';
import { EXPLANATION, SAMPLE } from './explain.answers.js';
import { AskEvidence, AskTracer } from './explain.bus.js';
import { EVIDENCE_LIMIT, EvidenceQuery, ExplainQuery, SampleQuery, isEventId, questionOf } from './explain.requests.js';

interface Explained {
  readonly position: string;
  readonly data: Explanation;
  readonly next?: string;
}

const EXPLAINED = record<Explained>({ position: STRING, data: EXPLANATION, next: STRING }, ['next']);
const DEFAULT_SAMPLE = 25;

/** From a number to the entries, events, notices, commands, persons and approvals behind it, and to what proves them. */
@ApiTags('explain')
@Controller('v1')
export class ExplainController {
  constructor(private readonly queries: QueryBus) {}

  @Get('explain')
  @Access('history')
  @Answers(
    'What a number is made of: account, order, payment, match, cell of the report; or an event, or what came of a notice.',
    EXPLAINED,
  )
  async explain(@Query() query: ExplainQuery, @Req() { caller }: FastifyRequest): Promise<Explained> {
    const { cursor, limit = DEFAULT_LIMIT, minPosition } = query;
    const asked = { question: await this.question(query), cursor, limit, minPosition, ...(await this.asked(query, caller)) };
    const { explanation, next } = await this.queries.execute(new AskTracer('trace', asked));
    return { position: explanation.position, data: explanation, ...(next !== undefined && { next }) };
  }

  @Get('evidence')
  @Access('history')
  @Answers(
    'The same as a zip that is verified offline: events as they were sealed, proofs, a checkpoint, an index for people.',
    { type: 'string', format: 'binary' },
    200,
    'application/zip',
  )
  async evidence(@Query() query: EvidenceQuery, @Req() { caller }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { checkpoint, cursor, limit = EVIDENCE_LIMIT, minPosition } = query;
    const question = await this.question(query);
    const asked = { question, checkpoint, cursor, limit, minPosition, ...(await this.asked(query, caller)) };
    const { files, position, size } = await this.queries.execute(new AskEvidence('evidence', asked));
    const body = Readable.from(packed(files));
    void reply
      .header('X-Ledger-Position', position)
      .header('X-Ledger-Checkpoint', String(size))
      .header('Content-Disposition', `attachment; filename="evidence-${question.of}-${position}.zip"`)
      .type('application/zip')
      .send(body);
    // Who goes away before the end has nobody to be told of it.
    await finished(body).catch(() => undefined);
  }

  @Get('evidence/sample')
  @Access('history')
  @Answers('A sample of booking events: the same for the same seed and position.', answerOf(SAMPLE))
  async sample(@Query() query: SampleQuery, @Req() { caller }: FastifyRequest): Promise<{ position: string; data: Sample }> {
    const { above = 0, checkpoint, from, merchant, n = DEFAULT_SAMPLE, seed, to } = query;
    const asked = { seed, n, above, from, to, merchant };
    const { known } = await timesOf(this.queries, query, caller);
    const data = await this.queries.execute(new AskEvidence('sample', asked, known ?? null, checkpoint));
    return { position: data.position, data };
  }

  /** @throws Problem */
  private async question(query: ExplainQuery | EvidenceQuery): Promise<Question> {
    const question = questionOf(query);
    if (question.of !== 'event' || !isEventId(question.position)) return question;
    return { of: 'event', position: await this.queries.execute(new AskTracer('positionOf', question.position)) };
  }

  private async asked(query: ExplainQuery | EvidenceQuery, caller: Caller | undefined) {
    const { known } = await timesOf(this.queries, query, caller);
    return { known: known ?? null, seesNotices: caller !== undefined && mayRole(caller.role, 'notices') };
  }
}
