import type { Instant } from '#kernel';
import type { DouyinGateway } from '../douyin/openapi/gateway-client.js';
import type { ChannelDeps } from '../notice-handling.js';
import type { PullSetting } from './pull-setting.js';
import type { PullStore } from './pull-store.js';

/** What pulling works with. */
export interface PullDeps extends ChannelDeps {
  readonly store: PullStore;
  readonly gateway: DouyinGateway;
  readonly settingOf: (shopId: string) => Promise<PullSetting | undefined>;
  /** Keys of the facts that the ledger has of an order; none where it does not know it. */
  readonly knownFacts: (orderId: string) => Promise<ReadonlySet<string>>;
  /** Orders of a shop that were opened before and have not come to an end, page by page. */
  readonly stuckOrders: (shopId: string, before: Instant) => AsyncIterable<readonly string[]>;
}
