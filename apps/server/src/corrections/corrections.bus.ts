import { Command, Query } from '@nestjs/cqrs';
import type { CorrectionQueries, CorrectionRules } from '#corrections';
import type { CommandContext, Outcome } from '#event-log';
import type { Rejection } from '#kernel';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { CorrectionAsked } from './asked.js';
import type { CorrectionPreview } from './corrections.js';
import type { CorrectionRulesView } from './merchant-correction-rules.js';

/** What people do about corrections. */
export type CorrectionDoing =
  | { readonly type: 'propose'; readonly asked: CorrectionAsked; readonly digest: string | undefined }
  | { readonly type: 'approve'; readonly correctionId: string; readonly digest: string }
  | { readonly type: 'reject'; readonly correctionId: string; readonly reason: string }
  | { readonly type: 'withdraw'; readonly correctionId: string; readonly reason: string };

export class OnCorrections extends Command<Outcome> {
  constructor(
    readonly doing: CorrectionDoing,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** What would be proposed. Changes nothing. */
export class AskCorrectionPreview extends Query<CorrectionPreview | Rejection> {
  constructor(readonly asked: CorrectionAsked) {
    super();
  }
}

/** A merchant sets who has to approve what. */
export class OnCorrectionRules extends Command<Outcome> {
  constructor(
    readonly merchantId: string,
    readonly rules: CorrectionRules,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskCorrectionRules extends Query<CorrectionRulesView | undefined> {
  constructor(readonly merchantId: string) {
    super();
  }
}

export class AskCorrections<Q extends QuestionTo<CorrectionQueries>> extends Asked<CorrectionQueries, Q> {}
