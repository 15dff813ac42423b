import type { CommandContext, CommandHandling, Outcome, Position } from '#event-log';
import { assertNever } from '#kernel';
import type { Calendar } from './domain/calendar.js';
import { destinationDecider, type DestinationsState } from './domain/destination.js';
import type { DestinationCommand } from './domain/destination.messages.js';
import { feeScheduleDecider, type FeeSchedulesState } from './domain/fee-schedule.js';
import type { FeeScheduleCommand } from './domain/fee-schedule.messages.js';
import { calendarOf, holidayCalendarDecider, type PublishCalendarYear } from './domain/holiday-calendar.js';
import { termsDecider, type TermsState } from './domain/terms.js';
import type { TermsCommand } from './domain/terms.messages.js';
import { destinationFeature, feeScheduleFeature, feeStreams, holidayCalendarFeature, termsFeature } from './fees.feature.js';

export type MoneyTermsCommand = FeeScheduleCommand | DestinationCommand | TermsCommand | PublishCalendarYear;

/** What was agreed with channels on money, read from the streams themselves: never behind a command. */
export class MoneyTerms {
  constructor(private readonly handling: CommandHandling) {}

  handle(command: MoneyTermsCommand, context: CommandContext): Promise<Outcome> {
    switch (command.type) {
      case 'AgreeFeeSchedule':
      case 'EndFeeSchedule':
        return this.handling.handle(feeScheduleFeature, command, context);
      case 'SetSettlementDestination':
      case 'EndSettlementDestination':
        return this.handling.handle(destinationFeature, command, context);
      case 'RegisterTermsVersion':
      case 'AcknowledgeTerms':
        return this.handling.handle(termsFeature, command, context);
      case 'PublishCalendarYear':
        return this.handling.handle(holidayCalendarFeature, command, context);
      default:
        return assertNever(command, 'command on money terms');
    }
  }

  /** As they are agreed, or were as known at a position. */
  async schedules(merchantId: string, channel: string, known?: Position): Promise<FeeSchedulesState> {
    return (await this.handling.load(feeStreams.schedules(merchantId, channel), feeScheduleDecider, known)).state;
  }

  async destinations(channel: string, merchantNo: string): Promise<DestinationsState> {
    return (await this.handling.load(feeStreams.destinations(channel, merchantNo), destinationDecider)).state;
  }

  async terms(merchantId: string): Promise<TermsState> {
    return (await this.handling.load(feeStreams.terms(merchantId), termsDecider)).state;
  }

  /** Working days of mainland China: the years that ship, and over them those that were published (up to a position). */
  async calendar(known?: Position): Promise<Calendar> {
    return calendarOf((await this.handling.load(feeStreams.calendar(), holidayCalendarDecider, known)).state);
  }
}
