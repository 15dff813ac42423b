import type { CommandHandling } from '#event-log';
import type { MerchantDirectory } from '#merchants';
import type { PersonSealer } from '#privacy';
import type { DouyinFact, OpenStatement, Result, StatementRefusal, StatementSource } from '../row.js';

/** What became of a row of Douyin at the door for such rows. */
export interface DouyinRowResult {
  readonly status: 'recorded' | 'known' | 'quarantined';
  /** Why it was quarantined. */
  readonly code?: string;
  readonly says?: string;
}

/** Rows of one kind of one shop or account, as JSON, through the door that takes them from the platform. One result a row. @throws Outage */
export type TakeDouyinRows = (
  kind: DouyinFact['of'],
  brought: { readonly account: string; readonly actor: string; readonly rows: readonly string[] },
) => Promise<readonly DouyinRowResult[]>;

export interface ImportDeps {
  readonly handling: CommandHandling;
  readonly merchants: Pick<MerchantDirectory, 'acquiredMerchant' | 'channelAccount' | 'douyinShop'>;
  /** Whether there is such a merchant. */
  readonly isMerchant: (merchantId: string) => Promise<boolean>;
  readonly takeDouyinRows: TakeDouyinRows;
  readonly persons: PersonSealer;
  /** The name of a file, or of an entry in it, without card numbers. Texts of rows come without. */
  readonly masked: (text: string) => string;
  readonly open: (source: StatementSource) => Promise<Result<OpenStatement, StatementRefusal>>;
}
