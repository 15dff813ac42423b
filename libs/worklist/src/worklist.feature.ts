import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { exceptionDecider, type ExceptionState } from './domain/exception.js';
import type { ExceptionCommand, ExceptionEvent, ExceptionId } from './domain/exception.messages.js';
import { parkingDecider, type NoteParking, type ParkingEvent, type ParkingState } from './domain/parking.js';
import { rulesDecider, type ExceptionRulesSet, type RulesState, type SetExceptionRules } from './domain/rules.js';

/** What was done about an exception. */
export const exceptionStream = (exceptionId: ExceptionId): string => streamName('exception', exceptionId);

/** Thresholds that a merchant set. */
export const rulesStream = (merchantId: string): string => streamName('worklist-rules', merchantId);

export const exceptionFeature: CommandFeature<ExceptionState, ExceptionCommand, ExceptionEvent> = {
  decider: exceptionDecider,
  streamOf: ({ exceptionId }) => exceptionStream(exceptionId),
};

export const exceptionRulesFeature: CommandFeature<RulesState, SetExceptionRules, ExceptionRulesSet> = {
  decider: rulesDecider,
  streamOf: ({ merchantId }) => rulesStream(merchantId),
};

/** Whether a message of the inbox is put aside. */
export const parkingFeature: CommandFeature<ParkingState, NoteParking, ParkingEvent> = {
  decider: parkingDecider,
  streamOf: ({ noticeId }) => streamName('notice', noticeId),
};

export const PARKING_EVENTS = {
  NoticeParked: { version: 1 },
  NoticeTakenUp: { version: 1 },
} as const satisfies Record<ParkingEvent['type'], EventSchemas[string]>;

export const EXCEPTION_EVENTS = {
  ExceptionClaimed: { version: 1 },
  ExceptionAssigned: { version: 1 },
  ExceptionCommented: { version: 1 },
  ExceptionResolved: { version: 1 },
  ExceptionReopened: { version: 1 },
} as const satisfies Record<ExceptionEvent['type'], EventSchemas[string]>;

export const EXCEPTION_RULES_EVENTS = { ExceptionRulesSet: { version: 1 } } as const satisfies Record<
  ExceptionRulesSet['type'],
  EventSchemas[string]
>;
