import type { Acquirer, AcquirerAdapter } from './adapter.js';
import { ALLINPAY } from './allinpay/allinpay.js';
import { LAKALA } from './lakala/lakala.js';
import { SHOUQIANBA } from './shouqianba/shouqianba.js';

export const ADAPTERS: Readonly<Record<Acquirer, AcquirerAdapter>> = {
  shouqianba: SHOUQIANBA,
  lakala: LAKALA,
  allinpay: ALLINPAY,
};
