import { DisputeQueries, DisputesAsOf, disputeFeature } from '#disputes';
import type { CommandHandling, Outcome } from '#event-log';
import { instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { PastLog, Reader } from '#projections';
import { accountingDay } from '../../../projector/src/accounting-days.js';
import { answering } from '../features/asked.js';
import { commandHandler, type ServerFeature } from '../features/feature-module.js';
import { AskDisputes, AskPastDisputes, OnDisputes } from './disputes.bus.js';
import { DisputesController } from './disputes.controller.js';

interface DisputeParts {
  readonly handling: CommandHandling;
  readonly directory: MerchantDirectory;
  readonly reader: Reader;
  readonly past: PastLog;
}

export const disputesFeature = (parts: DisputeParts): ServerFeature => ({
  name: 'Disputes',
  controllers: [DisputesController],
  handlers: [
    commandHandler(OnDisputes, (message) => handle(parts, message)),
    answering(AskDisputes, new DisputeQueries(parts.reader)),
    answering(AskPastDisputes, new DisputesAsOf(parts.reader, parts.past)),
  ],
});

/** Answers are dated by the clock, on the accounting day of the merchant whose case it is. */
async function handle({ handling, directory }: DisputeParts, { command, context }: OnDisputes): Promise<Outcome> {
  if (command.type === 'RecordDisputeFact') return handling.handle(disputeFeature, command, context);
  const now = instant(Date.now());
  const businessDate = await accountingDay(directory, merchantNoOf(command.disputeId), now);
  return handling.handle(disputeFeature, { ...command, now, businessDate }, context);
}

/** The dispute's id names it. */
const merchantNoOf = (disputeId: string): string => /^dsp_[^.]+\.([^.]+)\./.exec(disputeId)?.[1] ?? '';
