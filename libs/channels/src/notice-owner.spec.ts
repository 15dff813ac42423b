import type { MerchantDirectory } from '#merchants';
import { directoryKnowing } from '#merchants/testing';
import type { Channel } from './inbox/notice.js';
import { merchantOfNotice } from './notice-owner.js';

const owned = (isKnown: boolean, merchantId: string): Promise<{ merchantId: string } | undefined> =>
  Promise.resolve(isKnown ? { merchantId } : undefined);

/** Knows one of each, and calls its merchant by what was asked for. */
const stubs = {
  douyinApp: (key: string) => owned(key === 'app', 'app'),
  douyinShop: (shop: string) => owned(shop === 'shop', 'shop'),
  channelAccount: (kind: string, account: string) => owned(account === 'account', kind),
  acquiredMerchant: (number: string) => owned(number === 'number', 'number'),
  terminal: (number: string, terminal: string) => owned(`${number}/${terminal}` === 'number/terminal', 'terminal'),
};
const directory = directoryKnowing(stubs as unknown as Partial<MerchantDirectory>);

it.each<[Channel, string, string | undefined]>([
  ['douyin-push', 'app', 'app'],
  ['douyin-pull', 'shop', 'shop'],
  ['douyin-settle-bill', 'shop', 'shop'],
  ['douyin-life', 'account', 'douyin-life'],
  ['douyin-life-ledger', 'account/7001', 'douyin-life'],
  ['miniapp-trade', 'account', 'mini-app'],
  ['lakala', 'account', 'lakala'],
  ['acquirer', 'number', 'number'],
  ['acquirer-disputes', '-', undefined],
  ['pos', 'number/terminal', 'terminal'],
  ['pos', 'number/another', 'number'],
  ['pos', 'other/terminal', undefined],
  ['douyin-push', 'another', undefined],
])('a notice of %s from %s is of merchant %s', async (channel, source, merchant) => {
  expect(await merchantOfNotice({ channel, source }, directory)).toBe(merchant);
});
