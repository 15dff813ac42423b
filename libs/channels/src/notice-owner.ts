import { assertNever } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import type { KeptNotice } from './inbox/notice.js';
import { accountOfSource } from './life/life-account.js';

/** Merchant whose app, shop, account, terminal or number brought a notice, whatever it says. Undefined: its source is not known. */
export async function merchantOfNotice(
  { channel, source }: Pick<KeptNotice, 'channel' | 'source'>,
  merchants: MerchantDirectory,
): Promise<string | undefined> {
  switch (channel) {
    case 'douyin-push':
      return (await merchants.douyinApp(source))?.merchantId;
    case 'douyin-pull':
    case 'douyin-settle-bill':
    case 'douyin-account-items':
      return (await merchants.douyinShop(source))?.merchantId;
    case 'douyin-life':
    case 'douyin-life-ledger':
    case 'douyin-life-movements':
      return (await merchants.channelAccount('douyin-life', accountOfSource(source).clientKey))?.merchantId;
    case 'miniapp-ecpay':
    case 'miniapp-trade':
      return (await merchants.channelAccount('mini-app', source))?.merchantId;
    case 'shouqianba':
    case 'lakala':
    case 'allinpay':
      return (await merchants.channelAccount(channel, source))?.merchantId;
    case 'acquirer':
    case 'acquirer-disputes':
      return (await merchants.acquiredMerchant(source))?.merchantId;
    case 'pos': {
      const [merchantNo = '', terminalNo = ''] = source.split('/');
      const terminal = await merchants.terminal(merchantNo, terminalNo);
      return (terminal ?? (await merchants.acquiredMerchant(merchantNo)))?.merchantId;
    }
    default:
      return assertNever(channel, 'channel');
  }
}
