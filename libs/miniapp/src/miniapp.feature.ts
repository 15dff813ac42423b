import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import type { MiniAppCommand, MiniAppEvent } from './domain/mini-payment.messages.js';
import { miniPaymentId } from './domain/mini-payment.standing.js';
import { miniAppDecider, type MiniAppState } from './domain/mini-payment.js';

/** Stream of a payment by its id, `<app id>.<naming>.<order no>`. */
export const miniPaymentStream = (paymentId: string): string => streamName('miniapp-payment', ...paymentId.split('.'));

export const miniAppFeature: CommandFeature<MiniAppState, MiniAppCommand, MiniAppEvent> = {
  decider: miniAppDecider,
  streamOf: ({ fact }) => miniPaymentStream(miniPaymentId(fact)),
};

export const MINI_APP_EVENTS = {
  MiniAppPaymentSucceeded: { version: 1 },
  MiniAppPaymentCancelled: { version: 1 },
  MiniAppRefundApplied: { version: 1 },
  MiniAppRefundSucceeded: { version: 1 },
  MiniAppRefundFailed: { version: 1 },
} as const satisfies Record<MiniAppEvent['type'], EventSchemas[string]>;
