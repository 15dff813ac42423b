import { ACCESS_EVENTS, accessLog } from '#audit';
import { terminalBatches } from '#batches';
import { PULL_EVENTS } from '#channels';
import { COLLECTION_EVENTS, collectionFeature, paymentRequestDetails, type CollectionCommand } from '#collections';
import { CORRECTION_EVENTS, CORRECTION_RULES_EVENTS, correctionsModel } from '#corrections';
import { DISPUTE_EVENTS, disputeDetails, disputeFeature, type DisputeCommand } from '#disputes';
import { EventCodec, type CommandContext, type CommandHandling, type Outcome } from '#event-log';
import { FEE_EVENTS } from '#fees';
import { FETCH_EVENTS, MISSING_BILL_EVENTS } from '#fetches';
import { assertNever } from '#kernel';
import { balances } from '#ledger';
import { MERCHANT_EVENTS, posModels, setUpParts } from '#merchants';
import { MINI_APP_EVENTS, miniAppFeature, miniPaymentDetails, type MiniAppCommand } from '#miniapp';
import { ORDER_EVENTS, orderDetails, orderFeature, type OrderCommand } from '#orders';
import {
  PAYMENT_EVENTS,
  REFERENCE_EVENTS,
  movesOf,
  paymentDetails,
  paymentFeature,
  referenceFeature,
  type PaymentCommand,
  type ReferenceCommand,
} from '#payments';
import { PERIOD_EVENTS, periods } from '#periods';
import { SUBJECT_EVENTS } from '#privacy';
import type { Projection } from '#projections';
import { MATCH_EVENTS, matching } from '#reconciliation';
import { dailyReport, transactions } from '#reports';
import { SETTLEMENT_EVENTS, settlementFeature, settlements, type SettlementCommand } from '#settlements';
import { STATEMENT_EVENTS, STATEMENT_ROW_EVENTS, statementRows, statements } from '#statements';
import {
  LIFE_MOVEMENT_EVENTS,
  VOUCHER_EVENTS,
  lifeMovementFeature,
  lifeMovements,
  voucherDetails,
  voucherFeature,
  type LifeMovementCommand,
  type VoucherCommand,
} from '#vouchers';
import { EXCEPTION_EVENTS, EXCEPTION_RULES_EVENTS, PARKING_EVENTS, worklist } from '#worklist';

/** Every event type of the ledger. */
export const ledgerCodec = (): EventCodec =>
  EventCodec.of(
    MERCHANT_EVENTS,
    FEE_EVENTS,
    ORDER_EVENTS,
    PAYMENT_EVENTS,
    REFERENCE_EVENTS,
    SETTLEMENT_EVENTS,
    COLLECTION_EVENTS,
    DISPUTE_EVENTS,
    PULL_EVENTS,
    VOUCHER_EVENTS,
    LIFE_MOVEMENT_EVENTS,
    MINI_APP_EVENTS,
    EXCEPTION_EVENTS,
    EXCEPTION_RULES_EVENTS,
    PARKING_EVENTS,
    STATEMENT_EVENTS,
    STATEMENT_ROW_EVENTS,
    MATCH_EVENTS,
    PERIOD_EVENTS,
    FETCH_EVENTS,
    MISSING_BILL_EVENTS,
    CORRECTION_EVENTS,
    CORRECTION_RULES_EVENTS,
    SUBJECT_EVENTS,
    ACCESS_EVENTS,
  );

const SHIPPED_MODELS = posModels({ described: [] });

/** Every read model. A new one needs its line here and nothing else. */
export const PROJECTIONS: readonly Projection[] = [
  balances,
  orderDetails,
  paymentDetails,
  settlements,
  paymentRequestDetails,
  disputeDetails,
  terminalBatches,
  voucherDetails,
  lifeMovements,
  miniPaymentDetails,
  dailyReport,
  transactions,
  setUpParts,
  worklist({ methodsOfModel: (model) => SHIPPED_MODELS.find((one) => one.model === model)?.methods }),
  statements,
  statementRows,
  matching({ movesOf }),
  correctionsModel,
  periods,
  accessLog,
];

/** A command on money, with the feature that answers it. */
export type MoneyCommand =
  | { readonly feature: 'orders'; readonly command: OrderCommand }
  | { readonly feature: 'payments'; readonly command: PaymentCommand }
  | { readonly feature: 'references'; readonly command: ReferenceCommand }
  | { readonly feature: 'settlements'; readonly command: SettlementCommand }
  | { readonly feature: 'collections'; readonly command: CollectionCommand }
  | { readonly feature: 'disputes'; readonly command: DisputeCommand }
  | { readonly feature: 'vouchers'; readonly command: VoucherCommand }
  | { readonly feature: 'life-movements'; readonly command: LifeMovementCommand }
  | { readonly feature: 'miniapp'; readonly command: MiniAppCommand };

/** Hands a command to its feature. */
export function handleMoney(handling: CommandHandling, message: MoneyCommand, context: CommandContext): Promise<Outcome> {
  switch (message.feature) {
    case 'orders':
      return handling.handle(orderFeature, message.command, context);
    case 'payments':
      return handling.handle(paymentFeature, message.command, context);
    case 'references':
      return handling.handle(referenceFeature, message.command, context);
    case 'settlements':
      return handling.handle(settlementFeature, message.command, context);
    case 'collections':
      return handling.handle(collectionFeature, message.command, context);
    case 'disputes':
      return handling.handle(disputeFeature, message.command, context);
    case 'vouchers':
      return handling.handle(voucherFeature, message.command, context);
    case 'life-movements':
      return handling.handle(lifeMovementFeature, message.command, context);
    case 'miniapp':
      return handling.handle(miniAppFeature, message.command, context);
    default:
      return assertNever(message, 'feature');
  }
}
