import { createHash } from 'node:crypto';
import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { correctionDecider, digestOfShown, type CorrectionState } from './domain/correction.js';
import type { CorrectionCommand, CorrectionEvent, CorrectionId, EntryRef, Shown } from './domain/correction.messages.js';
import {
  correctionRulesDecider,
  type CorrectionRulesSet,
  type CorrectionRulesState,
  type SetCorrectionRules,
} from './domain/rules.js';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

export const corrections = correctionDecider(sha256);

/** What an approver has to send back. */
export const digestOf = (shown: Shown): string => digestOfShown(shown, sha256);

export const correctionStream = (correctionId: CorrectionId): string => streamName('correction', correctionId);

/** The correction that a stream is of. */
export const correctionIdIn = (stream: string): CorrectionId => stream.slice(stream.indexOf('.') + 1);

export const correctionRulesStream = (merchantId: string): string => streamName('correction-rules', merchantId);

/** An entry is taken back once: whether it is reversed or counted to another place, it is the same correction. */
export const entryCorrectionId = ({ eventId, entry }: Omit<EntryRef, 'stream'>): CorrectionId =>
  `entry-${eventId}-${String(entry)}`;

/** A difference is mended once: written off, or by recording what was missing. */
export const differenceCorrectionId = (caseId: string): CorrectionId => `difference-${caseId}`;

export const correctionFeature: CommandFeature<CorrectionState, CorrectionCommand, CorrectionEvent> = {
  decider: corrections,
  streamOf: ({ correctionId }) => correctionStream(correctionId),
};

export const correctionRulesFeature: CommandFeature<CorrectionRulesState, SetCorrectionRules, CorrectionRulesSet> = {
  decider: correctionRulesDecider,
  streamOf: ({ merchantId }) => correctionRulesStream(merchantId),
};

export const CORRECTION_EVENTS = {
  CorrectionProposed: { version: 1 },
  CorrectionApproved: { version: 1 },
  CorrectionRejected: { version: 1 },
  CorrectionWithdrawn: { version: 1 },
  CorrectionApplied: { version: 1 },
} as const satisfies Record<CorrectionEvent['type'], EventSchemas[string]>;

export const CORRECTION_RULES_EVENTS = { CorrectionRulesSet: { version: 1 } } as const satisfies Record<
  CorrectionRulesSet['type'],
  EventSchemas[string]
>;
