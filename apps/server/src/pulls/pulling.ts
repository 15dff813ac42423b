import { DouyinGateway, PostgresPullStore, Puller, Pulls, type ChannelDeps, type PullDeps, type PullStore } from '#channels';
import { orderDecider, orderStream, stuckOrders } from '#orders';
import { AdvisoryOwnership } from '#projections';
import type { Core, Pool } from '../../../projector/src/core.js';
import type { Chore, OnFailure } from '../chores.js';
import type { Config } from '../config.js';
import { Owned } from '../owned.js';

/** Pulling as a whole: what is asked of it, what it knows, and the work itself. */
export interface Pulling {
  readonly pulls: Pulls;
  readonly store: PullStore;
  /** Knows the tokens of all shops: whoever else calls for a shop calls through it. */
  readonly gateway: DouyinGateway;
  readonly chore: Chore;
}

export interface PullingParts {
  readonly core: Core;
  readonly channels: ChannelDeps;
  readonly pool: Pool;
  readonly config: Pick<Config, 'douyinGateway'>;
  readonly onFailure: OnFailure;
}

const OWNER = 'channels:douyin-pull';

export function pullingOf({ core, channels, pool, config, onFailure }: PullingParts): Pulling {
  const { handling, directory, reader } = core;
  const store = new PostgresPullStore(pool);
  const pulls = new Pulls(handling, directory, store);
  const gateway = new DouyinGateway({ baseUrl: config.douyinGateway });
  const deps: PullDeps = {
    ...channels,
    store,
    gateway,
    settingOf: (shopId) => pulls.settingOf(shopId),
    knownFacts: async (orderId) => new Set((await handling.load(orderStream(orderId), orderDecider)).state.facts.keys()),
    stuckOrders: (shopId, before) => stuckOrders(reader, shopId, before),
  };
  const puller = new Puller(deps, { onFailure: (error) => onFailure('pulling of Douyin shops', error) });
  return { pulls, store, gateway, chore: new Owned(new AdvisoryOwnership(core.workPool, OWNER), puller) };
}
