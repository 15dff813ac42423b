import { businessDateOf, type BusinessDate, type CutOff, type Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';

const MIDNIGHT: CutOff = '24:00';

/** The accounting day on which a moment falls for whoever a merchant number belongs to. */
export async function accountingDay(directory: MerchantDirectory, merchantNo: string, at: Instant): Promise<BusinessDate> {
  const merchant = await directory.acquiredMerchant(merchantNo);
  return businessDateOf(at, merchant?.cutOff ?? MIDNIGHT);
}
