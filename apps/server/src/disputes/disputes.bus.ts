import { Command } from '@nestjs/cqrs';
import type { AcceptDispute, DisputeQueries, DisputesAsOf, RecordDisputeFact, SubmitEvidence } from '#disputes';
import type { CommandContext, Outcome } from '#event-log';
import { Asked, type QuestionTo } from '../features/asked.js';

type Dated = 'now' | 'businessDate';

/** An answer as it comes in: when and on which accounting day it is given, we say. */
export type DisputeAnswer = Omit<SubmitEvidence, Dated> | Omit<AcceptDispute, Dated>;

/** A fact or an answer for a dispute. */
export class OnDisputes extends Command<Outcome> {
  constructor(
    readonly command: RecordDisputeFact | DisputeAnswer,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskDisputes<Q extends QuestionTo<DisputeQueries>> extends Asked<DisputeQueries, Q> {}

export class AskPastDisputes<Q extends QuestionTo<DisputesAsOf>> extends Asked<DisputesAsOf, Q> {}
