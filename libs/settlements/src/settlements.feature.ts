import type { CommandFeature, EventSchemas } from '#event-log';
import { assertNever, localDate } from '#kernel';
import type { SettlementCommand, SettlementEvent, SettlementFact } from './domain/settlement.messages.js';
import { settlementDecider, type SettlementState } from './domain/settlement.js';

/** One stream per row of a statement, and per batch of a terminal on its local day (batch numbers start again). */
export function settlementStream(fact: SettlementFact): string {
  switch (fact.type) {
    case 'DouyinSettlementRecorded':
      return `settlement-douyin-${fact.requestNo}`;
    case 'AcquirerSettlementRecorded':
      return `settlement-acquirer-${fact.channel}-${fact.settlementNo}`;
    case 'TerminalBatchTotalled':
      return `terminal-batch-${fact.merchantNo}-${fact.terminalNo}-${fact.batchNo}-${localDate(fact.occurredAt).replaceAll('-', '')}`;
    default:
      return assertNever(fact, 'settlement fact');
  }
}

export const settlementFeature: CommandFeature<SettlementState, SettlementCommand, SettlementEvent> = {
  decider: settlementDecider,
  streamOf: ({ fact }) => settlementStream(fact),
};

export const SETTLEMENT_EVENTS = {
  DouyinSettlementRecorded: { version: 1 },
  AcquirerSettlementRecorded: { version: 1 },
  TerminalBatchTotalled: { version: 1 },
} as const satisfies Record<SettlementEvent['type'], EventSchemas[string]>;
