import { Command } from '@nestjs/cqrs';
import type { Rejection } from '#kernel';
import type { ImportRequest, Imported, StatementQueries, StatementRowQueries } from '#statements';
import { Asked, type QuestionTo } from '../features/asked.js';

/** A file to be imported. */
export class OnStatements extends Command<Imported | Rejection> {
  constructor(readonly request: ImportRequest) {
    super();
  }
}

export class AskStatements<Q extends QuestionTo<StatementQueries>> extends Asked<StatementQueries, Q> {}
export class AskStatementRows<Q extends QuestionTo<StatementRowQueries>> extends Asked<StatementRowQueries, Q> {}
