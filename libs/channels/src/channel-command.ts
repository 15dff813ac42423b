import type { CommandContext, Outcome } from '#event-log';
import type { RecordDisputeFact } from '#disputes';
import type { RecordMiniAppFact } from '#miniapp';
import type { RecordOrderFact } from '#orders';
import type { RecordPaymentFact, RecordReferencedFact } from '#payments';
import type { RecordSettlementFact } from '#settlements';
import type { RecordLifeMovement, RecordVoucherFact } from '#vouchers';

/** What channels ask of the ledger, with the feature that answers: composition routes by it. */
export type ChannelCommand =
  | { readonly feature: 'orders'; readonly command: RecordOrderFact }
  | { readonly feature: 'payments'; readonly command: RecordPaymentFact }
  | { readonly feature: 'references'; readonly command: RecordReferencedFact }
  | { readonly feature: 'settlements'; readonly command: RecordSettlementFact }
  | { readonly feature: 'disputes'; readonly command: RecordDisputeFact }
  | { readonly feature: 'vouchers'; readonly command: RecordVoucherFact }
  | { readonly feature: 'life-movements'; readonly command: RecordLifeMovement }
  | { readonly feature: 'miniapp'; readonly command: RecordMiniAppFact };

/** Hands a command to its feature. Throws `Outage` where the world is away: the notice is kept and will be tried again. */
export type Dispatch = (command: ChannelCommand, context: CommandContext) => Promise<Outcome>;
