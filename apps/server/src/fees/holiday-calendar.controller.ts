import { Body, Controller, Get } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { CalendarYear } from '#fees';
import { Access } from '../http/access.js';
import { Call, CommandCall, type CommandAnswer } from '../http/command-call.js';
import { Answers, DAY, INTEGER, STRING, listOf, record } from '../http/schemas.js';
import { CommandRoute } from '../idempotency/command-route.js';
import { AskFees, OnMoneyTerms } from './fees.bus.js';
import { PublishYearRequest } from './fees.requests.js';

const YEAR = record<CalendarYear>({ year: INTEGER, holidays: listOf(DAY), workingDays: listOf(DAY), source: STRING });

@ApiTags('holiday calendar')
@Controller('v1/holiday-calendars/cn')
export class HolidayCalendarController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @CommandRoute('years', 'Publishes a year of the working days of mainland China, or amends it.', 'administer')
  async publish(@Body() body: PublishYearRequest, @Call() call: CommandCall): Promise<CommandAnswer> {
    const { year, holidays, workingDays, source } = body;
    const command = { type: 'PublishCalendarYear', year, holidays, workingDays, source } as const;
    return call.answer(await this.commands.execute(new OnMoneyTerms(command, call.context)));
  }

  @Get()
  @Access('read')
  @Answers('The years that are known: those that ship, and those that were published.', record({ years: listOf(YEAR) }))
  async years(): Promise<{ readonly years: readonly CalendarYear[] }> {
    const calendar = await this.queries.execute(new AskFees('calendar'));
    return { years: [...calendar.values()].sort((a, b) => a.year - b.year) };
  }
}
