import type { MerchantState } from '#merchants';
import { STRING, listOf, record } from '../http/schemas.js';

export interface MerchantView {
  readonly id: string;
  readonly name: string;
  readonly cutOff: string;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
}

export const MERCHANT = record<MerchantView>({
  id: STRING,
  name: STRING,
  cutOff: STRING,
  stores: listOf(record({ id: STRING, name: STRING })),
});

/** Undefined where nobody registered it. */
export function merchantView({ registered, stores }: MerchantState): MerchantView | undefined {
  if (!registered) return undefined;
  const { merchantId, name, cutOff } = registered;
  return { id: merchantId, name, cutOff, stores: stores.map((store) => ({ id: store.storeId, name: store.name })) };
}
