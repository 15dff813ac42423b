import type { Reader } from '#projections';
import { DailyReportQuery } from '#reports';
import { answering } from '../features/asked.js';
import type { ServerFeature } from '../features/feature-module.js';
import { AskDailyReport } from './reports.bus.js';
import { ReportsController } from './reports.controller.js';

export const reportsFeature = (reader: Reader): ServerFeature => ({
  name: 'Reports',
  controllers: [ReportsController],
  handlers: [answering(AskDailyReport, new DailyReportQuery(reader))],
});
