import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { lifeMovementDecider, type LifeMovementState } from './domain/life-movement.js';
import type { LifeMovementCommand, LifeMovementEvent } from './domain/life-movement.messages.js';
import type { VoucherCommand, VoucherEvent } from './domain/voucher.messages.js';
import { voucherDecider, type VoucherState } from './domain/voucher.js';

/** Stream of an order of vouchers: payment, redemptions, refunds and rows of the ledger, which all name the order. */
export const voucherStream = (orderId: string): string => streamName('voucher-order', orderId);

export const voucherFeature: CommandFeature<VoucherState, VoucherCommand, VoucherEvent> = {
  decider: voucherDecider,
  streamOf: ({ fact }) => voucherStream(fact.orderId),
};

export const VOUCHER_EVENTS = {
  VoucherOrderPaid: { version: 1 },
  VoucherVerified: { version: 1 },
  /** Version 1 did not say what was taken back. A stream's next event says it. */
  VoucherVerificationCancelled: { version: 2, upcast: { 1: (data: unknown) => data } },
  VoucherRefunded: { version: 1 },
  VoucherSettlementEstimated: { version: 1 },
  VoucherSettled: { version: 1 },
  VoucherSettlementDropped: { version: 1 },
} as const satisfies Record<VoucherEvent['type'], EventSchemas[string]>;

/** Movements name their account last: it may hold dots. */
export const lifeMovementFeature: CommandFeature<LifeMovementState, LifeMovementCommand, LifeMovementEvent> = {
  decider: lifeMovementDecider,
  streamOf: ({ fact }) => streamName('life-movement', fact.movementNo, fact.clientKey),
};

export const LIFE_MOVEMENT_EVENTS = {
  LifeAccountMoved: { version: 1 },
} as const satisfies Record<LifeMovementEvent['type'], EventSchemas[string]>;
