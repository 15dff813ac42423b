import type { DailyReportQuery } from '#reports';
import { Asked, type QuestionTo } from '../features/asked.js';

export class AskDailyReport<Q extends QuestionTo<DailyReportQuery>> extends Asked<DailyReportQuery, Q> {}
