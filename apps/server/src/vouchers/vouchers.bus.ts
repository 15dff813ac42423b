import { Command } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { LifeMovementCommand, LifeMovementQueries, VoucherCommand, VoucherQueries, VouchersAsOf } from '#vouchers';
import { Asked, type QuestionTo } from '../features/asked.js';

/** A fact for an order of vouchers. */
export class OnVouchers extends Command<Outcome> {
  constructor(
    readonly command: VoucherCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** A movement on an account with local life. */
export class OnLifeMovements extends Command<Outcome> {
  constructor(
    readonly command: LifeMovementCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

export class AskLifeMovements<Q extends QuestionTo<LifeMovementQueries>> extends Asked<LifeMovementQueries, Q> {}

export class AskVouchers<Q extends QuestionTo<VoucherQueries>> extends Asked<VoucherQueries, Q> {}

export class AskPastVouchers<Q extends QuestionTo<VouchersAsOf>> extends Asked<VouchersAsOf, Q> {}
