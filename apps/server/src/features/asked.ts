import type { Type } from '@nestjs/common';
import { Query, QueryHandler } from '@nestjs/cqrs';

type AnyQuestion = (...asked: never[]) => Promise<unknown>;

/** The questions that a read model answers, by name. */
export type QuestionTo<Queries> = { [K in keyof Queries]: Queries[K] extends AnyQuestion ? K : never }[keyof Queries];
export type AskedOf<Queries, Q extends keyof Queries> = Queries[Q] extends (...asked: infer A) => Promise<unknown> ? A : never;
export type AnswerTo<Queries, Q extends keyof Queries> = Queries[Q] extends (...asked: never[]) => Promise<infer R> ? R : never;

/** A question on its way to a read model: which one, and what is asked. Each read model has one class of its own of it. */
export abstract class Asked<Queries, Q extends QuestionTo<Queries>> extends Query<AnswerTo<Queries, Q>> {
  readonly asked: AskedOf<Queries, Q>;

  constructor(
    readonly question: Q,
    ...asked: AskedOf<Queries, Q>
  ) {
    super();
    this.asked = asked;
  }
}

/** The one query handler of a read model. */
export function answering(wrapper: Type, queries: object): Type {
  class Handler {
    execute({ question, asked }: { readonly question: keyof typeof queries; readonly asked: never[] }): Promise<unknown> {
      return (queries[question] as AnyQuestion).apply(queries, asked);
    }
  }
  QueryHandler(wrapper as never)(Handler);
  return Handler;
}
