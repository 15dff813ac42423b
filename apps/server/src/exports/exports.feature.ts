import type { ServerFeature } from '../features/feature-module.js';
import type { Ledger } from '../ledger.js';
import { BookExports } from './book-exports.js';
import { ExportDesk } from './export-desk.js';
import { ExportsController } from './exports.controller.js';

export const exportsFeature = ({ log, codec, exports }: Ledger): ServerFeature => ({
  name: 'Exports',
  controllers: [ExportsController],
  handlers: [
    { provide: ExportDesk, useValue: exports.desk },
    { provide: BookExports, useValue: new BookExports(log, codec, exports.chart) },
  ],
});
