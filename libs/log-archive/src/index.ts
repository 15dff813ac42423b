export type { BesideTables } from './beside.js';
export { verifyExport, type Checked, type CheckParts } from './checking.js';
export { exportLog, type Exported, type ExportParts } from './exporting.js';
export type { ArchiveHeader } from './file/lines.js';
export { readExport, type OpenedExport } from './file/read-export.js';
export { importLog, type Imported, type ImportParts } from './importing.js';
export { copyLog, cutOver, type Copied, type LogSide, type Moved, type MoveParts } from './moving.js';
export { PostgresBesideTables } from './postgres-beside-tables.js';
export { ARCHIVE_MIGRATIONS } from './postgres-imports.js';
