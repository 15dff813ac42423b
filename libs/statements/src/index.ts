export type { AmountMapping, ColumnMapping, MappedField } from './mapping.js';
export { openStatement } from './open-statement.js';
export type * from './row.js';
