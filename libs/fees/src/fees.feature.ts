import type { CommandFeature, EventSchemas } from '#event-log';
import { streamName } from '#kernel';
import { destinationDecider, type DestinationsState } from './domain/destination.js';
import type { DestinationCommand, DestinationEvent } from './domain/destination.messages.js';
import { feeScheduleDecider, type FeeSchedulesState } from './domain/fee-schedule.js';
import type { FeeScheduleCommand, FeeScheduleEvent } from './domain/fee-schedule.messages.js';
import {
  holidayCalendarDecider,
  type HolidayCalendarEvent,
  type HolidayCalendarState,
  type PublishCalendarYear,
} from './domain/holiday-calendar.js';
import { termsDecider, type TermsState } from './domain/terms.js';
import type { TermsCommand, TermsEvent } from './domain/terms.messages.js';

/** Names of the streams. The merchant's id comes last: it may hold a dot. */
export const feeStreams = {
  schedules: (merchantId: string, channel: string) => streamName('fee-schedule', channel, merchantId),
  destinations: (channel: string, merchantNo: string) => streamName('settlement-destination', channel, merchantNo),
  terms: (merchantId: string) => streamName('terms', merchantId),
  calendar: () => streamName('holiday-calendar', 'cn'),
} as const;

export const feeScheduleFeature: CommandFeature<FeeSchedulesState, FeeScheduleCommand, FeeScheduleEvent> = {
  decider: feeScheduleDecider,
  streamOf: ({ merchantId, channel }) => feeStreams.schedules(merchantId, channel),
};

export const destinationFeature: CommandFeature<DestinationsState, DestinationCommand, DestinationEvent> = {
  decider: destinationDecider,
  streamOf: ({ channel, merchantNo }) => feeStreams.destinations(channel, merchantNo),
};

export const termsFeature: CommandFeature<TermsState, TermsCommand, TermsEvent> = {
  decider: termsDecider,
  streamOf: ({ merchantId }) => feeStreams.terms(merchantId),
};

export const holidayCalendarFeature: CommandFeature<HolidayCalendarState, PublishCalendarYear, HolidayCalendarEvent> = {
  decider: holidayCalendarDecider,
  streamOf: () => feeStreams.calendar(),
};

/** Event types by the kind of stream that holds them. */
export const FEE_SCHEMAS = {
  schedules: { FeeScheduleAgreed: { version: 1 }, FeeScheduleEnded: { version: 1 } },
  destinations: { SettlementDestinationSet: { version: 1 }, SettlementDestinationEnded: { version: 1 } },
  terms: { TermsVersionRegistered: { version: 1 }, TermsAcknowledged: { version: 1 } },
  calendar: { CalendarYearPublished: { version: 1 } },
} as const satisfies Record<keyof typeof feeStreams, EventSchemas>;

export const FEE_EVENTS: EventSchemas = Object.assign({}, ...Object.values(FEE_SCHEMAS)) as EventSchemas;
