import { Command, Query, type CommandBus } from '@nestjs/cqrs';
import type { CommandContext, Outcome } from '#event-log';
import type { MerchantState, PosModel, SetUpQueries, SetupCommand } from '#merchants';
import { Asked, type QuestionTo } from '../features/asked.js';
import type { CommandAnswer, CommandCall } from '../http/command-call.js';

/** A step of a merchant's set-up. */
export class OnMerchants extends Command<Outcome> {
  constructor(
    readonly command: SetupCommand,
    readonly context: CommandContext,
  ) {
    super();
  }
}

/** Takes a step and answers it. @throws Problem where it is refused */
export const takeStep = async (commands: CommandBus, command: SetupCommand, call: CommandCall): Promise<CommandAnswer> =>
  call.answer(await commands.execute(new OnMerchants(command, call.context)));

export class AskMerchant extends Query<{ state: MerchantState; revision: number | 'no_stream' }> {
  constructor(readonly merchantId: string) {
    super();
  }
}

export class AskPosModels extends Query<readonly PosModel[]> {}

export class AskSetUp<Q extends QuestionTo<SetUpQueries>> extends Asked<SetUpQueries, Q> {}
