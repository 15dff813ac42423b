import bank from '../mappings/bank-account.json' with { type: 'json' };
import jdpay from '../mappings/jdpay-trades.json' with { type: 'json' };
import shouqianba from '../mappings/shouqianba-trades.json' with { type: 'json' };
import type { ColumnMapping } from './mapping.js';

/** The examples: data, which an installation copies and fits to its own files. */
export const SHIPPED_MAPPINGS = [bank, jdpay, shouqianba] as readonly ColumnMapping[];
