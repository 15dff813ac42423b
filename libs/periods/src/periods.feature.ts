import type { CommandFeature, CommandHandling, EventSchemas } from '#event-log';
import { streamName, type BusinessDate } from '#kernel';
import { closedThroughOf, periodDecider, type PeriodState } from './domain/period.js';
import type { PeriodCommand, PeriodEvent } from './domain/period.messages.js';

export const periodStream = (merchantId: string): string => streamName('periods', merchantId);

export const periodFeature: CommandFeature<PeriodState, PeriodCommand, PeriodEvent> = {
  decider: periodDecider,
  streamOf: ({ merchantId }) => periodStream(merchantId),
};

export const PERIOD_EVENTS = {
  PeriodCloseProposed: { version: 1 },
  PeriodClosed: { version: 1 },
  PeriodCloseRejected: { version: 1 },
  PeriodReopenProposed: { version: 1 },
  PeriodReopened: { version: 1 },
  PeriodReopenRejected: { version: 1 },
} as const satisfies Record<PeriodEvent['type'], EventSchemas[string]>;

/** Up to and including which day a merchant's book is closed; undefined where nothing is. */
export type ClosedThrough = (merchantId: string) => Promise<BusinessDate | undefined>;

/** Reads the stream itself, so it is never behind a command. */
export const closedThroughIn =
  (handling: Pick<CommandHandling, 'load'>): ClosedThrough =>
  async (merchantId) =>
    closedThroughOf((await handling.load(periodStream(merchantId), periodDecider)).state);
