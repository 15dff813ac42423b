import type { ServerFeature } from '../features/feature-module.js';
import type { Ledger } from '../ledger.js';
import { BookExports } from './book-exports.js';
import { ExportDesk } from './export-desk.js';
import { ExportsController } from './exports.controller.js';
import { ReportExportsController } from './report-exports.controller.js';
import { ReportExports } from './report-exports.js';

export const exportsFeature = ({ log, codec, exports, moneyTerms, setup }: Ledger): ServerFeature => ({
  name: 'Exports',
  controllers: [ExportsController, ReportExportsController],
  handlers: [
    { provide: ExportDesk, useValue: exports.desk },
    { provide: ReportExports, useValue: new ReportExports(moneyTerms, setup) },
    { provide: BookExports, useValue: new BookExports(log, codec, exports.chart) },
  ],
});
