import type { CommandHandling } from '#event-log';
import type { MerchantDirectory } from '#merchants';
import type { DouyinFact, OpenStatement, Result, StatementRefusal, StatementSource } from '../row.js';

/** What became of a row of a Douyin console export at the door for such rows. */
export interface ShopRowResult {
  readonly status: 'recorded' | 'known' | 'quarantined';
  /** Why it was quarantined. */
  readonly code?: string;
  readonly says?: string;
}

/** Rows of one kind of one shop, through the door that takes them from the platform's API. One result a row. @throws Outage */
export type TakeShopRows = (
  kind: DouyinFact['of'],
  brought: { readonly shopId: string; readonly actor: string; readonly rows: readonly DouyinFact['row'][] },
) => Promise<readonly ShopRowResult[]>;

export interface ImportDeps {
  readonly handling: CommandHandling;
  readonly merchants: Pick<MerchantDirectory, 'acquiredMerchant' | 'douyinShop'>;
  /** Whether there is such a merchant. */
  readonly isMerchant: (merchantId: string) => Promise<boolean>;
  readonly takeShopRows: TakeShopRows;
  /** The name of a file, or of an entry in it, without card numbers. Texts of rows come without. */
  readonly masked: (text: string) => string;
  readonly open: (source: StatementSource) => Promise<Result<OpenStatement, StatementRefusal>>;
}
