import type { Instant } from '#kernel';
import type { ChannelAccount, MerchantDirectory } from '#merchants';
import { isClockFarOff } from '../clock.js';
import { fieldsInvalid, parked, type NoticeReading } from '../notice-reading.js';
import type { AcquirerAdapter, Told } from './adapter.js';
import { paymentFactOf } from './payment-facts.js';

export interface AcquirerNoticeContext {
  readonly merchants: MerchantDirectory;
  /** Whose signature the notice carried. */
  readonly accountId: string;
  readonly now: Instant;
}

/** What a notice of an acquirer means to the ledger. Its text is without card data. */
export async function readAcquirerNotice(
  adapter: AcquirerAdapter,
  text: string,
  { merchants, accountId, now }: AcquirerNoticeContext,
): Promise<NoticeReading> {
  const message = adapter.form.decode(text);
  if (!message) return parked('MESSAGE_UNREADABLE');
  const reading = adapter.read(message);
  if ('ignored' in reading) return reading;
  if ('wrong' in reading) return fieldsInvalid(reading.wrong);
  if ('parked' in reading) return reading;
  const { told } = reading;
  if (isClockFarOff(told.occurredAt, now)) return parked('CLOCK_FAR_OFF', told.occurredAt);
  const account = await merchants.channelAccount(adapter.acquirer, accountId);
  if (!account) return parked('UNKNOWN_MERCHANT', accountId);
  return readOfAccount(adapter, told, { account, merchants });
}

/** An account may serve several merchant numbers; one of another merchant's books nothing. */
async function readOfAccount(
  { acquirer }: AcquirerAdapter,
  told: Told,
  { account, merchants }: { readonly account: ChannelAccount; readonly merchants: MerchantDirectory },
): Promise<NoticeReading> {
  const { merchantNo = account.accountId, terminalNo } = told;
  if (merchantNo !== account.accountId) {
    const acquired = await merchants.acquiredMerchant(merchantNo);
    if (!acquired) return parked('UNKNOWN_MERCHANT', merchantNo);
    if (acquired.merchantId !== account.merchantId) return parked('MERCHANT_OF_OTHER_ACCOUNT', merchantNo);
  }
  const terminal = terminalNo === undefined ? undefined : await merchants.terminal(merchantNo, terminalNo);
  const fact = paymentFactOf(told, { acquirer, account, merchantNo, terminal });
  return { commands: [{ feature: 'payments', command: { type: 'RecordPaymentFact', fact } }] };
}
