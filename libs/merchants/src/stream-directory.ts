import { LRUCache } from 'lru-cache';
import type { CommandHandling } from '#event-log';
import type { AcquiredMerchant, DouyinApp, DouyinShop, MerchantDirectory, Terminal } from './directory.js';
import { merchantDecider } from './domain/merchant.js';
import { storeAt, terminalDecider } from './domain/terminal.js';
import { douyinAppDecider, douyinShopDecider, merchantNoDecider, setupStreams } from './merchants.feature.js';
import type { SecretVault } from './vault.js';

const KEEP = 10_000;
const DEFAULT_KEEP_MS = 2_000;

/** Answers out of the set-up streams; keeps what it found for a moment, and never keeps that something is missing. */
export class StreamMerchantDirectory implements MerchantDirectory {
  private readonly kept: LRUCache<string, object>;

  constructor(
    private readonly handling: CommandHandling,
    private readonly vault: SecretVault,
    keepMs = DEFAULT_KEEP_MS,
  ) {
    this.kept = new LRUCache({ max: KEEP, ttl: keepMs });
  }

  /** What was kept may be older than a change just made. */
  forget(): void {
    this.kept.clear();
  }

  douyinApp(appKey: string): Promise<DouyinApp | undefined> {
    return this.remember(`app ${appKey}`, async () => {
      const { state } = await this.handling.load(setupStreams.douyinApp(appKey), douyinAppDecider);
      return state && { appKey, merchantId: state.merchantId, secrets: [await this.vault.open(state.secret)] };
    });
  }

  douyinShop(shopId: string): Promise<DouyinShop | undefined> {
    return this.remember(`shop ${shopId}`, async () => {
      const { state } = await this.handling.load(setupStreams.douyinShop(shopId), douyinShopDecider);
      return state && { ...state, cutOff: await this.cutOffOf(state.merchantId) };
    });
  }

  terminal(merchantNo: string, terminalNo: string): Promise<Terminal | undefined> {
    return this.remember(`terminal ${merchantNo} ${terminalNo}`, async () => {
      const { state } = await this.handling.load(setupStreams.terminal(merchantNo, terminalNo), terminalDecider);
      if (!state.enrolled) return undefined;
      const { merchantId, acquirer, model, key, storeId } = state.enrolled;
      const [secret, cutOff] = await Promise.all([this.vault.open(key), this.cutOffOf(merchantId)]);
      return {
        merchantNo,
        terminalNo,
        merchantId,
        acquirer,
        model,
        keys: [secret],
        cutOff,
        storeAt: (at) => storeAt(state.placements, at) ?? storeId,
      };
    });
  }

  acquiredMerchant(merchantNo: string): Promise<AcquiredMerchant | undefined> {
    return this.remember(`merchant no ${merchantNo}`, async () => {
      const { state } = await this.handling.load(setupStreams.merchantNo(merchantNo), merchantNoDecider);
      return state && { ...state, cutOff: await this.cutOffOf(state.merchantId) };
    });
  }

  private async cutOffOf(merchantId: string): Promise<string> {
    const { state } = await this.handling.load(setupStreams.merchant(merchantId), merchantDecider);
    return state.registered?.cutOff ?? '24:00';
  }

  private async remember<T extends object>(key: string, find: () => Promise<T | undefined>): Promise<T | undefined> {
    const kept = this.kept.get(key);
    if (kept) return kept as T;
    const found = await find();
    if (found) this.kept.set(key, found);
    return found;
  }
}
