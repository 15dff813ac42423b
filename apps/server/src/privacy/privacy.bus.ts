import { Command, Query } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { SubjectOfPerson } from '#privacy';
import type { FindSubjectsRequest } from './privacy.requests.js';
import type { SubjectTold } from './subject-uses.js';

export class AskSubjects extends Query<SubjectOfPerson[]> {
  constructor(readonly asked: FindSubjectsRequest) {
    super();
  }
}

export class AskSubjectUses extends Query<SubjectTold> {
  constructor(readonly subject: string) {
    super();
  }
}

export class ForgetSubjectOf extends Command<Outcome> {
  constructor(
    readonly subject: string,
    readonly reason: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}
