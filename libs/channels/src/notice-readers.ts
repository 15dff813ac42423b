import { assertNever, type Instant } from '#kernel';
import type { MerchantDirectory } from '#merchants';
import { readDisputeRow } from './acquirer/dispute-rows.js';
import { readSettlementRow } from './acquirer/settlement-rows.js';
import { ADAPTERS } from './acquirers/adapters.js';
import { readAcquirerNotice } from './acquirers/notice-reading.js';
import { readAccountItem } from './douyin/account-items.js';
import { readPulled } from './douyin/pulled-reading.js';
import { decodePushMessage } from './douyin/push-message.js';
import { readPushMessage } from './douyin/push-reading.js';
import { readSettleRow } from './douyin/settle-bill.js';
import { isJsonObject, parseExact, type JsonObject } from './exact-json.js';
import type { FullNotice } from './inbox/notice.js';
import { decodeLifeMessage } from './life/life-message.js';
import { accountOfSource } from './life/life-account.js';
import { readLedgerRow } from './life/ledger-rows.js';
import { readLifeMessage } from './life/life-facts.js';
import { readLifeMovement } from './life/movement-rows.js';
import { readEcpayBody } from './miniapp/ecpay-facts.js';
import { readTradeBody } from './miniapp/trade-facts.js';
import type { ChannelDeps } from './notice-handling.js';
import { parked, type NoticeReading } from './notice-reading.js';
import { decodeTransaction } from './pos/decoding.js';
import { readPosTransaction } from './pos/transaction-reading.js';

/** Reads a kept notice again, as its channel does when it comes in. */
export async function readNotice(
  notice: FullNotice,
  { merchants }: Pick<ChannelDeps, 'merchants'>,
  now: Instant,
): Promise<NoticeReading> {
  const { channel, source, raw } = notice;
  switch (channel) {
    case 'douyin-push':
      return readPushMessage(decodePushMessage(raw.toString()), { merchants, appKey: source, now });
    case 'douyin-pull':
      return ofRow(raw, (row) => readPulled(row, { merchants, shopId: source, now }));
    case 'douyin-settle-bill':
      return ofRow(raw, (row) => readSettleRow(row, { merchants, shopId: source, now }));
    case 'douyin-account-items':
      return ofRow(raw, (row) => readAccountItem(row, { merchants, shopId: source, now }));
    case 'douyin-life':
      return readLifeMessage(decodeLifeMessage(raw.toString()), { merchants, clientKey: source, now });
    case 'douyin-life-ledger':
    case 'douyin-life-movements': {
      const read = channel === 'douyin-life-ledger' ? readLedgerRow : readLifeMovement;
      return ofRow(raw, (row) => read(row, { merchants, now, ...accountOfSource(source) }));
    }
    case 'miniapp-ecpay':
      return readEcpayBody(raw.toString(), { merchants, appId: source, now });
    case 'miniapp-trade':
      return readTradeBody(raw.toString(), { merchants, appId: source, now });
    case 'acquirer':
      return ofRow(raw, (row) => readSettlementRow(row, { merchants, now }));
    case 'acquirer-disputes':
      return ofRow(raw, (row) => readDisputeRow(row, { merchants, now }));
    case 'pos':
      return ofTerminal(notice, merchants, now);
    case 'shouqianba':
    case 'lakala':
    case 'allinpay':
      return readAcquirerNotice(ADAPTERS[channel], raw.toString(), { merchants, accountId: source, now });
    default:
      return assertNever(channel, 'channel');
  }
}

async function ofTerminal({ raw, receivedAt }: FullNotice, merchants: MerchantDirectory, now: Instant): Promise<NoticeReading> {
  const decoded = decodeTransaction(raw, receivedAt);
  if ('code' in decoded) return parked('MESSAGE_UNREADABLE', decoded.code);
  const { merchant_no, terminal_no } = decoded.transaction;
  return readPosTransaction(decoded, await merchants.terminal(merchant_no, terminal_no), now);
}

async function ofRow(raw: Buffer, read: (row: JsonObject) => Promise<NoticeReading>): Promise<NoticeReading> {
  const row = parseExact(raw.toString());
  return isJsonObject(row) ? read(row) : parked('MESSAGE_UNREADABLE');
}
