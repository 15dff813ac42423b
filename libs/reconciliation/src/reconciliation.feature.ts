import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { matchDecider, type MatchState } from './domain/match.js';
import type { CaseId, MatchCommand, MatchEvent } from './domain/match.messages.js';

export const matchStream = (caseId: CaseId): string => streamName('match', caseId);

export const matchFeature: CommandFeature<MatchState, MatchCommand, MatchEvent> = {
  decider: matchDecider,
  streamOf: (command) => matchStream(command.type === 'JudgeMatch' ? command.verdict.caseId : command.caseId),
};

export const MATCH_EVENTS = {
  MatchSuspended: { version: 1 },
  MatchProposed: { version: 1 },
  MatchMade: { version: 1 },
  DifferenceOpened: { version: 1 },
  MatchAbsorbed: { version: 1 },
  MatchRejected: { version: 1 },
  DifferenceResolved: { version: 1 },
  DifferenceWrittenOff: { version: 1 },
} as const satisfies Record<MatchEvent['type'], EventSchemas[string]>;
