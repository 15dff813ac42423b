import type { CommandFeature, EventSchemas } from '#event-log';
import { assertNever, localDate, streamName } from '#kernel';
import type { SettlementCommand, SettlementEvent, SettlementFact } from './domain/settlement.messages.js';
import { settlementDecider, type SettlementState } from './domain/settlement.js';

/**
 * One stream per row of a statement, and per batch of a terminal on its local day (batch numbers start again). Row numbers
 * are only distinct within whose statement it is. No part of a name holds a dot, so no two rows share one.
 */
export function settlementStream(fact: SettlementFact): string {
  switch (fact.type) {
    case 'DouyinSettlementRecorded':
      return streamName('settlement-douyin', fact.shopId, fact.requestNo);
    case 'DouyinAccountMoved':
      return streamName('douyin-movement', fact.shopId, fact.tradeNo);
    case 'AcquirerSettlementRecorded':
      return streamName('settlement-acquirer', fact.channel, fact.merchantNo, fact.settlementNo);
    case 'TerminalBatchTotalled':
      return streamName('terminal-batch', fact.merchantNo, fact.terminalNo, fact.batchNo, dayOf(fact));
    default:
      return assertNever(fact, 'settlement fact');
  }
}

const dayOf = ({ occurredAt }: SettlementFact): string => localDate(occurredAt).replaceAll('-', '');

export const settlementFeature: CommandFeature<SettlementState, SettlementCommand, SettlementEvent> = {
  decider: settlementDecider,
  streamOf: ({ fact }) => settlementStream(fact),
};

export const SETTLEMENT_EVENTS = {
  DouyinSettlementRecorded: { version: 1 },
  DouyinAccountMoved: { version: 1 },
  AcquirerSettlementRecorded: { version: 1 },
  TerminalBatchTotalled: { version: 1 },
} as const satisfies Record<SettlementEvent['type'], EventSchemas[string]>;
