import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { disputeDecider, type DisputeState } from './domain/dispute.js';
import type { DisputeCommand, DisputeEvent, DisputeId } from './domain/dispute.messages.js';

export const disputeStream = (disputeId: DisputeId): string => streamName('dispute', disputeId);

export const disputeFeature: CommandFeature<DisputeState, DisputeCommand, DisputeEvent> = {
  decider: disputeDecider,
  streamOf: (command) => disputeStream(command.type === 'RecordDisputeFact' ? command.fact.disputeId : command.disputeId),
};

export const DISPUTE_EVENTS = {
  DisputeOpened: { version: 1 },
  DisputeDebited: { version: 1 },
  EvidenceSubmitted: { version: 1 },
  DisputeAccepted: { version: 1 },
  DisputeWon: { version: 1 },
  DisputeLost: { version: 1 },
} as const satisfies Record<DisputeEvent['type'], EventSchemas[string]>;
