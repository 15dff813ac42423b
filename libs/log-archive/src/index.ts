export type { BesideTables } from './beside.js';
export { exportLog, type Exported, type ExportParts } from './exporting.js';
export type { ArchiveHeader } from './file/lines.js';
export { readExport, type OpenedExport } from './file/read-export.js';
