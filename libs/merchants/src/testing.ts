import type { MerchantDirectory, Terminal } from './directory.js';

const unknown = (): Promise<undefined> => Promise.resolve(undefined);

/** A directory that knows what it is given and nothing else. */
export const directoryKnowing = (known: Partial<MerchantDirectory>): MerchantDirectory => ({
  douyinApp: unknown,
  douyinShop: unknown,
  terminal: unknown,
  acquiredMerchant: unknown,
  channelAccount: unknown,
  callKey: () => Promise.resolve({}),
  paymentInterface: unknown,
  defaultInterface: unknown,
  isShopBoundTo: () => Promise.resolve(false),
  ...known,
});

/** Of a terminal that was enrolled and never configured, of a model that nobody described. */
export const UNCONFIGURED: Pick<Terminal, 'methodsAt' | 'statusAt'> = {
  methodsAt: () => undefined,
  statusAt: () => 'active',
};
