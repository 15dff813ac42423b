import type { CutOff, Instant } from '#kernel';

/** A Douyin developer app that signs pushes. `secrets` verify: one, or two while a rotation overlaps. */
export interface DouyinApp {
  readonly appKey: string;
  readonly merchantId: string;
  readonly secrets: readonly string[];
}

export interface DouyinShop {
  readonly shopId: string;
  readonly merchantId: string;
  readonly appKey: string;
  /** Store that its sales are counted to; `-` where none was named. */
  readonly storeId: string;
  /** End of the merchant's accounting day (日切). */
  readonly cutOff: CutOff;
}

export interface Terminal {
  readonly merchantNo: string;
  readonly terminalNo: string;
  readonly merchantId: string;
  /** Channel that collects what this terminal takes unless a message says otherwise: `unionpay`, `lakala` … */
  readonly acquirer: string;
  readonly model: string;
  /** Keys that sign its messages: one, or two while a rotation overlaps. */
  readonly keys: readonly string[];
  readonly cutOff: CutOff;
  /** The store it stood in then; before its first placement, that one. */
  storeAt(at: Instant): string;
}

/** Merchant number of an acquirer or wallet → whose it is. */
export interface AcquiredMerchant {
  readonly merchantNo: string;
  readonly merchantId: string;
  readonly cutOff: CutOff;
}

/** What channels ask of the set-up. Undefined means: not known here. Reads the set-up streams themselves, so it is never behind a command. */
export interface MerchantDirectory {
  douyinApp(appKey: string): Promise<DouyinApp | undefined>;
  douyinShop(shopId: string): Promise<DouyinShop | undefined>;
  terminal(merchantNo: string, terminalNo: string): Promise<Terminal | undefined>;
  acquiredMerchant(merchantNo: string): Promise<AcquiredMerchant | undefined>;
}
