import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { SubjectOfPerson } from '#privacy';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Answers, INTEGER, MOMENT, STRING, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { SUBJECT_STATE } from './person.schema.js';
import { AskSubjectUses, AskSubjects, ForgetSubjectOf } from './privacy.bus.js';
import { FindSubjectsRequest, ForgetRequest, SubjectPath } from './privacy.requests.js';
import type { ForgottenAs, SubjectTold } from './subject-uses.js';

interface SubjectList {
  readonly data: readonly SubjectOfPerson[];
}

interface UsesAnswer {
  readonly data: SubjectTold;
}

const COUNTS = { type: 'object', additionalProperties: { type: 'integer' } };
const SUBJECTS = record<SubjectList>({ data: listOf(record<SubjectOfPerson>({ subject: STRING, state: SUBJECT_STATE })) });
const USES = record<UsesAnswer>({
  data: record<SubjectTold>({
    subject: STRING,
    position: STRING,
    events: INTEGER,
    byType: COUNTS,
    byStream: COUNTS,
    forgotten: { anyOf: [record<ForgottenAs>({ at: MOMENT, by: STRING, position: STRING }), { type: 'null' }] },
  }),
});

@ApiTags('subjects')
@Controller('v1/subjects')
export class SubjectsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post('find')
  @HttpCode(200)
  @Access('persons')
  @Answers('Under which pseudonyms a person stands in the ledger, by an account, a card, an order or a payment.', SUBJECTS)
  async find(@Body() asked: FindSubjectsRequest): Promise<SubjectList> {
    return { data: await this.queries.execute(new AskSubjects(asked)) };
  }

  @Get(':subject/uses')
  @Access('inspect')
  @Answers(
    'How many events hold something of a person: what becomes unreadable once they are forgotten; and when and by whom they were.',
    USES,
  )
  async uses(@Param() { subject }: SubjectPath): Promise<UsesAnswer> {
    return { data: await this.queries.execute(new AskSubjectUses(subject)) };
  }

  @CommandRoute(
    ':subject/forget',
    'Destroys the key of a person for ever: all that was sealed of them is unreadable.',
    'administer',
  )
  async forget(
    @Param() { subject }: SubjectPath,
    @Body() { reason }: ForgetRequest,
    @Call() call: CommandCall,
  ): Promise<CommandAnswer> {
    return call.answer(await this.commands.execute(new ForgetSubjectOf(subject, reason, call.context)));
  }
}
